"""Two models on the same clips: the paired difference, and whether it could be chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from skelbench.errors import ParameterError
from skelbench.evaluation.counting import Evaluation
from skelbench.evaluation.intervals import Interval, paired_bootstrap

__all__ = ["Comparison", "McNemar", "compare_evaluations", "mcnemar_exact"]


@dataclass(frozen=True)
class McNemar:
    """Clips that one of two models alone reads rightly, and how likely so uneven a split is by chance."""

    only_first: int
    only_second: int
    p_value: float  # two-sided, exact


def mcnemar_exact(first: npt.ArrayLike, second: npt.ArrayLike) -> McNemar:
    """Exact test of McNemar (1947): of the clips that one alone reads rightly, half should be each one's.

    p = min(1, 2 P[X ≤ min(b, c)]) with X binomial of b + c draws and 1/2; 1 where they never differ. It takes the clips
    as independent of each other.

    Raises:
        ParameterError: the two rows differ in length.
    """
    a, b = np.asarray(first, dtype=bool), np.asarray(second, dtype=bool)
    if a.shape != b.shape:
        raise ParameterError(f"Expected pairs, found rows of shape {a.shape} and {b.shape}")
    one, two = int((a & ~b).sum()), int((b & ~a).sum())
    p_value = float(binomtest(one, one + two).pvalue) if one + two else 1.0
    return McNemar(one, two, p_value)


@dataclass(frozen=True)
class Comparison:
    """The first model less the second, on the same clips, both by forced choice."""

    first: float  # accuracy
    second: float
    difference: Interval  # of the accuracies, performances resampled
    mcnemar: McNemar
    agreement: float  # share of clips on which both give the same answer

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        gap, test = self.difference, self.mcnemar
        return {
            "accuracy": self.first, "accuracy_of_other": self.second, "difference": gap.estimate,
            "difference_interval": [gap.lower, gap.upper], "only_this_one_right": test.only_first,
            "only_the_other_right": test.only_second, "mcnemar_p": test.p_value, "same_answer": self.agreement,
            "clips": gap.count,
        }  # fmt: skip


def compare_evaluations(first: Evaluation, second: Evaluation, seed: int = 0) -> Comparison:
    """Pair two evaluations clip by clip.

    Raises:
        ParameterError: they are not of the same clips with the same labels.
    """
    one, two = first.known_clips, second.known_clips
    if one[["id", "label"]].to_numpy().tolist() != two[["id", "label"]].to_numpy().tolist():
        raise ParameterError(
            f"Expected two evaluations of the same clips, found {len(one)} and {len(two)} that differ in ids or labels"
        )
    a, b = first.forced_right, second.forced_right
    gap = paired_bootstrap(a, b, seed=seed, groups=one["performance"].to_numpy())
    same = float((one["answer"].to_numpy() == two["answer"].to_numpy()).mean())
    return Comparison(float(a.mean()), float(b.mean()), gap, mcnemar_exact(a, b), same)
