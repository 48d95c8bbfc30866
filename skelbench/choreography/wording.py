"""Plain, varied English for what a limb was told to do: of a group of the body, and of two groups together."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from skelbench.choreography.timeline import Target, Timeline
from skelbench.skeleton import PARTS

__all__ = ["describe_groups", "describe_interactions", "pick"]

_PLACES = {
    "mouth": "the mouth", "ear": "the ear", "crown": "the top of the head", "brow": "the forehead",
    "nape": "the back of the neck", "nose": "the nose", "chest": "the front of the chest", "hip": "the side of the hip",
    "thigh": "the thigh", "knee": "the knee", "ankle": "the ankle", "floor": "the floor",
    "rest": "its place beside the body",
    "meet": "the other person", "stance": "its place on the floor",
}  # fmt: skip
_GO = ("goes to", "moves to", "is brought to", "travels to")
_THEN = (", then to ", ", from there to ", " and on to ")
_STILL = {
    "arm": ("The {side} arm stays where it is.", "The {side} arm hangs free.", "Nothing is asked of the {side} arm."),
    "leg": ("The {side} leg carries weight.", "The {side} foot stays planted.", "The {side} leg stands still."),
    "torso": ("The trunk stays upright.", "The trunk hardly moves.", "The back keeps straight."),
    "neck": ("The head stays level.", "The head keeps looking ahead.", "The head hardly moves."),
}
_SEATED = (
    "Hips and knees bend until the body is low",
    "The hips sink as the knees bend",
    "The body lowers between bent knees",
)
_BENDING = (
    "the trunk bends forward by about {degrees} degrees",
    "the back leans forward some {degrees} degrees",
    "the upper body tips forward, {degrees} degrees or so",
)
_RISING = ("hips and knees straighten", "the body comes up again", "the legs push the body up")

Vectors = list[npt.NDArray[np.float64]]


def pick(rng: np.random.Generator, phrases: tuple[str, ...]) -> str:
    """One of several ways of saying the same."""
    return phrases[int(rng.integers(len(phrases)))]


def describe_groups(timeline: Timeline, side: str, rng: np.random.Generator) -> dict[str, str]:
    """A sentence for each of the six groups."""
    opposite = "left" if side == "right" else "right"
    named = {
        f"{side}_arm": _limb(timeline, "hand", side, rng),
        f"{opposite}_arm": _limb(timeline, "other", opposite, rng),
        f"{side}_leg": _leg(timeline, "foot", side, rng),
        f"{opposite}_leg": _leg(timeline, "other_foot", opposite, rng),
        "torso": _torso(timeline, side, rng),
        "neck": _neck(timeline, side, rng),
    }
    return {part: named[part] for part in PARTS}


def describe_interactions(timeline: Timeline, side: str, rng: np.random.Generator) -> dict[str, str]:
    """A sentence for each of the fifteen pairs of groups: who moves while who does not, and hands at the head."""
    moves = _moving(timeline, side)
    near = {
        f"{side if channel == 'hand' else _opposite(side)}_arm": place
        for channel in ("hand", "other")
        for place in _places(timeline, channel)
        if place in ("mouth", "ear", "crown", "brow", "nape", "nose")
    }
    return {f"{a}-{b}": _together(a, b, moves, near, rng) for a, b in combinations(PARTS, 2)}


def _together(a: str, b: str, moves: set[str], near: dict[str, str], rng: np.random.Generator) -> str:
    first, second = (f"the {part.replace('_', ' ')}" for part in (a, b))
    if a == "neck" and b in near:
        return f"{second.capitalize()} reaches the head, to {_PLACES[near[b]]}."
    if a in moves and b in moves:
        said = pick(
            rng, ("{a} and {b} move in the same stretch.", "{a} moves as {b} does.", "Both {a} and {b} take part.")
        )
    elif a not in moves and b not in moves:
        said = pick(rng, ("Neither {a} nor {b} moves much.", "{a} and {b} both keep still.", "{a} and {b} stay quiet."))
    else:
        mover, other = (first, second) if a in moves else (second, first)
        first, second = mover, other
        said = pick(
            rng, ("{a} moves while {b} keeps still.", "{a} moves and {b} does not.", "Only {a} moves, not {b}.")
        )
    text = said.format(a=first, b=second)
    return text[0].upper() + text[1:]


def _moving(timeline: Timeline, side: str) -> set[str]:
    channels = {
        "torso": ("trunk", "pelvis", "jump", "walk"), "neck": ("head",), f"{side}_arm": ("hand",),
        f"{_opposite(side)}_arm": ("other",), f"{side}_leg": ("foot", "walk", "jump", "pelvis"),
        f"{_opposite(side)}_leg": ("other_foot", "walk", "jump", "pelvis"),
    }  # fmt: skip
    return {part for part, names in channels.items() if any(timeline.spans(name) for name in names)}


def _opposite(side: str) -> str:
    return "left" if side == "right" else "right"


def _limb(timeline: Timeline, channel: str, side: str, rng: np.random.Generator) -> str:
    places = [_PLACES.get(place) or place for place in _places(timeline, channel)]
    said = []
    if places:
        way = places[0] + "".join(pick(rng, _THEN) + place for place in places[1:4])
        said.append(f"{pick(rng, _GO)} {way}")
    swing = next((run for run in timeline.swings if run.channel == channel), None)
    if swing is not None:
        count = max(1, round((swing.end - swing.start) * swing.hz))
        times = "once" if count == 1 else f"{count} times"
        said.append(f"{_swinging(swing.amplitude, rng)} {times}")
    if not said:
        return pick(rng, _STILL["arm"]).format(side=side)
    return f"The {side} hand {' and '.join(said)}."


def _swinging(amplitude: npt.NDArray[np.float64], rng: np.random.Generator) -> str:
    axis = int(np.argmax(np.abs(amplitude)))
    return pick(rng, (
        ("swings from side to side", "goes to and fro sideways", "sways left and right"),
        ("moves up and down", "rises and falls", "bobs up and down"),
        ("moves forward and back", "goes out and in again", "slides to and fro"),
    )[axis])  # fmt: skip


def _places(timeline: Timeline, channel: str) -> list[str]:
    """The places a channel goes to, in order, each stretch once; shoulders by where the hand ends up."""
    places: list[str] = []
    for command in timeline.commands.get(channel, ()):
        assert isinstance(command.value, Target)
        place = _named(command.value)
        if not places or places[-1] != place:
            places.append(place)
    return places


def _named(target: Target) -> str:
    out, up, forward = target.offset
    if target.place == "shoulder" and up > 0.12:
        return "a point above the head" if up > 0.4 else "a point beside the head"
    if target.place in ("shoulder", "ahead"):
        if out > 0.38:
            return "full stretch out to the side"
        return "full stretch in front" if forward > 0.45 else "a point behind" if forward < -0.1 else "a point in front"
    if target.place == "leg":
        return "full stretch in the air" if max(abs(out), forward) > 0.45 else "a raised position"
    if target.place == "stance" and up > 0.05:
        return "a point off the floor"
    return target.place


def _leg(timeline: Timeline, channel: str, side: str, rng: np.random.Generator) -> str:
    if timeline.steps:
        count = sum(run.count for run in timeline.steps)
        mine = (count + (channel == "foot")) // 2
        return pick(rng, ("The {side} foot takes {n} steps.", "The {side} leg swings forward for {n} steps.",
                          "{n} of the steps are the {side} foot's.")).format(side=side, n=mine)  # fmt: skip
    if timeline.leaps:
        return pick(rng, ("The {side} leg bends, pushes off and lands.", "The {side} knee bends before the take-off.",
                          "The {side} leg springs off the floor.")).format(side=side)  # fmt: skip
    places = [_PLACES.get(place) or place for place in _places(timeline, channel)]
    if places:
        way = places[0] + "".join(pick(rng, _THEN) + place for place in places[1:4])
        return f"The {side} foot {pick(rng, _GO)} {way}."
    if _range(timeline, "pelvis", 1) > 0.15:
        return pick(rng, ("The {side} knee bends deeply.", "The {side} leg bends at hip and knee.",
                          "The {side} knee gives way far.")).format(side=side)  # fmt: skip
    return pick(rng, _STILL["leg"]).format(side=side)


def _range(timeline: Timeline, channel: str, row: int) -> float:
    """How far a vector channel is told to go from its start to its farthest value."""
    values = _values(timeline, channel)
    return float(max(abs(value[row] - values[0][row]) for value in values))


def _values(timeline: Timeline, channel: str) -> Vectors:
    values = [timeline.start[channel], *(command.value for command in timeline.commands.get(channel, ()))]
    return [value for value in values if isinstance(value, np.ndarray)]


def _torso(timeline: Timeline, side: str, rng: np.random.Generator) -> str:
    values, heights = _values(timeline, "trunk"), [float(value[1]) for value in _values(timeline, "pelvis")]
    said = []
    sunk, risen = (max(a - b for a, b in pairwise(h)) if len(h) > 1 else 0.0 for h in (heights, [-x for x in heights]))
    if sunk > 0.12:
        said.append(pick(rng, _SEATED))
    if risen > 0.12:
        said.append(pick(rng, _RISING))
    bend = max((float(value[0]) for value in values), default=0.0)
    if bend > 10:
        said.append(pick(rng, _BENDING).format(degrees=round(bend / 5) * 5))
    if _range(timeline, "trunk", 2) > 10:
        said.append(pick(rng, (f"the chest turns with the {side} shoulder", "the shoulders turn", "the chest twists")))
    if not said:
        return pick(rng, _STILL["torso"])
    text = ", ".join(said)
    return text[0].upper() + text[1:] + "."


def _neck(timeline: Timeline, side: str, rng: np.random.Generator) -> str:
    values = _values(timeline, "head")
    nod, tilt, turn = (max((value[row] for value in values), key=abs) for row in range(3))
    towards = (side, _opposite(side))
    if abs(nod) >= max(abs(tilt), abs(turn)) and abs(nod) > 5:
        how = ("bends down", "nods down", "looks down") if nod > 0 else ("tips back", "goes back", "looks up")
        return f"The head {pick(rng, how)} by about {round(abs(nod) / 5) * 5:g} degrees."
    if abs(tilt) >= abs(turn) and abs(tilt) > 4:
        return f"The head {pick(rng, ('tilts', 'leans', 'bends'))} to the {towards[int(tilt < 0)]}."
    if abs(turn) > 6:
        return f"The head {pick(rng, ('turns', 'looks', 'swings round'))} to the {towards[int(turn < 0)]}."
    return pick(rng, _STILL["neck"])
