"""What a body is told to do, one deed at a time: read from the commands, never measured from the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
import numpy.typing as npt

from skelbench.choreography.script import Style
from skelbench.choreography.timeline import Command, Target, Timeline, write_timeline
from skelbench.records import Deed as ToldDeed

__all__ = ["HEAD_PLACES", "LIMBS", "Deed", "deeds_of", "place_in_words", "script_of", "starts_of", "told_deeds"]

FloatArray = npt.NDArray[np.float64]

LIMBS = ("hand", "other", "foot", "other_foot")
HEAD_PLACES = {
    "mouth": "the mouth", "ear": "the ear", "crown": "the top of the head", "brow": "the forehead",
    "nape": "the back of the neck", "nose": "the nose",
}  # fmt: skip
_PLACES = HEAD_PLACES | {
    "chest": "the front of the chest", "hip": "the side of the hip", "thigh": "the thigh", "knee": "the knee",
    "ankle": "the ankle", "floor": "the floor", "rest": "the side of the body", "meet": "the other person",
    "stance": "its place on the floor",
}  # fmt: skip
_LEAST = {"place": 0.05, "angles": 8.0, "trunk": 3.0, "head": 3.0, "pelvis": 0.03, "crouch": 10.0, "topple": 8.0}
_SEEN = {"trunk": 7.0, "head": 5.0, "pelvis": 0.06}  # what is smaller goes unnoticed
_TURNS = {
    "trunk": (("bend", "straighten"), ("lean", "lean away"), ("twist", "twist away")),
    "head": (("nod", "look up"), ("tilt", "tilt away"), ("turn", "turn away")),
    "pelvis": (("shift", "shift away"), ("rise", "sink"), ("go forward", "go back")),
    "crouch": (("sink", "rise"),),
    "topple": (("topple", "get up"), ("topple", "get up"), ("topple", "get up")),
}
_LEVEL = {"trunk": "straighten", "head": "level"}  # coming back to where nothing is bent or turned
_AXES = ("sideways", "vertical", "forth")
_TOLD_PARTS = {
    "hand": "{side}_hand", "other": "{other}_hand", "foot": "{side}_foot", "other_foot": "{other}_foot",
    "elbow": "{side}_elbow", "other_elbow": "{other}_elbow", "knee": "{side}_knee", "other_knee": "{other}_knee",
    "pelvis": "hips", "crouch": "hips", "topple": "body", "jump": "body", "walk": "feet",
}  # fmt: skip
_TURNED_AXES = {"sideways": "pitch", "vertical": "roll", "forth": "twist"}  # what swings of trunk and head are about
_LEAST_TOLD_SWING = {"m": 0.02, "deg": 4.0}  # smaller ones are not kept in a truth: nobody sees them
_TO_A_SIDE = ("lean", "twist", "tilt", "turn", "shift")
_IN_DEGREES = ("trunk", "head", "crouch", "topple", "elbow", "other_elbow", "knee", "other_knee")


@dataclass(frozen=True)
class Deed:
    """One thing one channel is told: to go somewhere, to turn, to swing, to step or to jump."""

    channel: str
    kind: str  # "to", "swing", "walk", "jump", or a turn such as "bend"
    where: str  # of "to": the place in words; of "swing": sideways, vertical or forth
    start: float  # seconds of the script
    end: float
    amount: float  # metres or degrees of change
    count: int = 0  # cycles of a swing, steps of a walk

    @property
    def is_noticed(self) -> bool:
        """Whether somebody who looks would speak of it."""
        return self.kind == "swing" or self.amount >= _SEEN.get(self.channel, 0.0)


def deeds_of(timeline: Timeline) -> list[Deed]:
    """All deeds that are large enough to be measured, in order of time."""
    deeds = [deed for channel in timeline.start for deed in _changes(timeline, channel)]
    for run in timeline.swings:
        axis = int(np.argmax(np.abs(run.amplitude)))
        cycles = max(1, round((run.end - run.start) * run.hz))
        deeds.append(
            Deed(run.channel, "swing", _AXES[axis], run.start, run.end, float(abs(run.amplitude[axis])), cycles)
        )
    for steps in timeline.steps:
        end = steps.start + steps.count * steps.seconds
        deeds.append(Deed("walk", "walk", "", steps.start, end, steps.length, steps.count))
    for knots in timeline.leaps:
        start, end = float(knots[0, 0]), float(knots[-1, 0])
        deeds.append(Deed("jump", "jump", "", start, end, float(knots[:, 1].max() - knots[:, 1].min())))
    return sorted(deeds, key=lambda deed: (deed.start, deed.channel))


def starts_of(timeline: Timeline) -> dict[str, str]:
    """Where hands and feet are before they are told anything, in words."""
    return {name: place_in_words(place) for name, place in timeline.start.items() if isinstance(place, Target)}


def told_deeds(deeds: tuple[Deed, ...], side: str, offset: float) -> tuple[ToldDeed, ...]:
    """The deeds as the truth keeps them: parts and sides by name, clip time; `side` is the acting one."""
    other = "left" if side == "right" else "right"
    told = []
    for deed in deeds:
        kind, where = deed.kind.removesuffix(" away"), deed.where
        if kind in _TO_A_SIDE:
            where = side if kind == deed.kind else other
        if kind == "swing" and deed.channel in _TURNS and deed.channel != "pelvis":
            where = _TURNED_AXES[where]
        part = _TOLD_PARTS.get(deed.channel, deed.channel).format(side=side, other=other)
        amount = 0.0 if kind == "to" else round(deed.amount, 4)
        unit: Literal["m", "deg", ""] = "" if kind == "to" else "deg" if deed.channel in _IN_DEGREES else "m"
        if kind == "swing" and amount < _LEAST_TOLD_SWING[unit]:
            continue
        start, end = round(deed.start - offset, 4), round(deed.end - offset, 4)
        told.append(ToldDeed(part, kind, where, start, end, amount, unit, deed.count))
    return tuple(told)


def _changes(timeline: Timeline, channel: str) -> list[Deed]:
    here = timeline.start[channel]
    deeds = []
    for command in timeline.commands.get(channel, ()):
        deed = _change(channel, here, command)
        deeds += [deed] if deed else []
        here = command.value
    return deeds


def _change(channel: str, here: Target | FloatArray, command: Command) -> Deed | None:
    there = command.value
    if isinstance(there, Target) and isinstance(here, Target):
        same = (there.place, there.across) == (here.place, here.across)
        change = float(np.abs(there.offset - here.offset).max()) if same else np.inf
        if change < _LEAST["angles" if there.place == "angles" else "place"]:
            return None
        if there.place == "rest" and place_in_words(there) == place_in_words(here):
            return None
        return Deed(channel, "to", place_in_words(there), command.start, command.end, change)
    if channel not in _TURNS or isinstance(there, Target) or isinstance(here, Target):
        return None
    change_by_axis = there - here
    axis = int(np.argmax(np.abs(change_by_axis) * (1.0, 1.4, 1.0)[: len(change_by_axis)]))
    change = float(change_by_axis[axis])
    if abs(change) < _LEAST[channel]:
        return None
    kind = _TURNS[channel][axis][int(change < 0)]
    if kind == "straighten" and there[0] < -_SEEN["trunk"]:
        kind = "lean back"
    if channel in _LEVEL and float(np.abs(there).max()) < _SEEN[channel]:
        kind = _LEVEL[channel]
    return Deed(channel, kind, "", command.start, command.end, abs(change))


def place_in_words(target: Target) -> str:
    """Where a hand or a foot is sent, as a noun phrase."""
    if target.place == "angles":
        return _arm_in_words(*target.offset.tolist())
    out, up, forward = target.offset
    if target.place == "shoulder" and up > 0.12:
        return "a point above the head" if up > 0.4 else "a point beside the head"
    if target.place in ("shoulder", "ahead"):
        if out > 0.38:
            return "full stretch out to the side"
        return "full stretch in front" if forward > 0.45 else "a point behind" if forward < -0.1 else "a point in front"
    if target.place == "leg":
        return "full stretch in the air" if max(abs(out), forward) > 0.45 else "a raised position"
    if target.place == "stance" and np.abs(target.offset).max() > 0.05:
        return _foot_in_words(out, up, forward)
    if target.place == "rest" and np.abs(target.offset).max() > 0.1:
        where = "in front of the body" if forward > 0.1 else "behind the body" if forward < -0.1 else "beside the body"
        return f"a point {where}"
    side = "opposite " if target.across else ""
    words = _PLACES[target.place]
    return words.replace("the ", f"the {side}", 1) if side and target.place not in ("mouth", "nose", "crown") else words


def _foot_in_words(out: float, up: float, forward: float) -> str:
    raised = "a point off the floor" if up > 0.05 else "a spot"
    if max(abs(out), abs(forward)) < 0.1:
        return raised if up > 0.05 else "its place on the floor"
    if abs(forward) >= abs(out):
        return f"{raised} farther {'ahead' if forward > 0 else 'back'}"
    return f"{raised} farther out" if out > 0 else f"{raised} across the other leg"


def _arm_in_words(raised: float, plane: float, bend: float) -> str:
    if raised > 140.0:
        return "a point above the head"
    if raised > 55.0:
        return "shoulder height out to the side" if plane < 45.0 else "shoulder height in front"
    return "the front of the shoulder" if bend > 80.0 else "the side of the body"


class _Middle:
    """Draws the middle of every range, and the least of every count."""

    def uniform(self, low: float, high: float, size: int | None = None) -> float | FloatArray:
        middle = 0.5 * (low + high)
        return middle if size is None else np.full(size, middle)

    def integers(self, low: int, high: int) -> int:
        return low


def script_of(style: Style) -> Timeline:
    """The timeline of a style with every range at its middle: what all its performances have in common."""
    middle = cast(np.random.Generator, _Middle())
    return write_timeline(style, (middle, middle), 1.0, 1.0, {})
