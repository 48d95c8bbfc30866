"""Checks of turns and of which way things go: bends, turns, straightens, goes up; with degrees or metres."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence import FORMULAS
from skelbench.evidence.excursions import excursions, largest_rise
from skelbench.evidence.formula import sided
from skelbench.reasoning.claim import Claim
from skelbench.reasoning.scene import Scene, check, limit_of, not_here, seen
from skelbench.records import Evidence

__all__: list[str] = []

FloatArray = npt.NDArray[np.float64]
Span = tuple[float, float]
Found = tuple[Evidence, list[Span]]

# (part, action, direction) -> (formula, sign of the change that is claimed).
_SERIES = {
    ("trunk", "bends", "forward"): ("trunk_forward", 1), ("trunk", "bends", "back"): ("trunk_forward", -1),
    ("trunk", "bends", "left"): ("trunk_left", 1), ("trunk", "bends", "right"): ("trunk_left", -1),
    ("trunk", "goes", "forward"): ("trunk_forward", 1), ("trunk", "goes", "back"): ("trunk_forward", -1),
    ("trunk", "turns", "left"): ("trunk_turn", 1), ("trunk", "turns", "right"): ("trunk_turn", -1),
    ("trunk", "straightens", ""): ("trunk_lean", -1),
    ("head", "bends", "forward"): ("head_forward", 1), ("head", "bends", "back"): ("head_forward", -1),
    ("head", "bends", "left"): ("head_left", 1), ("head", "bends", "right"): ("head_left", -1),
    ("head", "turns", "left"): ("head_turn", 1), ("head", "turns", "right"): ("head_turn", -1),
    ("hips", "goes", "up"): ("pelvis_height", 1), ("hips", "goes", "down"): ("pelvis_height", -1),
    ("hips", "goes", "left"): ("hips_left", 1), ("hips", "goes", "right"): ("hips_left", -1),
    ("hips", "goes", "forward"): ("hips_forward", 1), ("hips", "goes", "back"): ("hips_forward", -1),
    ("knee", "bends", ""): ("knee_flexion", 1), ("knee", "straightens", ""): ("knee_flexion", -1),
    ("elbow", "bends", ""): ("elbow_flexion", 1), ("elbow", "straightens", ""): ("elbow_flexion", -1),
}  # fmt: skip
_LIMIT = {
    "pelvis_height": "hips_vertical",
    "knee_flexion": "knee",
    "elbow_flexion": "elbow",
    "trunk_lean": "trunk_forward",
}
_FROM_ZERO = ("trunk_forward", "knee_flexion", "elbow_flexion")  # an amount is told from upright or straight
_SHARE = 0.6  # of the largest move: the first move that reaches it is when it happens
_METRES = {"cm": 0.01, "m": 1.0, "deg": 1.0}


@check("bends", "turns", "straightens", "goes")
def _turns(scene: Scene, claim: Claim, side: str) -> Found:
    if claim.part == "head" and claim.action == "straightens":
        return _levels(scene)
    if claim.target == "sideways":
        return _sideways(scene, claim, side)
    known = _SERIES.get((claim.part, claim.action, claim.target))
    if known is None:
        return _tip_goes(scene, claim, side)
    return _along(scene, claim, side, known)


def _along(scene: Scene, claim: Claim, side: str, known: tuple[str, int]) -> Found:
    name, sign = known
    formula = FORMULAS[name]
    values = _series(scene, name, side)
    words = f"largest {'rise' if sign > 0 else 'fall'} of the {formula.quantity(side)}"
    if values is None:
        return not_here(scene, words, "joints are missing, the clip is flat, or the head is one joint")
    least, source = limit_of(_LIMIT.get(name, name))
    rise = largest_rise(sign * values)
    if claim.action == "bends" and claim.part == "trunk":  # coming back to upright is no bend the other way
        rise = np.minimum(rise, np.nanmax(sign * values, axis=1))
    spans = _spans(sign * values[0], scene.body.times, max(least, _SHARE * float(rise[0])))
    if claim.amount is not None:
        return _amounts(scene, claim, (name, side), sign * values), spans
    span = spans[0] if spans else None
    return seen(scene, words, formula.landmarks(side), rise, ((least, None), formula.unit, source), span), spans


def _amounts(scene: Scene, claim: Claim, named: tuple[str, str], values: FloatArray) -> Evidence:
    """A claimed number of degrees or centimetres against the largest value (angles) or change (ways)."""
    name, side = named
    formula = FORMULAS[name]
    assert claim.amount is not None
    wanted = claim.amount * _METRES.get(claim.unit, 1.0)
    tolerance, source = limit_of("amount_deg" if formula.unit == "deg" else "amount_m")
    tolerance = max(tolerance, 0.2 * wanted)
    measured = np.nanmax(values, axis=1) if name in _FROM_ZERO else largest_rise(values)
    limits: tuple[float | None, float | None] = (wanted - tolerance, wanted + tolerance)
    limits = (wanted, None) if claim.bound == "least" else (None, wanted) if claim.bound == "most" else limits
    at = float(scene.body.times[int(np.nanargmax(values[0]))])
    words = f"largest {'' if name in _FROM_ZERO else 'change of '}{formula.quantity(side)}"
    return seen(scene, words, formula.landmarks(side), measured, (limits, formula.unit, source), (at, at))


def _sideways(scene: Scene, claim: Claim, side: str) -> Found:
    """Either way to the side."""
    name = {"trunk": "trunk_left", "head": "head_left", "hips": "hips_left"}.get(claim.part)
    values = None if name is None else _series(scene, name, side)
    if name is None or values is None:
        return not_here(scene, f"sideways way of the {claim.part}", "joints are missing or the clip is flat")
    least, source = limit_of(name)
    ways = np.maximum(largest_rise(values), largest_rise(-values))
    sign = 1 if largest_rise(values)[0] >= largest_rise(-values)[0] else -1
    spans = _spans(sign * values[0], scene.body.times, max(least, _SHARE * float(ways[0])))
    formula = FORMULAS[name]
    held = ((least, None), formula.unit, source)
    return seen(scene, f"largest change of the {formula.quantity(side)}", formula.landmarks(side), ways, held), spans


def _levels(scene: Scene) -> Found:
    """A head that comes back to level: its bend, forward or to the side, gets less again."""
    found = [_series(scene, name, "") for name in ("head_forward", "head_left")]
    words = "largest way of the head back to level"
    if found[0] is None or found[1] is None:
        return not_here(scene, words, "joints are missing or the clip is flat")
    least, source = limit_of("head_forward")
    centred = [values - np.nanmedian(values[:, :3], axis=1, keepdims=True) for values in found if values is not None]
    bend = np.hypot(*centred)
    rise = largest_rise(-bend)
    spans = _spans(-bend[0], scene.body.times, max(least, _SHARE * float(rise[0])))
    return seen(scene, words, ("head", "neck"), rise, ((least, None), "deg", source)), spans


def _tip_goes(scene: Scene, claim: Claim, side: str) -> Found:
    """A hand or a foot that goes some way in the body frame."""
    mark = sided({"hand": "*_hand", "foot": "*_ankle", "knee": "*_knee", "elbow": "*_elbow"}.get(claim.part, ""), side)
    words = f"largest way of the {claim.named} {claim.target}"
    body = scene.body
    if not mark or body.is_flat or not body.has(mark, "frame", "pelvis"):
        return not_here(scene, words, "no such part here, its joints are missing, or the clip is flat")
    way = body.point(mark) - body.point("pelvis")
    series = {"up": way[..., 1], "down": -way[..., 1], "forward": (way * body.forward).sum(-1),
              "back": -(way * body.forward).sum(-1), "left": (way * body.left).sum(-1),
              "right": -(way * body.left).sum(-1)}  # fmt: skip
    if claim.target not in series:
        return not_here(scene, words, "no way is named")
    values = series[claim.target]
    least, source = limit_of("tip")
    rise = largest_rise(values)
    spans = _spans(values[0], body.times, max(least, _SHARE * float(rise[0])))
    return seen(scene, words, (mark, "pelvis"), rise, ((least, None), "m", source), spans[0] if spans else None), spans


def _series(scene: Scene, name: str, side: str) -> FloatArray | None:
    formula = FORMULAS[name]
    marks = [mark for mark in formula.landmarks(side) if mark]
    if (scene.body.is_flat and name != "pelvis_height") or not scene.body.has(*marks):
        return None
    values = formula.compute(scene.body, side)
    return values if np.isfinite(values[0]).mean() > 0.5 else None


def _spans(values: FloatArray, times: FloatArray, least: float) -> list[Span]:
    moves = [move for move in excursions(values, times, 0.5 * least) if move.change >= least]
    return [(move.start_s, move.end_s) for move in moves]
