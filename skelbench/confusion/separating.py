"""What measurably separates two labels, and on which side the confused clips lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from skelbench.confusion.pairs import ConfusionPair
from skelbench.evaluation import Evaluation, LabelledClip
from skelbench.evidence import check_rule, class_rules
from skelbench.skeleton import SkeletonSequence

__all__ = ["clips_beside", "measured_conditions", "separating_evidence"]


def measured_conditions(sequence: SkeletonSequence, labels: Iterable[str]) -> dict[tuple[str, int], float]:
    """(label, number of the condition in its class rule) -> what the clip measures there; NaN where nothing can be."""
    found = {}
    for label in labels:
        if label in class_rules():
            for number, evidence in enumerate(check_rule(label, sequence).evidence):
                found[label, number] = evidence.value
    return found


def clips_beside(pair: ConfusionPair, evaluation: Evaluation, most: int = 6) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of clips of the pair's label and of its answer that were read rightly, surest first, to compare with."""
    right = evaluation.table[evaluation.table["correct"]].sort_values("margin", ascending=False, kind="stable")
    label, answer = (right[right["label"] == name]["id"].head(most) for name in (pair.label, pair.answer))
    return tuple(label), tuple(answer)


def separating_evidence(
    pair: ConfusionPair, clips: Sequence[LabelledClip], evaluation: Evaluation, most: int = 6
) -> pd.DataFrame:
    """A row for each condition of both class rules, what separates the labels best first.

    Conditions that cannot be measured on the confused clips stand at the end.

    Columns: rule, measurement, unit, the mean over clips of the label read rightly, over the confused ones, over clips
    of the answer read rightly; `separation` (difference of the means over their common standard deviation); and
    `confused lie at` (0: where the label lies, 1: where the answer lies).
    """
    of_label, of_answer = clips_beside(pair, evaluation, most)
    by_id = {clip.id: clip for clip in _only(clips, {*pair.clips[:most], *of_label, *of_answer})}
    groups = [
        pd.DataFrame([measured_conditions(by_id[name].sequence, (pair.label, pair.answer)) for name in names])
        for names in (of_label, pair.clips[:most], of_answer)
    ]
    rows = [_row(rule, number, groups) for rule in (pair.label, pair.answer) for number in _conditions(rule)]
    columns = [
        "rule", "measurement", "unit", pair.label, "confused" if pair.happened else "nearly confused", pair.answer,
        "separation", "confused lie at",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    table = table.sort_values("separation", ascending=False, kind="stable", na_position="last")
    return table.sort_values("confused lie at", key=pd.isna, kind="stable").reset_index(drop=True)


def _only(clips: Sequence[LabelledClip], names: set[str]) -> Iterable[LabelledClip]:
    """The named clips, without opening the others where the set can tell."""
    ids = getattr(clips, "ids", None)
    if ids is None:
        return (clip for clip in clips if clip.id in names)
    return (clips[place] for place, name in enumerate(ids) if name in names)


def _conditions(label: str) -> range:
    return range(len(class_rules()[label].conditions)) if label in class_rules() else range(0)


def _row(label: str, number: int, groups: Sequence[pd.DataFrame]) -> tuple[object, ...]:
    condition = class_rules()[label].conditions[number]
    values = [_column(group, (label, number)) for group in groups]
    means = [float(np.nanmean(value)) if np.isfinite(value).any() else np.nan for value in values]
    apart = means[2] - means[0]
    spread = np.sqrt(np.mean([np.nanvar(value) for value in (values[0], values[2]) if np.isfinite(value).any()] or [0]))
    separation = abs(apart) / spread if spread > 0 else (0.0 if apart == 0 else np.nan)
    place = (means[1] - means[0]) / apart if apart else np.nan
    measurement = f"{condition.quantity} ({condition.statistic})".replace("_", " ")
    return label, measurement, condition.unit, *means, float(separation), float(place)


def _column(group: pd.DataFrame, name: tuple[str, int]) -> np.ndarray:
    return np.asarray(group[name], dtype=float) if name in group.columns else np.array([np.nan])
