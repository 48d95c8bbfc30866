"""`measured_rationale`: what was measured about the joints that decided, against the rule of a class, step by step."""

from __future__ import annotations

import numpy.typing as npt

from skelbench.evidence import (
    Condition,
    RuleCheck,
    check_rule,
    class_rules,
    limits_in_words,
    value_in_words,
    when_in_words,
)
from skelbench.evidence.wording import moved_in_words, placed_in_words
from skelbench.reasoning.observations import observations
from skelbench.reasoning.weights import deciding_person, joint_shares, share_of
from skelbench.records import Evidence, Rationale, Step, Verdict
from skelbench.skeleton import SkeletonSequence

__all__ = ["measured_rationale", "observation_steps"]

_ABOUT_RULE = {
    Verdict.HOLDS: "Every required measurement meets the class rule",
    Verdict.CONTRADICTED: "The measurements contradict the class rule, so this label is not supported by them",
    Verdict.UNCERTAIN: "The class rule is neither met nor contradicted within the error of the measurements",
    Verdict.NOT_MEASURABLE: "The class rule cannot be judged: the recording lacks joints, frames or depth it needs",
}


def measured_rationale(
    sequence: SkeletonSequence, label: str, joint_weights: npt.ArrayLike | None = None, person: int | None = None
) -> Rationale:
    """Ordered steps in time: each a measurement, the limit the rule of `label` sets, and whether it is met.

    The steps speak of the class rule, never of the label as a fact. With weights each step tells the share of the
    positive weight that its joints have. A label without a rule gets plain observations and no verdict.

    Args:
        sequence: the motion, as it was read.
        label: the class whose rule is held against the motion.
        joint_weights: (T P J) scores of an attribution, NaN for frames nobody looked at, or None.
        person: whose motion; the person with most weight, or who moves most, where none is named.

    Raises:
        SkeletonError: the weights have another shape than (T P J).
    """
    who = deciding_person(sequence, joint_weights) if person is None else person
    if label not in class_rules():
        steps = observation_steps(observations(sequence, joint_weights, who))
        return Rationale("measured", label, steps, None, f"No class rule is written for '{label}' yet.")
    shares = None if joint_weights is None else joint_shares(sequence, joint_weights, who)
    check = check_rule(label, sequence, who)
    steps = _rule_steps(check, shares)
    note = f"{_ABOUT_RULE[check.verdict]} ({label}: {check.rule.sentence})."
    return Rationale("measured", label, steps, check.verdict, note)


def observation_steps(found: tuple[Evidence, ...]) -> tuple[Step, ...]:
    """Plain measurements as steps without a claim, in order of time."""
    ordered = sorted(found, key=lambda evidence: evidence.start_s)
    return tuple(
        Step(
            f"{when_in_words(evidence)}, the {evidence.quantity} is {value_in_words(evidence)}.", evidence.joints,
            evidence.start_s, evidence.end_s, "", (evidence,), None,
        )
        for evidence in ordered
    )  # fmt: skip


def _rule_steps(check: RuleCheck, shares: dict[str, float] | None) -> tuple[Step, ...]:
    steps = [
        _step(check.label, condition, evidence, _measured(condition, evidence, side), shares)
        for condition, evidence, side in zip(check.rule.conditions, check.evidence, check.sides, strict=True)
    ]
    return tuple(sorted(steps, key=lambda step: step.start_s))


def _step(label: str, condition: Condition, evidence: Evidence, measured: str, shares: dict[str, float] | None) -> Step:
    asks = f"{label} {'asks for' if condition.severity == 'required' else 'usually shows'}"
    limits = limits_in_words(evidence, condition.sentence) + (" on both sides" if condition.side == "both" else "")
    sentence = f"{measured}; {asks} {limits}: {evidence.verdict.value}."
    if shares is not None:
        sentence += f" Its joints have {share_of(evidence.joints, shares):.0%} of the positive attribution."
    return Step(
        sentence, evidence.joints, evidence.start_s, evidence.end_s, f"{label}: {evidence.quantity} {limits}",
        (evidence,), evidence.verdict,
    )  # fmt: skip


def _measured(condition: Condition, evidence: Evidence, side: str) -> str:
    if evidence.verdict is Verdict.NOT_MEASURABLE:
        return f"The {evidence.quantity} cannot be measured here"
    filled = condition.sentence.format(
        value=value_in_words(evidence), placed=placed_in_words(evidence), moved=moved_in_words(evidence),
        side=side, share=f"{condition.share:.0%}",
    )  # fmt: skip
    return f"{when_in_words(evidence)}, {filled}"
