"""`check_claims`: each claim of a text against what the positions show, with a verdict and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skelbench.evidence.observe import observe
from skelbench.reasoning import check_count, check_motion, check_turns, check_where  # noqa: F401  (they register)
from skelbench.reasoning.claim import Claim
from skelbench.reasoning.scene import CHECKS, Scene, limit_of, scene_of
from skelbench.records import Evidence, Verdict
from skelbench.skeleton import SkeletonSequence

__all__ = ["Checked", "check_claims"]

Span = tuple[float, float]
_RANK = {Verdict.CONTRADICTED: 0, Verdict.NOT_MEASURABLE: 1, Verdict.UNCERTAIN: 2, Verdict.HOLDS: 3}
_FLIPPED = {Verdict.HOLDS: Verdict.CONTRADICTED, Verdict.CONTRADICTED: Verdict.HOLDS}
_COUNTED = ("swings", "repeats")  # check their number themselves
_SIDED = frozenset(("hand", "arm", "elbow", "foot", "leg", "knee", "shoulder"))


@dataclass(frozen=True)
class Checked:
    """A claim, what the positions say about it, and in which stretches it comes true."""

    claim: Claim
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    spans: tuple[Span, ...] = ()


def check_claims(sequence: SkeletonSequence, claims: Sequence[Claim], person: int | None = None) -> tuple[Checked, ...]:
    """The verdict about each claim, in their order.

    Args:
        sequence: the motion, as it was read.
        claims: of one text: orders among them speak of the others by their number.
        person: who "one person" and unnamed parts belong to; the person who moves most, where none is named.
    """
    scenes: dict[str, Scene] = {}
    found: list[Checked] = []
    for claim in claims:
        if claim.who not in scenes:
            scenes[claim.who] = scene_of(sequence, claim.who, person)
        found.append(_order(claim, found, scenes) if claim.is_order else _one(claim, scenes[claim.who]))
    return tuple(found)


def _one(claim: Claim, scene: Scene) -> Checked:
    measured = [CHECKS[claim.action](scene, claim, side) for side in _sides(claim)]
    ranked = sorted(measured, key=lambda item: _RANK[item[0].verdict])
    chosen = ranked[0] if claim.side == "both" else ranked[-1]
    verdict = chosen[0].verdict
    if claim.negated:
        verdict = _FLIPPED.get(verdict, verdict)
    evidence = tuple(item for item, _ in measured) if claim.side == "both" else (chosen[0],)
    if claim.count is not None and claim.action not in _COUNTED:  # "to the mouth three times" claims a number too
        counted, _ = CHECKS["repeats"](scene, claim, "")
        verdict, evidence = min(verdict, counted.verdict, key=_RANK.__getitem__), (*evidence, counted)
    return Checked(claim, verdict, evidence, tuple(chosen[1]))


def _sides(claim: Claim) -> tuple[str, ...]:
    if claim.part not in _SIDED:
        return ("",)
    return (claim.side,) if claim.side in ("left", "right") else ("left", "right")


def _order(claim: Claim, found: Sequence[Checked], scenes: dict[str, Scene]) -> Checked:
    """Whether one claim comes true before, or together with, another; of claims that come true at all."""
    one, two = found[claim.first], found[claim.second]
    scene = next(iter(scenes.values()))
    if not one.spans or not two.spans:
        return Checked(claim, Verdict.NOT_MEASURABLE, ())
    if claim.action == "together":
        gap = min(max(a[0], b[0]) - min(a[1], b[1]) for a in one.spans for b in two.spans)
        most, source = limit_of("together")
        return _timed(claim, scene, ("seconds between both", gap, most, source))
    most, source = limit_of("order")
    lag = one.spans[0][0] - two.spans[0][0]
    least = min(start for start, _ in one.spans) - max(start for start, _ in two.spans)
    is_onset = one.claim.action == two.claim.action == "moves"
    if (
        lag > most >= least and not is_onset
    ):  # they take turns: the first times are in the other order, later ones are not
        lag = most
    return _timed(claim, scene, ("seconds by which the first comes after the second", lag, most, source))


def _timed(claim: Claim, scene: Scene, measured: tuple[str, float, float, str]) -> Checked:
    words, value, most, source = measured
    error = float(np.median(np.diff(scene.body.times)))
    values = np.array([value, value + error, value - error])
    evidence = observe(scene.body, ("claim.order", words), (), values, scene.clip, ((None, most), "s", source))
    return Checked(claim, evidence.verdict, (evidence,))
