"""Checks of how much and how fast parts and people move: moves, keeps still, more than, walks, jumps, nears."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence import FORMULAS, Body
from skelbench.evidence.parts import PART_NAMES, marks_of, motion_spans, part_speed, travel
from skelbench.evidence.people import gap_between
from skelbench.reasoning.claim import Claim
from skelbench.reasoning.scene import Scene, check, limit_of, not_here, scene_of, seen
from skelbench.records import Evidence

__all__: list[str] = []

FloatArray = npt.NDArray[np.float64]
Span = tuple[float, float]
Found = tuple[Evidence, list[Span]]

_SIX = (("arm", "left"), ("arm", "right"), ("leg", "left"), ("leg", "right"), ("head", ""), ("trunk", ""), ("hips", ""))
_STEPPING = 0.2  # m/s of an ankle over the floor
_MISSING = "no such part here, or its joints are missing"


@check("moves", "still")
def _moves(scene: Scene, claim: Claim, side: str) -> Found:
    words = f"way of the {side} {claim.part} in motion".replace("  ", " ")
    way = travel(scene.body, claim.part, side) if claim.part in PART_NAMES else None
    if way is None:
        return not_here(scene, words, _MISSING)
    limit, source = limit_of("moves_little" if (claim.action, claim.part) == ("moves", "head") else claim.action)
    limits = (limit, None) if claim.action == "moves" else (None, limit)
    spans = motion_spans(scene.body, claim.part, side)
    marks = marks_of(claim.part, side)
    if claim.action == "moves" and spans and (claim.start_s is not None or claim.end_s is not None):
        return _timed(scene, claim, side, spans), spans
    span = (spans[0][0], spans[-1][1]) if spans else scene.clip
    return seen(scene, words, marks, way, (limits, "m", source), span), spans


def _timed(scene: Scene, claim: Claim, side: str, spans: list[Span]) -> Evidence:
    """When a motion begins or ends: the edge that is farther from what is claimed."""
    tolerance, source = limit_of("seconds")
    edges = [(claim.start_s, spans[0][0] if spans else np.nan, "start"),
             (claim.end_s, spans[-1][1] if spans else np.nan, "end")]  # fmt: skip
    told = [(wanted, found, name) for wanted, found, name in edges if wanted is not None]
    wanted, found, name = max(told, key=lambda edge: abs(edge[0] - edge[1]))
    words = f"{name} of the motion of the {side} {claim.part}".replace("  ", " ")
    values = np.array([found, found + 1e-6])
    held = ((wanted - tolerance, wanted + tolerance), "s", source)
    return seen(scene, words, marks_of(claim.part, side), values, held, (found, found) if spans else None)


@check("farther", "faster")
def _compared(scene: Scene, claim: Claim, side: str) -> Found:
    other_scene, part, other_side = _other_of(scene, claim, side)
    what = "way" if claim.action == "farther" else "fastest speed"
    words = f"{what} of the {side} {claim.part} over that of the {claim.target}".replace("  ", " ")
    if other_scene is None or claim.part not in PART_NAMES or part not in PART_NAMES:
        return not_here(scene, words, "nobody or nothing to compare with")
    values = [_amount(one, name, which, claim.action) for one, name, which in
              ((scene, claim.part, side), (other_scene, part, other_side))]  # fmt: skip
    if values[0] is None or values[1] is None:
        return not_here(scene, words, _MISSING)
    least, source = limit_of(claim.action)
    ratio = (values[0] + 0.02) / (values[1] + 0.02)
    marks = (*marks_of(claim.part, side), *marks_of(part, other_side))
    return seen(scene, words, marks, ratio, ((least, None), "", source)), []


def _other_of(scene: Scene, claim: Claim, side: str) -> tuple[Scene | None, str, str]:
    """With whom or what is compared: another part, or the same part of the other person."""
    side_of, _, part = claim.target.rpartition(" ")
    is_person = claim.target == "other person" or (claim.who and (side_of, part) == (side, claim.part))
    if not is_person:
        return scene, part, side_of
    if scene.other is None:
        return None, claim.part, side
    return scene_of(scene.sequence, person=scene.other.person), claim.part, side


def _amount(scene: Scene, part: str, side: str, action: str) -> FloatArray | None:
    if action == "farther":
        return travel(scene.body, part, side)
    speed = part_speed(scene.body, part, side)
    return None if speed is None else np.asarray(np.nanmax(speed, axis=1))


@check("decides")
def _decides(scene: Scene, claim: Claim, side: str) -> Found:
    """The part's share of all that moves; a person who decides moves at least as much as the other."""
    if claim.part == "body":
        ours, theirs = (None if one is None else travel(one, "body", "") for one in (scene.body, scene.other))
        if ours is None or theirs is None:
            return not_here(scene, "share of the motion of both people", "one person alone, or joints are missing")
        held = ((0.45, None), "", "convention of this project: share of the ways of both people")
        return seen(scene, "share of the motion of both people", marks_of("body", ""), ours / (ours + theirs), held), []
    ways = [_own_way(scene.body, *one) for one in _SIX]
    mine = _own_way(scene.body, claim.part, side) if claim.part in PART_NAMES else None
    known = [way for way in ways if way is not None]
    words = f"share of the {side} {claim.part} in all motion".replace("  ", " ")
    if mine is None or not known:
        return not_here(scene, words, _MISSING)
    least, source = limit_of("decides")
    share = mine / np.maximum(np.sum(known, axis=0), 1e-6)
    return seen(scene, words, marks_of(claim.part, side), share, ((least, None), "", source)), []


def _own_way(body: Body, part: str, side: str) -> FloatArray | None:
    """(S) the way of a part relative to what carries it; of legs too while they stand, for they push."""
    if part not in ("foot", "leg"):
        return travel(body, part, side)
    marks = marks_of(part, side)
    if not body.has(*marks):
        return None
    speed = np.max([np.nan_to_num(body.speed(mark, "pelvis")) for mark in marks[:-1]], axis=0)
    return np.asarray(np.trapezoid(np.where(speed > _STEPPING, speed, 0.0), body.times, axis=1))


@check("walks")
def _walks(scene: Scene, claim: Claim, side: str) -> Found:
    """Steps: each foot goes some way over the floor, not only under a swaying body."""
    words, marks = "shorter way of both feet over the floor, in steps", ("left_ankle", "right_ankle")
    if not scene.body.has(*marks):
        return not_here(scene, words, _MISSING)
    ways = [_stepped(scene.body, mark) for mark in marks]
    least, source = limit_of("walk")
    values = np.minimum(*(way[0] for way in ways)) if scene.body.is_flat else np.maximum(*(way[0] for way in ways))
    spans = sorted(span for way in ways for span in way[1])
    whole = [(spans[0][0], max(end for _, end in spans))] if spans else []
    return seen(scene, words, marks, values, ((least, None), "m", source), whole[0] if whole else None), whole


def _stepped(body: Body, mark: str) -> tuple[FloatArray, list[Span]]:
    """(S) metres that an ankle goes over the floor, and when."""
    floor = body.velocity(mark) * (1.0, 0.0, 1.0)
    speed = np.nan_to_num(np.linalg.norm(floor, axis=-1))
    moving = np.where(speed > _STEPPING, speed, 0.0)
    way = np.trapezoid(moving, body.times, axis=1)
    frames = body.times[moving[0] > 0]
    return np.asarray(way), [(float(frames[0]), float(frames[-1]))] if frames.size else []


@check("jumps")
def _jumps(scene: Scene, claim: Claim, side: str) -> Found:
    formula = FORMULAS["body_lift"]
    if not scene.body.has(*formula.needs):
        return not_here(scene, formula.words, _MISSING)
    height = formula.compute(scene.body, "")
    least, source = limit_of("jump")
    up = scene.body.times[np.nan_to_num(height[0]) > least]
    spans = [(float(up[0]), float(up[-1]))] if up.size else []
    words = f"largest {formula.words}"
    return seen(scene, words, formula.needs, np.nanmax(height, axis=1), ((least, None), "m", source)), spans


@check("falls")
def _falls(scene: Scene, claim: Claim, side: str) -> Found:
    formula = FORMULAS["trunk_lean"]
    if not scene.body.has(*formula.needs):
        return not_here(scene, formula.words, _MISSING)
    lean = formula.compute(scene.body, "")
    least, source = limit_of("fall")
    at = float(scene.body.times[int(np.nanargmax(lean[0]))])
    held = ((least, None), "deg", source)
    return seen(scene, f"largest {formula.words}", formula.needs, np.nanmax(lean, axis=1), held, (at, at)), [(at, at)]


@check("nears", "parts")
def _between(scene: Scene, claim: Claim, side: str) -> Found:
    words = "change of the gap between the two people"
    gap = None if scene.other is None else gap_between(scene.body, scene.other)
    if gap is None:
        return not_here(scene, words, "one person alone, or joints are missing")
    least, source = limit_of("gap")
    edge = max(1, gap.shape[1] // 8)
    change = np.nanmedian(gap[:, -edge:], axis=1) - np.nanmedian(gap[:, :edge], axis=1)
    limits = (None, -least) if claim.action == "nears" else (least, None)
    return seen(scene, words, ("pelvis",), change, (limits, "m", source)), [scene.clip]
