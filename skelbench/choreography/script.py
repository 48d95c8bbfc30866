"""The words an action is written in: places, swings, phases, loops, leaps and styles.

A number may be a value or a range `(low, high)`, drawn once a clip. Everything is written for the acting side: `out`
points away from the midline on the side of the hand or foot it speaks of. Lengths are metres for a person of 1.75 m
and grow with stature; angles are degrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "CHANNELS",
    "PLACES",
    "Action",
    "Angles",
    "At",
    "Fault",
    "Leap",
    "Loop",
    "Moves",
    "Number",
    "Phase",
    "Stride",
    "Style",
    "Swing",
    "Value",
    "Vector",
    "phase",
]

Number = float | tuple[float, float]
Vector = tuple[Number, Number, Number]

# What a phase may move. "hand" and "foot" are of the acting side, "other" and "other_foot" of the other one.
CHANNELS = {
    "hand": "place", "other": "place", "foot": "place", "other_foot": "place",
    "pelvis": "vector",  # out, up, forward from standing
    "trunk": "vector",  # bend forward, lean to the acting side, twist to the acting side
    "head": "vector",  # nod down, tilt to the acting side, turn to the acting side
    "elbow": "number",  # degrees the elbow is lifted outward about the line from shoulder to hand
    "other_elbow": "number",
    "knee": "number",  # degrees the knee is turned inward about the line from hip to ankle
    "other_knee": "number",
    "heel": "number",  # degrees the foot is turned up about its ball
    "other_heel": "number",
    "crouch": "number",  # flexion of the acting knee in degrees: told so, the pelvis is as high as that leg allows
    "topple": "vector",  # the whole body about its feet: forward, to the acting side, 0; degrees
    "wrist": "number",  # bend of the hand against the forearm
    "other_wrist": "number",
}  # fmt: skip

# Where a hand or a foot can go, in the axes of the head, the chest, the pelvis or the way the body heads.
PLACES = ("mouth", "ear", "crown", "brow", "nape", "nose", "chest", "shoulder", "ahead", "rest", "hip", "thigh",
          "knee", "ankle", "floor", "stance", "leg", "meet")  # fmt: skip


@dataclass(frozen=True)
class At:
    """A place: a landmark of the body and an offset from it; `arc` bends the way there (out, up, forward).

    `across` takes the landmark of the other side of the body.
    """

    place: str
    out: Number = 0.0
    up: Number = 0.0
    forward: Number = 0.0
    arc: Vector = (0.0, 0.0, 0.0)
    across: bool = False

    def __post_init__(self) -> None:
        if self.place not in PLACES:
            raise ValueError(f"No place of the body is called '{self.place}'; known: {', '.join(PLACES)}")


@dataclass(frozen=True)
class Angles:
    """An arm told by its joints, in degrees, against the chest.

    The upper arm is `raised` from hanging in a `plane` (0 out to the side, 90 forward, 180 across); the elbow is bent
    by `bend`, the forearm folding forward of a hanging arm, and turned about the upper arm by `fold` (90: outward of
    a hanging arm, upward of one held out to the side).
    """

    raised: Number
    plane: Number
    bend: Number
    fold: Number = 0.0


Value = At | Angles | Vector | Number  # what a channel can be told
Moves = Mapping[str, Value]


@dataclass(frozen=True)
class Swing:
    """A swing of one channel about where it is, `hz` times a second; `turn` shifts it by a share of a cycle.

    `away` makes it swing from where it is to twice the amplitude and back, never to the other side.
    """

    channel: str
    amplitude: Vector
    hz: Number
    turn: float = 0.0
    away: bool = False

    def __post_init__(self) -> None:
        if self.channel not in CHANNELS:
            raise ValueError(f"No channel is called '{self.channel}'; known: {', '.join(CHANNELS)}")


@dataclass(frozen=True)
class Stride:
    """Walking while a phase lasts: length and duration of a step, and how much the path turns (degrees a metre).

    `spin_deg` turns the body on the spot towards the acting side; `bearing_deg` is where the path leads against the way
    the body faces (180 backward, 90 to the acting side); `flight` is the share of a step by which a runner flies.
    """

    step: Number = (0.45, 0.65)
    seconds: Number = (0.5, 0.62)
    turn_deg: Number = (-15.0, 15.0)
    lift: Number = (0.06, 0.12)
    arms: Number = (0.10, 0.24)
    spin_deg: Number = 0.0
    bearing_deg: Number = 0.0
    flight: Number = 0.0


@dataclass(frozen=True)
class Phase:
    """A named stretch: channels that move to a new value, swings and steps while it lasts.

    `cycles` makes the phase as long as that many cycles of its first swing, and each a repetition. `home` takes every
    channel back to where the clip began.
    """

    name: str
    seconds: Number
    moves: Moves = field(default_factory=dict)
    swings: tuple[Swing, ...] = ()
    cycles: tuple[int, int] | None = None
    stride: Stride | None = None
    home: bool = False

    def __post_init__(self) -> None:
        unknown = sorted(set(self.moves) - set(CHANNELS))
        if unknown:
            raise ValueError(f"Phase '{self.name}' moves unknown channels: {', '.join(unknown)}")


def phase(name: str, seconds: Number = 0.0, **moves: Value) -> Phase:
    """A phase that only moves channels: `phase("raise", (0.6, 0.9), hand=At("mouth"))`."""
    return Phase(name, seconds, moves)


@dataclass(frozen=True)
class Loop:
    """Phases done several times over; each time is a repetition."""

    times: tuple[int, int]
    phases: tuple[Phase | Leap, ...]


@dataclass(frozen=True)
class Leap:
    """A jump: crouch, push off, fly as gravity says, land and stand again; moves for each part."""

    height: Number
    crouch: Number = (0.15, 0.30)
    down: Moves = field(default_factory=dict)
    fly: Moves = field(default_factory=dict)
    land: Moves = field(default_factory=dict)
    haste: float = 1.0  # how many times faster the crouch and the standing up are


@dataclass(frozen=True)
class Fault:
    """A mistake that a coach would see: in one phase some channels are told otherwise, by so many degrees.

    `changes` says by how much one degree of it changes each part of a channel's value: `{"trunk": (1, 0, 0)}`.
    """

    kind: str  # "leans too far forward"
    joints: tuple[str, ...]  # where it is seen: "{side}_knee", "{other}_knee", "trunk", "head"
    phase: str
    changes: Mapping[str, tuple[float, ...]]
    degrees: tuple[float, float]


@dataclass(frozen=True)
class Style:
    """One way of doing an action. `start` is the pose it begins from; `partner` what a second person does.

    `decides` and `accompanies` name channels ("walk", "jump" too) and stand over those of the action.
    """

    name: str
    phases: tuple[Phase | Loop | Leap, ...]
    start: Moves = field(default_factory=dict)
    decides: tuple[str, ...] = ()
    accompanies: tuple[str, ...] = ()
    how: str = ""  # a clause for the description, with {side} and {other}
    weight: float = 1.0
    partner: tuple[Phase | Loop | Leap, ...] = ()
    distance: Number = 0.0  # metres between the two people
    pace: Number = 1.0  # times the tempo of the performance
    faults: tuple[Fault, ...] = ()  # mistakes that some performances of it show


@dataclass(frozen=True)
class Action:
    """A label, the channels that decide it, and the ways of doing it."""

    label: str
    synonyms: tuple[str, ...]
    decides: tuple[str, ...]
    styles: tuple[Style, ...]
    sentences: tuple[str, ...]  # "{who} drinks water {how}"; at least three
    accompanies: tuple[str, ...] = ()
    people: int = 1
    more: tuple[Style, ...] = ()  # further ways, which the shipped model was not trained on
    fastest: float = 1.4  # tempo nobody goes beyond: a fall takes the time that gravity gives it

    def ways(self, which: Literal["base", "all"] = "all") -> tuple[Style, ...]:
        """Its styles: the first ones only ("base"), or all of them."""
        return self.styles if which == "base" else (*self.styles, *self.more)
