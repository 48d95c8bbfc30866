"""Does a model that is shown a list of choices prefer a place in it? Answers to the same clips, the list shuffled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import chisquare

from skelbench.errors import ParameterError, SkelbenchError
from skelbench.evaluation.evaluate import LabelledClip
from skelbench.records import Answer, Failure
from skelbench.skeleton import SkeletonSequence

__all__ = ["PositionBias", "position_bias"]

AskListed = Callable[[SkeletonSequence, Sequence[str]], Answer | Failure]


@dataclass(frozen=True)
class PositionBias:
    """What the order of the list changes, over several shuffles of it."""

    accuracies: tuple[float, ...]  # one a shuffle
    changed: float  # share of clips whose answer is not the same under all shuffles
    chosen_places: tuple[float, ...]  # share of all answers that stood first, second, ...
    p_value: float  # of chosen places so uneven if the place did not matter (chi-squared)

    @property
    def spread(self) -> float:
        """Largest less smallest accuracy."""
        return max(self.accuracies) - min(self.accuracies)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "accuracies": self.accuracies, "spread": self.spread, "changed": self.changed,
            "chosen_places": self.chosen_places, "p_value": self.p_value,
        }  # fmt: skip


def position_bias(
    ask: AskListed, clips: Sequence[LabelledClip], choices: Sequence[str], seeds: Sequence[int] = (0, 1, 2)
) -> PositionBias:
    """Ask about every clip once a seed, the list of choices in another order for every clip and seed.

    The order hangs on seed and clip, so that the right choice stands everywhere equally often. A failure is a wrong
    answer that stands nowhere.

    Raises:
        ParameterError: no clips, or fewer than two seeds or choices.
    """
    if not len(clips) or len(seeds) < 2 or len(choices) < 2:
        raise ParameterError(
            f"Expected clips, two seeds and two choices at least, found {len(clips)}, {len(seeds)} and {len(choices)}"
        )
    answers = np.full((len(seeds), len(clips)), "", dtype=object)
    places = np.full((len(seeds), len(clips)), -1)
    for number, clip in enumerate(clips[place] for place in range(len(clips))):
        for row, seed in enumerate(seeds):
            order = [choices[i] for i in np.random.default_rng([seed, number]).permutation(len(choices))]
            best = _best(ask, clip.sequence, order)
            if best is not None:
                answers[row, number], places[row, number] = best, order.index(best)
    labels = np.array([clips[place].label for place in range(len(clips))], dtype=object)
    counts = np.bincount(places[places >= 0], minlength=len(choices))
    return PositionBias(
        tuple(float(np.mean(row == labels)) for row in answers),
        float(np.mean((answers != answers[:1]).any(0))),
        tuple((counts / max(counts.sum(), 1)).tolist()),
        float(chisquare(counts).pvalue) if counts.any() else float("nan"),
    )


def _best(ask: AskListed, sequence: SkeletonSequence, order: Sequence[str]) -> str | None:
    try:
        answer = ask(sequence, order)
    except SkelbenchError:
        return None
    return answer.best if isinstance(answer, Answer) else None
