"""What the recording itself says against an answer: a class rule that is contradicted, more people than ever seen."""

from __future__ import annotations

from skelbench.evidence import check_rule, class_rules
from skelbench.records import Verdict
from skelbench.skeleton import SkeletonSequence

__all__ = ["contradiction", "people_in"]

_FLEETING = 0.2  # a person in view for less than this share of the frames does not count

_WEIGHT = {Verdict.HOLDS: 0.0, Verdict.UNCERTAIN: 0.5, Verdict.CONTRADICTED: 1.0, Verdict.NOT_MEASURABLE: float("nan")}


def people_in(sequence: SkeletonSequence) -> int:
    """How many people are in the recording for more than a fifth of its frames."""
    return int((sequence.present.mean(0) > _FLEETING).sum())


def contradiction(label: str, placed: SkeletonSequence) -> float:
    """0 where the label's rule holds, 1/2 where that is uncertain, 1 where it is contradicted, NaN where nobody knows.

    `placed` comes from `place_in_view`. NaN stands for a label without a rule and for joints that are missing.
    """
    if label not in class_rules():
        return float("nan")
    return _WEIGHT[check_rule(label, placed).verdict]
