"""A pair of labels one of which was read as the other: its clips, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skelbench.evaluation import INVALID, Evaluation
from skelbench.records import Attribution

__all__ = ["ConfusionPair", "confusion_pairs", "mean_joints"]


@dataclass(frozen=True)
class ConfusionPair:
    """`label` read as `answer`; or, where `happened` is false, the closest that any clip of `label` came to it."""

    label: str
    answer: str
    clips: tuple[str, ...]  # ids, the most certain mistake (or the narrowest escape) first
    share: float  # of the clips of the label
    happened: bool = True

    def __str__(self) -> str:
        return f"{self.label} {'read as' if self.happened else 'nearly read as'} {self.answer}"


def confusion_pairs(evaluation: Evaluation, count: int = 3) -> tuple[ConfusionPair, ...]:
    """The pairs with most mistakes, most first; made up to `count` by pairs that nearly happened, closest first.

    A clip that was rejected or got no answer was not read as anything, so it belongs to no pair.
    """
    table = evaluation.table[evaluation.table["known"] & ~evaluation.table["rejected"]]
    table = table[table["answer"] != INVALID]
    happened = _mistaken(table[table["answer"] != table["label"]], evaluation, count)
    taken = {(pair.label, pair.answer) for pair in happened}
    near = [pair for pair in _nearly(table[table["correct"]], evaluation) if (pair.label, pair.answer) not in taken]
    return (*happened, *near[: count - len(happened)])


def _mistaken(wrong: pd.DataFrame, evaluation: Evaluation, count: int) -> tuple[ConfusionPair, ...]:
    pairs = []
    for row in evaluation.confused_pairs(count).itertuples():
        mine = wrong[(wrong["label"] == row.label) & (wrong["answer"] == row.answer)]
        ids = mine.sort_values("margin", ascending=False, kind="stable")["id"]
        pairs.append(ConfusionPair(str(row.label), str(row.answer), tuple(ids), float(row.share)))  # type: ignore[arg-type]
    return tuple(pairs)


def _nearly(right: pd.DataFrame, evaluation: Evaluation) -> list[ConfusionPair]:
    """For each pair of label and runner-up, the clips with the smallest margin between them."""
    if right.empty:
        return []
    scores = right[[f"score {choice}" for choice in evaluation.choices]].to_numpy(dtype=float, copy=True)
    columns = {choice: place for place, choice in enumerate(evaluation.choices)}
    scores[np.arange(len(right)), [columns[label] for label in right["label"]]] = -np.inf
    runners = right.assign(runner=[evaluation.choices[place] for place in scores.argmax(1)])
    runners = runners.sort_values("margin", kind="stable")
    groups = runners.groupby(["label", "runner"], sort=False)
    return [
        ConfusionPair(str(label), str(answer), tuple(group["id"].head(3)), 0.0, happened=False)
        for (label, answer), group in groups
    ]


def mean_joints(attributions: Sequence[Attribution]) -> pd.Series[float]:
    """Joint -> mean over clips of its summed attribution (nats), for joints that every clip has.

    For attributions of "answer, not label" a positive joint speaks for the wrong reading.
    """
    sums = pd.DataFrame([attribution.by_joint() for attribution in attributions])
    return sums.dropna(axis="columns").mean() if len(sums) else pd.Series(dtype=float)
