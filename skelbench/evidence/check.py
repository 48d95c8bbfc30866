"""`check_rule`: run a class rule on a sequence and say whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skelbench.errors import UnknownNameError
from skelbench.evidence.body import Body, body_of
from skelbench.evidence.measure import measure_body
from skelbench.evidence.rules import ClassRule, Condition, class_rules
from skelbench.records import Evidence, Verdict
from skelbench.registry import suggest
from skelbench.skeleton import SkeletonSequence

__all__ = ["RuleCheck", "apply_rule", "check_rule"]

Side = Literal["left", "right", ""]

_RANK = {Verdict.CONTRADICTED: 0, Verdict.NOT_MEASURABLE: 1, Verdict.UNCERTAIN: 2, Verdict.HOLDS: 3}


@dataclass(frozen=True)
class RuleCheck:
    """The verdict about a class rule, with one measurement for each of its conditions, in their order."""

    label: str
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    rule: ClassRule
    sides: tuple[Side, ...] = ()  # the side each measurement was taken on, "" for quantities without one


def check_rule(label: str, sequence: SkeletonSequence, person: int | None = None) -> RuleCheck:
    """Run the class rule of a label on a person of the sequence (the one who moves most, where none is named).

    Raises:
        UnknownNameError: the table has no rule of that label.
    """
    rules = class_rules()
    if label not in rules:
        raise UnknownNameError(f"No class rule is called '{label}'.{suggest(label, rules)} Known: {', '.join(rules)}.")
    return apply_rule(rules[label], body_of(sequence, person))


def apply_rule(rule: ClassRule, body: Body) -> RuleCheck:
    """Run a rule on a body, for the acting side on which more of it holds."""
    sides: tuple[Side, ...] = ("left", "right") if rule.has_acting_side else ("",)
    checks = [_on_side(rule, body, side) for side in sides]
    return max(checks, key=_strength)


def _on_side(rule: ClassRule, body: Body, side: Side) -> RuleCheck:
    measured = [_measured(condition, body, side) for condition in rule.conditions]
    sides, evidence = tuple(side for side, _ in measured), tuple(found for _, found in measured)
    required = [e.verdict for e, c in zip(evidence, rule.conditions, strict=True) if c.severity == "required"]
    verdict = min(required, key=_RANK.__getitem__, default=Verdict.HOLDS)
    return RuleCheck(rule.label, verdict, evidence, rule, sides)


def _measured(condition: Condition, body: Body, acting: Side) -> tuple[Side, Evidence]:
    opposite: dict[Side, Side] = {"left": "right", "right": "left", "": ""}
    sides: dict[str, tuple[Side, ...]] = {"none": ("",), "same": (acting,), "other": (opposite[acting],)}
    tried = [
        (side, measure_body(body, condition.measurement(side))) for side in sides.get(condition.side, ("left", "right"))
    ]
    pick = min if condition.side == "both" else max
    return pick(tried, key=lambda item: _margin(item[1]))


def _margin(evidence: Evidence) -> tuple[int, float]:
    """How well a measurement meets its limits: by verdict, then by the distance to the nearest limit."""
    below = evidence.value - evidence.lower if evidence.lower is not None else float("inf")
    above = evidence.upper - evidence.value if evidence.upper is not None else float("inf")
    margin = min(below, above)
    return _RANK[evidence.verdict], margin if margin == margin else 0.0


def _strength(check: RuleCheck) -> tuple[int, int]:
    met = sum(_RANK[evidence.verdict] for evidence in check.evidence)
    return _RANK[check.verdict], met
