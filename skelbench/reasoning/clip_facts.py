"""Facts of a made clip that sentences are filled with: from its truth and its raw positions, never from evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from skelbench.choreography.wording import number_in_words, times_in_words
from skelbench.records import Deed, Truth
from skelbench.skeleton import SkeletonSequence

__all__ = ["FACTS", "Slots", "facts_of"]

Slots = Mapping[str, str]
FloatArray = npt.NDArray[np.float64]

_HIGH = {"the mouth": "mouth", "the ear": "ear", "the top of the head": "crown", "the forehead": "forehead",
         "the front of the chest": "chest", "a point above the head": "above head",
         "a point beside the head": "beside head", "full stretch in front": "far front",
         "full stretch out to the side": "out"}  # fmt: skip
_AT_HEAD = ("mouth", "ear", "crown", "forehead", "above head", "beside head")
_AXES = {"sideways": "from side to side", "vertical": "up and down", "forth": "forward and back"}
_CARRIERS = ("trunk", "hips", "body", "feet")
_APART_S = 0.4  # seconds between two beginnings that are told as an order
_OTHER = {"left": "right", "right": "left"}


def facts_of(sequence: SkeletonSequence) -> dict[str, Slots]:
    """What sentences may say of the clip: need -> slots, for those needs that it meets."""
    assert sequence.truth is not None
    found = {}
    for need, fact in FACTS.items():
        slots = fact(sequence, sequence.truth)
        if slots is not None:
            found[need] = slots
    return found


def _hands(truth: Truth, side: str) -> list[Deed]:
    return [deed for deed in truth.deeds if deed.part == f"{side}_hand"]


def _acting(truth: Truth) -> str | None:
    """The one hand that does anything, or None."""
    moved = {deed.part for deed in truth.deeds} & {"left_hand", "right_hand"}
    return next(iter(moved)).partition("_")[0] if len(moved) == 1 else None


def _is_quiet(truth: Truth) -> bool:
    """Whether nothing carries the arms along."""
    return not {deed.part for deed in truth.deeds} & set(_CARRIERS)


def _sided(side: str, **more: str) -> dict[str, str]:
    return {"side": side, "other": _OTHER[side], **more}


def _first_place(truth: Truth, side: str) -> Deed | None:
    return next((deed for deed in _hands(truth, side) if deed.kind == "to" and deed.where in _HIGH), None)


def _reach(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    side = _acting(truth)
    deed = None if side is None else _first_place(truth, side)
    return None if side is None or deed is None else _sided(side, place=deed.where, place_id=_HIGH[deed.where])


def _both_reach(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    places = [{deed.where for deed in _hands(truth, side) if deed.kind == "to"} for side in ("left", "right")]
    shared = [deed.where for deed in truth.deeds if deed.where in _HIGH and all(deed.where in one for one in places)]
    return {"place": shared[0], "place_id": _HIGH[shared[0]]} if shared else None


def _return(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    slots = _reach(sequence, truth)
    if slots is None:
        return None
    deeds = _hands(truth, slots["side"])
    first = next(deed for deed in deeds if deed.where == slots["place"])
    is_once = sum(deed.where == slots["place"] for deed in deeds) == 1  # a motion made again has no one order
    is_back = is_once and deeds[-1].where == "the side of the body" and deeds[-1].start_s > first.end_s
    return slots if is_back and slots["place"] not in ("full stretch out to the side",) else None


def _swing(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    swings = [deed for deed in truth.deeds if deed.kind == "swing" and deed.part.endswith("_hand")]
    if len(swings) != 1 or not 2 <= swings[0].count <= 8 or swings[0].amount < 0.05:
        return None
    deed = swings[0]
    return _sided(deed.part.partition("_")[0], axis=_AXES[deed.where], axis_id=deed.where, **_counted(deed.count))


def _counted(count: int) -> dict[str, str]:
    return {"n": number_in_words(count), "digits": str(count), "times": times_in_words(count)}


def _repeats(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    count = len(truth.repetitions)
    return _counted(count) if 2 <= count <= 8 else None


def _order(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    """Two parts of which one has ended its first deed, or long begun, before the other begins; nothing carries them."""
    if {deed.part for deed in truth.deeds} & {"hips", "body", "feet"}:
        return None
    begins: dict[str, Deed] = {}
    for deed in truth.deeds:
        begins.setdefault(deed.part, deed)
    hands = [part for part in begins if part.endswith("_hand")]
    others = [part for part in begins if part in ("trunk", "head") or part.endswith("_hand")]
    for one in hands:
        for two in others:
            gap = begins[two].start_s - begins[one].start_s
            if one != two and gap >= _APART_S and (two.endswith("_hand") or begins[two].amount >= 12.0):
                return {"a": f"the {one.replace('_', ' ')}", "a_id": one.replace("_", " "),
                        "b": f"the {two.replace('_', ' ')}", "b_id": two.replace("_", " ")}  # fmt: skip
    return None


def _still(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    side = _acting(truth)
    return _sided(side) if side is not None and _is_quiet(truth) and _first_place(truth, side) else None


def _higher(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    slots = _reach(sequence, truth)
    return slots if slots is not None and slots["place_id"] in _AT_HEAD else None


def _bend(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    if not any(deed.part == "trunk" and deed.kind == "bend" for deed in truth.deeds):
        return None
    if any(deed.kind in ("lean back", "topple", "lean") for deed in truth.deeds):
        return None
    told = re.search(r"(\d+) degrees", str(truth.descriptions.get("groups", {}).get("torso", "")))
    return {"degrees": told.group(1)} if told and int(told.group(1)) >= 20 else None


def _track(sequence: SkeletonSequence, mark: str) -> FloatArray:
    """(T 3) a landmark of the first person as it is in the file, y up."""
    rows = list(sequence.topology.rows_of(mark))
    return np.asarray(sequence.positions[:, 0, rows].mean(1), dtype=np.float64)


def _bent(sequence: SkeletonSequence, side: str, limb: tuple[str, str, str]) -> float:
    """The most that a hinge is bent in degrees, 95th percentile, by the cosine rule on raw joints."""
    a, b, c = (_track(sequence, f"{side}_{mark}") for mark in limb)
    one, two = b - a, c - b
    cosine = (one * two).sum(-1) / np.maximum(np.linalg.norm(one, axis=-1) * np.linalg.norm(two, axis=-1), 1e-9)
    return float(np.quantile(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))), 0.97))


def _elbow(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    side = _acting(truth)
    if side is None:
        return None
    bent = _bent(sequence, side, ("shoulder", "elbow", "wrist"))
    return _sided(side, degrees=str(round(bent / 5) * 5)) if bent >= 40 else None


def _knees(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    bent = [_bent(sequence, side, ("hip", "knee", "ankle")) for side in ("left", "right")]
    sinks = any(deed.kind == "sink" for deed in truth.deeds)
    alike = abs(bent[0] - bent[1]) <= 8.0 and min(bent) >= 40
    return {"degrees": str(round(sum(bent) / 10) * 5)} if sinks and alike else None


def _sink(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    if not any(deed.kind == "sink" for deed in truth.deeds) or "body" in {deed.part for deed in truth.deeds}:
        return None
    height = _track(sequence, "pelvis")[:, 1]
    drop = float((np.maximum.accumulate(height) - height).max())
    knees = _knees(sequence, truth)
    return {"cm": str(round(drop * 20) * 5), **knees} if drop >= 0.12 and knees else None


def _above(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    slots = _reach(sequence, truth)
    if slots is None:
        return None
    side = slots["side"]
    over = float((_track(sequence, f"{side}_hand") - _track(sequence, "head"))[:, 1].max())
    return slots if over >= 0.08 else None


def _hands_meet(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    gap = np.linalg.norm(_track(sequence, "left_hand") - _track(sequence, "right_hand"), axis=-1)
    return {} if float(np.quantile(gap, 0.05)) < 0.15 and truth.label in ("clap", "rub hands") else None


def _pair_reach(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    side = _acting(truth)
    reaches = any(deed.where == "the other person" for deed in truth.deeds)
    alone = truth.label in ("punch other person", "push other person", "pat on the shoulder")
    return _sided(side) if sequence.people == 2 and side and reaches and alone else None


def _pair(*labels: str) -> Callable[[SkeletonSequence, Truth], Slots | None]:
    def fact(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
        return {} if truth.label in labels and sequence.people == 2 else None

    return fact


def _foot(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    feet = {deed.part for deed in truth.deeds if deed.part.endswith("_foot")}
    raised = any("off the floor" in deed.where or deed.where.startswith(("a raised", "full stretch in the air"))
                 for deed in truth.deeds)  # fmt: skip
    carried = {deed.part for deed in truth.deeds} & {"feet", "body"}
    return _sided(next(iter(feet)).partition("_")[0]) if len(feet) == 1 and raised and not carried else None


def _has(part: str, kind: str) -> Callable[[SkeletonSequence, Truth], Slots | None]:
    def fact(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
        deed = next((deed for deed in truth.deeds if (deed.part, deed.kind) == (part, kind)), None)
        if deed is None or (deed.unit == "deg" and deed.amount < 8.0) or (kind == "walk" and deed.amount < 0.2):
            return None
        return {"turn": deed.where} if deed.where in _OTHER else {}

    return fact


def _span(sequence: SkeletonSequence, truth: Truth) -> Slots | None:
    """When the one hand begins and ends to move: its first and last deed, unless the clip cuts them off."""
    side = _acting(truth)
    if side is None or not _is_quiet(truth):
        return None
    deeds, last = _hands(truth, side), float(sequence.times[-1])
    start, end = deeds[0].start_s, max(deed.end_s for deed in deeds)
    gaps = [later.start_s - earlier.end_s for earlier, later in pairwise(deeds)]
    is_whole = start > 0.1 and end < last - 0.1 and all(gap < 5.0 for gap in gaps)
    return _sided(side, start=f"{start:.1f}", end=f"{end:.1f}") if is_whole and len(deeds) > 1 else None


FACTS: dict[str, Callable[[SkeletonSequence, Truth], Slots | None]] = {
    "reach": _reach, "both reach": _both_reach, "return": _return, "swing": _swing, "repeats": _repeats,
    "order": _order, "still": _still, "higher": _higher, "bend": _bend, "elbow": _elbow, "knees": _knees, "sink": _sink,
    "above": _above,
    "hands meet": _hands_meet, "pair reach": _pair_reach,
    "pair actor": lambda sequence, truth: _pair_reach(sequence, truth),
    "pair nears": _pair("walk towards each other"), "pair parts": _pair("walk apart"), "foot": _foot,
    "head turn": _has("head", "turn"), "head nod": _has("head", "nod"), "walk": _has("feet", "walk"),
    "jump": _has("body", "jump"), "span": _span,
}  # fmt: skip
