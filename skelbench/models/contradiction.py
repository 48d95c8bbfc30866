"""Whether what is measured on the joints contradicts the class rule of a label: one sign of an unknown motion."""

from __future__ import annotations

from skelbench.evidence import check_rule, class_rules
from skelbench.records import Verdict
from skelbench.skeleton import SkeletonSequence

__all__ = ["contradiction"]

_WEIGHT = {Verdict.HOLDS: 0.0, Verdict.UNCERTAIN: 0.5, Verdict.CONTRADICTED: 1.0, Verdict.NOT_MEASURABLE: float("nan")}


def contradiction(label: str, placed: SkeletonSequence) -> float:
    """0 where the label's rule holds, 1/2 where that is uncertain, 1 where it is contradicted, NaN where nobody knows.

    `placed` comes from `place_in_view`. NaN stands for a label without a rule and for joints that are missing.
    """
    if label not in class_rules():
        return float("nan")
    return _WEIGHT[check_rule(label, placed).verdict]
