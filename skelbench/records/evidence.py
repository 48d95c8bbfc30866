"""A measured fact about joints, with unit, span, limits, error and source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Evidence", "Verdict"]


class Verdict(StrEnum):
    """What a measurement says about a claim."""

    HOLDS = "holds"
    CONTRADICTED = "contradicted"
    UNCERTAIN = "uncertain"  # the limit lies within the measurement's own error
    NOT_MEASURABLE = "not measurable"  # joints missing, or the quantity needs three dimensions


@dataclass(frozen=True)
class Evidence:
    """One measurement: `quantity` of `joints` between `start_s` and `end_s`, held against lower and upper limits.

    A missing limit is None; without limits there is no claim and the verdict is HOLDS for a finite value.
    """

    formula: str  # id of the formula, e.g. "distance.mean"
    quantity: str  # in words: "distance of the right wrist from the head, mean"
    joints: tuple[str, ...]
    start_s: float
    end_s: float
    value: float  # NaN where it cannot be measured
    unit: str
    lower: float | None
    upper: float | None
    error: float  # one standard error from the recording's own noise, in `unit`
    verdict: Verdict
    source: str  # where formula and limits come from
    person: int = 0
