"""What a truth tells, as events in order of time: what is done again is told once, hands that do the same together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from skelbench.records import Deed, Truth

__all__ = ["Event", "deciding_parts", "events_of"]

_TOGETHER = 0.2  # seconds within which two hands begin together
_RESTS = ("the side of the body", "its place on the floor")
_ENDS = ("level", "straighten", "get up")
_ARM = ("elbow", "wrist", "hand", "hand_tip", "thumb")
_LEG = ("ankle", "foot", "big_toe", "small_toe", "heel")
_HIPS = ("spine_base", "pelvis", "hip_centre", "mid_hip", "left_hip", "right_hip", "left_knee", "right_knee")
_TRUNK = ("left_shoulder", "right_shoulder")
_HEAD = ("head", "nose")


@dataclass(frozen=True)
class Event:
    """A deed of one part, or of both hands or feet: parts as in `Deed`; `is_back` where a part comes back."""

    parts: tuple[str, ...]
    kind: str
    where: str
    start_s: float
    end_s: float
    count: int
    decides: bool
    is_back: bool


def events_of(truth: Truth) -> tuple[Event, ...]:
    """Deeds in order of time: each thing done by its first time, coming back by its last."""
    deciding = deciding_parts(truth)
    firsts: dict[tuple[str, str, str], Event] = {}
    backs: dict[tuple[str, str, str], Event] = {}
    moved: set[str] = set()
    for deed in truth.deeds:
        if deed.part == "wrist":  # the hand's own beat on its way, told of the hand already
            continue
        key = (deed.part, deed.kind, deed.where)
        is_back = deed.part in moved and (deed.where in _RESTS or deed.kind in _ENDS)
        event = Event((deed.part,), deed.kind, deed.where, deed.start_s, deed.end_s, deed.count,
                      _decides(deed, deciding), is_back)  # fmt: skip
        if is_back:
            backs[key] = event
        elif deed.kind not in _ENDS:
            firsts.setdefault(key, event)
            moved.add(deed.part)
    last = {part: max(d.start_s for d in truth.deeds if d.part == part) for part in moved}
    kept = [event for event in backs.values() if event.start_s >= last[event.parts[0]]]
    return _joined(sorted([*firsts.values(), *kept], key=lambda event: event.start_s))


def deciding_parts(truth: Truth) -> tuple[str, ...]:
    """Of "left_arm", "right_arm", "left_leg", "right_leg", "hips", "torso", "neck": those whose joints decide."""
    joints = set(truth.joints())
    found = [f"{side}_{limb}" for limb, names in (("arm", _ARM), ("leg", _LEG)) for side in ("left", "right")
             if joints & {f"{side}_{name}" for name in names}]  # fmt: skip
    if joints & set(_HIPS[:-2]):
        found.append("hips")
    if joints & set(_TRUNK):
        found.append("torso")
    elif joints & set(_HEAD):
        found.append("neck")
    return tuple(found)


def _decides(deed: Deed, deciding: tuple[str, ...]) -> bool:
    side, _, limb = deed.part.partition("_")
    if limb:
        return f"{side}_{'leg' if limb in ('foot', 'knee') else 'arm'}" in deciding
    parts = {"head": {"neck"}, "trunk": {"torso"}, "hips": {"hips"}, "feet": {"left_leg", "right_leg"}}
    wanted = parts.get(deed.part, {"hips", "torso"})
    return wanted <= set(deciding) if deed.part == "feet" else bool(wanted & set(deciding))


def _joined(events: list[Event]) -> tuple[Event, ...]:
    """The events, with those that left and right do together made one."""
    joined: list[Event] = []
    for event in events:
        twin = next((i for i, other in enumerate(joined) if _is_twin(other, event)), None)
        if twin is None:
            joined.append(event)
        else:
            joined[twin] = replace(joined[twin], parts=(*joined[twin].parts, *event.parts))
    return tuple(joined)


def _is_twin(one: Event, other: Event) -> bool:
    names = {one.parts[0].partition("_")[2], other.parts[0].partition("_")[2]}
    alike = (one.kind, one.where, one.count, one.is_back) == (other.kind, other.where, other.count, other.is_back)
    apart = abs(one.start_s - other.start_s)
    return (
        alike
        and apart < _TOGETHER
        and len(one.parts) == 1
        and names in ({"hand"}, {"foot"})
        and one.parts != other.parts
    )
