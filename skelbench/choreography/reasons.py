"""Why a motion is what it is: the deed that decides, in words, and which deeds would contradict it."""

from __future__ import annotations

from dataclasses import dataclass

from skelbench.choreography.balance import units_of
from skelbench.choreography.deeds import LIMBS, Deed

__all__ = ["Reason", "clash", "reason_of"]

_SWINGS = {"sideways": "from side to side", "vertical": "up and down", "forth": "to and fro"}
_TURNS = {
    "bend": "the trunk bends forward", "straighten": "the trunk straightens up",
    "lean back": "the trunk leans back", "lean": "the trunk leans sideways",
    "lean away": "the trunk leans sideways", "twist": "the trunk twists", "twist away": "the trunk twists",
    "sink": "the hips sink", "rise": "the hips rise", "shift": "the hips shift sideways",
    "shift away": "the hips shift sideways", "go forward": "the hips go forward", "go back": "the hips go back",
    "nod": "the head bends down", "look up": "the head tips back", "tilt": "the head tilts sideways",
    "tilt away": "the head tilts sideways", "turn": "the head turns", "turn away": "the head turns",
    "level": "the head comes back to level",
    "topple": "the whole body topples", "get up": "the whole body comes up again", "walk": "the feet step along",
    "jump": "both feet leave the floor",
}  # fmt: skip
_PARTS = {"trunk": "the trunk", "head": "the head", "pelvis": "the hips"}
_FOOTHOLD = "its place on the floor"
# Places that are too near each other to be told apart.
_REGIONS = {
    "the nose": "the mouth", "the ear": "a point beside the head", "the top of the head": "a point above the head",
    "the forehead": "a point above the head", "full stretch in front": "a point in front",
    "shoulder height in front": "a point in front", "the front of the chest": "a point in front",
    "the front of the shoulder": "a point in front", "shoulder height out to the side": "full stretch out to the side",
    "the thigh": "the knee", "a point in front of the body": "a point in front", 
    "a point beside the body": "the side of the body", "a point behind the body": "a point behind",
    "the side of the hip": "the side of the body", "the ankle": "the floor",
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """A sentence without its full stop, and what it claims: (unit, what) each."""

    text: str
    claims: frozenset[tuple[str, str]]
    shown: frozenset[tuple[str, str]]  # everything the motion shows that could be a claim of another reason


def reason_of(decides: tuple[str, ...], deeds: tuple[Deed, ...], side: str) -> Reason | None:
    """The deed of the first deciding channel that has one; None where nothing that decides is told anything."""
    shown = frozenset(claim for deed in deeds for claim in _claims(deed, side))
    for channel in decides:
        own = [deed for deed in deeds if deed.channel == channel]
        told = _limb(channel, own, decides, deeds, side) if channel in LIMBS else _turn(channel, own)
        if told:
            text, chosen = told
            claims = frozenset(claim for deed in chosen for claim in _claims(deed, side))
            return Reason(text, claims, shown)
    return None


def clash(one: Reason, other: Reason) -> bool:
    """Whether two reasons cannot stand side by side as choices: each must be false of the other's motion."""
    return bool(one.claims & other.shown or other.claims & one.shown)


def _limb(
    channel: str, own: list[Deed], decides: tuple[str, ...], deeds: tuple[Deed, ...], side: str
) -> tuple[str, list[Deed]] | None:
    away = [deed for deed in own if deed.kind == "to" and deed.where not in ("the side of the body", _FOOTHOLD)]
    swings = [deed for deed in own if deed.kind == "swing"]
    chosen = (swings or away)[:1]
    if not chosen:
        return None
    unit, deed = units_of(side)[channel], chosen[0]
    twin = "other" if channel == "hand" else ""
    if twin in decides:
        same = [d for d in deeds if d.channel == twin and (d.kind, d.where) == (deed.kind, deed.where)][:1]
        unit, chosen = ("both hands", chosen + same) if same else (unit, chosen)
    s = "" if unit == "both hands" else "s"
    if deed.kind == "to":
        return f"{unit} {'go' + ('es' if s else '')} to {deed.where}", chosen
    before = [d.where for d in away if d.start <= deed.start]
    place = f" at {before[-1]}" if before else ""
    return f"{unit} swing{s} {_SWINGS[deed.where]}{place}", chosen


def _turn(channel: str, own: list[Deed]) -> tuple[str, list[Deed]] | None:
    deed = max(own, key=lambda deed: deed.amount, default=None)
    if deed is None or (deed.kind == "swing" and channel not in _PARTS):
        return None
    if deed.kind == "swing":
        return f"{_PARTS[channel]} swing{'' if channel == 'pelvis' else 's'} to and fro", [deed]
    return (_TURNS[deed.kind], [deed]) if deed.kind in _TURNS else None


def _claims(deed: Deed, side: str) -> tuple[tuple[str, str], ...]:
    units = units_of(side)
    if deed.kind == "to":
        return ((units[deed.channel], _REGIONS.get(deed.where, deed.where)),)
    if deed.kind == "swing":
        return ((units.get(deed.channel, deed.channel), f"swing {deed.where}"),)
    return ((_TURNS.get(deed.kind, deed.kind), ""),)
