"""Checks of where a part is: at a place, back at it, above or below something, in touch, off the floor."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence.formula import sided
from skelbench.evidence.parts import travel
from skelbench.evidence.people import reach_to_other
from skelbench.evidence.places import lift
from skelbench.evidence.regions import Visit, distance_from, regions, visits
from skelbench.reasoning.claim import Claim
from skelbench.reasoning.scene import Scene, check, limit_of, not_here, seen
from skelbench.records import Evidence

__all__: list[str] = []

FloatArray = npt.NDArray[np.float64]
Span = tuple[float, float]
Found = tuple[Evidence, list[Span]]

_HEIGHT_MARKS = {"hand": "*_hand", "arm": "*_hand", "elbow": "*_elbow", "shoulder": "*_shoulder", "foot": "*_ankle",
                 "leg": "*_ankle", "knee": "*_knee", "head": "head", "crown": "crown", "mouth": "mouth",
                 "chest": "chest", "trunk": "chest", "hips": "pelvis", "hip": "*_hip", "face": "head"}  # fmt: skip


@check("at")
def _at(scene: Scene, claim: Claim, side: str) -> Found:
    if claim.target == "other person":
        return _at_other(scene, claim, side)
    words = f"least distance of {_named(claim, side)} from {_place(claim.target)}"
    region = regions().get(claim.target)
    distance = None if region is None else distance_from(scene.body, claim.part, side, region)
    if region is None or distance is None:
        return not_here(scene, words, "no such place in the table, a joint is missing, or the clip is flat")
    spans = _stops(visits(scene.body, claim.part, side, region))
    least = np.nanmin(distance, axis=1)
    at = float(scene.body.times[int(np.nanargmin(distance[0]))])
    held = ((None, region.within), "m", f"region: {region.source}")
    return seen(scene, words, _marks(claim, side, region.origin), least, held, (at, at)), spans


@check("returns")
def _returns(scene: Scene, claim: Claim, side: str) -> Found:
    words = f"least distance of {_named(claim, side)} from {_place(claim.target)} after having been away"
    region = regions().get(claim.target)
    distance = None if region is None else distance_from(scene.body, claim.part, side, region)
    if region is None or distance is None:
        return not_here(scene, words, "no such place in the table, a joint is missing, or the clip is flat")
    farthest = int(np.nanargmax(distance[0]))
    later = distance[:, farthest:]
    least = np.nanmin(later, axis=1)
    way = travel(scene.body, claim.part, side)
    if way is None or way[0] < limit_of("moves")[0]:
        least = np.full_like(least, np.inf)  # never moved, so never back
        words = f"way of {_named(claim, side)} from {_place(claim.target)} and back"
    after = [visit for visit in visits(scene.body, claim.part, side, region)
             if visit.end_s >= scene.body.times[farthest]]  # fmt: skip
    spans = [(visit.start_s, visit.end_s) for visit in after]
    at = float(scene.body.times[farthest + int(np.nanargmin(later[0]))])
    least = np.where(np.isfinite(least), least, float(distance[0].max()) + 2 * region.within)
    held = ((None, region.within), "m", f"region: {region.source}")
    return seen(scene, words, _marks(claim, side, region.origin), least, held, (at, at)), spans or [(at, at)]


def _at_other(scene: Scene, claim: Claim, side: str) -> Found:
    words = f"least distance of {_named(claim, side)} from the other person"
    reach = None if scene.other is None else reach_to_other(scene.body, scene.other, claim.part, side)
    if reach is None:
        return not_here(scene, words, "one person alone, a joint is missing, or the clip is flat")
    most, source = limit_of("person")
    if not _reaches_out(scene, claim, side):
        reach = np.maximum(reach, most + reach)
        words = f"{words}, to which it is not stretched"
    inside = reach[0] <= most
    edges = np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8))
    pairs = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    spans = [(float(scene.body.times[a]), float(scene.body.times[b - 1])) for a, b in pairs]
    held = ((None, most), "m", source)
    return seen(scene, words, _marks(claim, side, ""), np.nanmin(reach, axis=1), held), spans


def _reaches_out(scene: Scene, claim: Claim, side: str) -> bool:
    """Whether a hand or foot is stretched towards the other person, against its own chest or pelvis."""
    assert scene.other is not None
    tip, carrier = (f"{side}_ankle", "pelvis") if claim.part in ("foot", "leg") else (f"{side}_hand", "chest")
    if not (scene.body.has(tip, carrier) and scene.other.has("pelvis")):
        return True
    way = (scene.other.point("pelvis") - scene.body.point("pelvis"))[0] * (1.0, 0.0, 1.0)
    way = way / np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-6)
    stretched = ((scene.body.point(tip) - scene.body.point(carrier))[0] * way).sum(-1)
    return float(np.nanmax(stretched) - np.nanmin(stretched)) >= limit_of("reaches_out")[0]


@check("above", "below", "higher")
def _heights(scene: Scene, claim: Claim, side: str) -> Found:
    relation = "below" if claim.action == "below" else "above"
    other_side, _, other = claim.target.rpartition(" ")
    one = sided(_HEIGHT_MARKS.get(claim.part, ""), side)
    two = sided(_HEIGHT_MARKS.get(other, ""), other_side or side)
    words = f"largest height of {_named(claim, side)} {relation} the {claim.target}"
    if not (one and two and scene.body.has(one, two)) or "*" in one + two:
        return not_here(scene, words, "a joint is missing or no side is named")
    a, b = scene.body.point(one)[..., 1], scene.body.point(two)[..., 1]
    if claim.action == "higher":
        values, (least, source) = np.nanmax(a, axis=1) - np.nanmax(b, axis=1), limit_of("higher")
        words = f"difference of the highest points of {_named(claim, side)} and the {claim.target}"
    else:
        gap = a - b if relation == "above" else b - a
        values, least, source = np.nanmax(gap, axis=1), 0.0, "height above something is above 0"
    at = float(scene.body.times[int(np.nanargmax(a[0]))])
    return seen(scene, words, (one, two), values, ((least, None), "m", source)), [(at, at)]


@check("touches")
def _touches(scene: Scene, claim: Claim, side: str) -> Found:
    other_side, _, other = claim.target.rpartition(" ")
    one = sided(_HEIGHT_MARKS.get(claim.part, ""), side)
    two = sided(_HEIGHT_MARKS.get(other, ""), other_side or side)
    words = f"least distance of {_named(claim, side)} from the {claim.target}"
    if not (one and two and scene.body.has(one, two)) or scene.body.is_flat or "*" in one + two:
        return not_here(scene, words, "a joint is missing, no side is named, or the clip is flat")
    gap = np.linalg.norm(scene.body.point(one) - scene.body.point(two), axis=-1)
    most, source = limit_of("touch")
    at = float(scene.body.times[int(np.nanargmin(gap[0]))])
    held = ((None, most), "m", source)
    return seen(scene, words, (one, two), np.nanmin(gap, axis=1), held, (at, at)), [(at, at)]


@check("leaves")
def _leaves(scene: Scene, claim: Claim, side: str) -> Found:
    mark = f"{side}_ankle"
    words = f"largest lift of the {side} ankle off its stand"
    if not scene.body.has(mark):
        return not_here(scene, words, "the ankle is missing or no side is named")
    height = lift(scene.body, mark)
    least, source = limit_of("lift")
    up = scene.body.times[np.nan_to_num(height[0]) > least]
    spans = [(float(up[0]), float(up[-1]))] if up.size else []
    return seen(scene, words, (mark,), np.nanmax(height, axis=1), ((least, None), "m", source)), spans


def _stops(found: list[Visit]) -> list[Span]:
    """Visits in which the part stops, without the one the clip begins with; all where nothing else is left."""
    kept = [visit for visit in found if visit.is_stop and not visit.is_from_start]
    kept = kept or [visit for visit in found if not visit.is_from_start] or found
    return [(visit.start_s, visit.end_s) for visit in kept]


def _marks(claim: Claim, side: str, origin: str) -> tuple[str, ...]:
    marks = (sided(_HEIGHT_MARKS.get(claim.part, ""), side), sided(origin, side) if origin not in ("", "floor") else "")
    return tuple(mark for mark in marks if mark)


def _named(claim: Claim, side: str) -> str:
    return f"the {side} {claim.part}".replace("  ", " ")


def _place(name: str) -> str:
    return {"side": "the side of the body", "front": "the space in front", "out": "the space out to the side",
            "stand": "its place on the floor"}.get(name, f"the {name}")  # fmt: skip
