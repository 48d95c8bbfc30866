"""Labels trained on and labels never trained on: both accuracies, and their harmonic mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from skelbench.errors import ParameterError
from skelbench.evaluation.counting import Evaluation
from skelbench.evaluation.intervals import Interval, wilson_interval

__all__ = ["OpenVocabulary", "harmonic_mean", "open_vocabulary"]


@dataclass(frozen=True)
class OpenVocabulary:
    """Accuracies by forced choice among all labels (GZSL): clips of trained labels, and of labels never trained on."""

    seen: Interval
    unseen: Interval
    harmonic: float

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "accuracy_seen": self.seen.estimate, "interval_seen": [self.seen.lower, self.seen.upper],
            "accuracy_unseen": self.unseen.estimate, "interval_unseen": [self.unseen.lower, self.unseen.upper],
            "harmonic_mean": self.harmonic, "clips_seen": self.seen.count, "clips_unseen": self.unseen.count,
        }  # fmt: skip


def harmonic_mean(seen: float, unseen: float) -> float:
    """H = 2 s u / (s + u) (Xian et al. 2018, arXiv 1707.00600, eq. 7); 0 where both are 0."""
    return 2 * seen * unseen / (seen + unseen) if seen + unseen else 0.0


def open_vocabulary(evaluation: Evaluation, unseen: Sequence[str]) -> OpenVocabulary:
    """Split an evaluation among all labels by whether a clip's label was ever trained on.

    Raises:
        ParameterError: clips of one kind are missing.
    """
    strange = evaluation.known_clips["label"].isin(unseen).to_numpy()
    right = evaluation.forced_right
    if strange.all() or not strange.any():
        raise ParameterError(
            f"Expected clips of trained and of never trained labels, found {int((~strange).sum())} and "
            f"{int(strange.sum())}"
        )
    trained, new = (wilson_interval(int(right[kind].sum()), int(np.sum(kind))) for kind in (~strange, strange))
    return OpenVocabulary(trained, new, harmonic_mean(trained.estimate, new.estimate))
