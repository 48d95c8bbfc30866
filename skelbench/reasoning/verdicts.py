"""A text about a motion with the verdict about each claim, as a rationale, and three scores of how well it reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr

from skelbench.reasoning.check import Checked, check_claims
from skelbench.reasoning.parse import Parsed, parse_claims
from skelbench.reasoning.weights import joint_shares
from skelbench.records import Evidence, Rationale, Step, Verdict
from skelbench.skeleton import PARTS, SkeletonSequence

__all__ = ["CheckedText", "ReasonScores", "check_reasons", "score_reasons"]

_GROUPS = {"hand": "arm", "arm": "arm", "elbow": "arm", "shoulder": "arm", "foot": "leg", "leg": "leg", "knee": "leg"}
_WHOLE = {"head": "neck", "trunk": "torso", "hips": "torso"}
_RANK = (Verdict.CONTRADICTED, Verdict.UNCERTAIN, Verdict.NOT_MEASURABLE, Verdict.HOLDS)


@dataclass(frozen=True)
class CheckedText:
    """A text, the claims in it with their verdicts, and what was not understood."""

    text: str
    parsed: Parsed
    checked: tuple[Checked, ...]
    rationale: Rationale


@dataclass(frozen=True)
class ReasonScores:
    """How well a text reasons; NaN where nothing can be told.

    `precision` is the share of claims that hold among those that hold or are contradicted, `coverage` that of the
    deciding joints whose part of the body the text names, `agreement` the rank correlation over the six parts between
    being named and the positive attribution.
    """

    claims: int
    unparsed: int
    precision: float
    coverage: float
    agreement: float


def check_reasons(
    sequence: SkeletonSequence, text: str, author: Literal["measured", "teacher", "model"] = "model",
    person: int | None = None,
) -> CheckedText:  # fmt: skip
    """Read a text and hold each claim against the positions; each sentence becomes a step with its worst verdict.

    Args:
        sequence: the motion, as it was read.
        text: any text in English; a closing line `Label: X` says what it speaks of.
        author: who wrote it; it is printed wherever the steps are shown.
        person: who unnamed parts belong to; the person who moves most, where none is named.
    """
    parsed = parse_claims(text)
    checked = check_claims(sequence, parsed.claims, person)
    steps = tuple(
        _step(number, sentence, parsed, checked, sequence) for number, sentence in enumerate(parsed.sentences)
    )
    verdicts = [one.verdict for one in checked]
    worst = next((verdict for verdict in _RANK if verdict in verdicts), None)
    note = f"{len(parsed.claims)} claims; {len(parsed.unparsed)} of {len(parsed.sentences)} sentences not understood"
    return CheckedText(text, parsed, checked, Rationale(author, parsed.label or "", steps, worst, note))


def _step(number: int, sentence: str, parsed: Parsed, checked: tuple[Checked, ...], sequence: SkeletonSequence) -> Step:
    own = [one for one in checked if one.claim.sentence == number]
    evidence: tuple[Evidence, ...] = tuple(item for one in own for item in one.evidence)
    verdict = next((rank for rank in _RANK if rank in [one.verdict for one in own]), None)
    joints = tuple(dict.fromkeys(joint for item in evidence for joint in item.joints))
    starts = [item.start_s for item in evidence] or [float(sequence.times[0])]
    ends = [item.end_s for item in evidence] or [float(sequence.times[-1])]
    claim = "; ".join(f"{_said(one, parsed)}: {one.verdict.value}" for one in own)
    return Step(sentence, joints, min(starts), max(ends), claim, evidence, verdict)


def _said(checked: Checked, parsed: Parsed) -> str:
    claim = checked.claim
    if not claim.is_order:
        return str(claim)
    return f"({parsed.claims[claim.first]}) {claim.action} ({parsed.claims[claim.second]})"


def score_reasons(
    sequence: SkeletonSequence, text: CheckedText, deciding: tuple[str, ...] = (),
    joint_weights: npt.ArrayLike | None = None, person: int = 0,
) -> ReasonScores:  # fmt: skip
    """Precision of the claims, coverage of the deciding joints, agreement with where the gradient lies.

    Args:
        sequence: the motion.
        text: what was checked.
        deciding: joints that are known to decide (of a made clip), or none.
        joint_weights: (T P J) scores of an attribution, or None.
        person: whose weights count.

    Raises:
        SkeletonError: the weights have another shape than (T P J).
    """
    verdicts = [one.verdict for one in text.checked]
    held, wrong = verdicts.count(Verdict.HOLDS), verdicts.count(Verdict.CONTRADICTED)
    named = _named_parts(text)
    parts_of = [sequence.topology.part_of.get(joint, "") for joint in deciding]
    coverage = float(np.mean([part in named for part in parts_of])) if parts_of else float("nan")
    agreement = float("nan")
    if joint_weights is not None:
        shares = joint_shares(sequence, joint_weights, person)
        mass = [sum(share for joint, share in shares.items() if sequence.topology.part_of.get(joint) == part)
                for part in PARTS]  # fmt: skip
        is_named = [float(part in named) for part in PARTS]
        if 0 < sum(is_named) < len(PARTS) and np.ptp(mass) > 0:
            agreement = float(spearmanr(is_named, mass).statistic)
    precision = held / (held + wrong) if held + wrong else float("nan")
    return ReasonScores(len(verdicts), len(text.parsed.unparsed), precision, coverage, agreement)


def _named_parts(text: CheckedText) -> set[str]:
    """The groups of the body that the text says something about, other than that they are still."""
    named: set[str] = set()
    for claim in text.parsed.claims:
        if claim.is_order or claim.action == "still" or claim.negated:
            continue
        if claim.part in _WHOLE:
            named.add(_WHOLE[claim.part])
        elif claim.part in _GROUPS:
            sides = (claim.side,) if claim.side in ("left", "right") else ("left", "right")
            named.update(f"{side}_{_GROUPS[claim.part]}" for side in sides)
        elif claim.action in ("walks", "jumps"):
            named.update(("left_leg", "right_leg"))
    return named
