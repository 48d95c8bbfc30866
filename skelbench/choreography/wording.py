"""Plain, varied English for what each of the six groups of the body is told to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from skelbench.choreography.deeds import Deed
from skelbench.skeleton import PARTS

__all__ = ["Words", "describe_groups", "joined", "number_in_words", "sentence", "times_in_words"]

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_GO = ("goes to {p}", "moves to {p}", "is brought to {p}", "reaches {p}", "travels to {p}", "is taken to {p}")
_BACK = ("returns to {p}", "goes back to {p}", "comes back to {p}", "is brought back to {p}", "ends at {p} again")
_SHIFT = ("moves a little at {p}", "shifts at {p}", "changes its place a little at {p}", "goes a short way at {p}",
          "is moved about at {p}")  # fmt: skip
_SWING = {
    "sideways": ("swings from side to side", "goes to and fro sideways", "sways left and right",
                 "moves sideways and back", "travels from left to right and back"),
    "vertical": ("moves up and down", "rises and falls", "goes up and comes down", "bobs up and down",
                 "is lifted and lowered"),
    "forth": ("moves forward and back", "goes out and in again", "slides to and fro", "pushes out and draws back",
              "travels to and fro"),
}  # fmt: skip
_ARM = ("The {side} hand {said}.", "On the {side}, the hand {said}.", "The hand on the {side} {said}.",
        "Carried by its arm, the {side} hand {said}.", "What the {side} hand does: it {said}.")  # fmt: skip
_LEG = ("The {side} foot {said}.", "On the {side}, the foot {said}.", "The foot on the {side} {said}.",
        "Carried by its leg, the {side} foot {said}.", "What the {side} foot does: it {said}.")  # fmt: skip
_WALK = ("The {side} foot takes {n}.", "The {side} leg swings forward for {n}.", "{n} are the {side} foot's own.",
         "The {side} leg makes {n}.", "On the {side}, the foot is set down for {n}.")  # fmt: skip
_JUMP = ("The {side} leg bends, pushes off and lands.", "The {side} knee bends before the take-off and on landing.",
         "The {side} leg springs off the floor and catches the fall.",
         "From a bent {side} knee, the leg throws the body up.",
         "The {side} foot leaves the floor and comes down again.")  # fmt: skip
_BENDS = ("The {side} knee bends deeply.", "The {side} leg bends at hip and knee.",
          "Hip and knee of the {side} leg give way.", "The {side} thigh comes closer to level.",
          "The {side} leg folds under the body.")  # fmt: skip
_EXTENDS = ("The {side} knee straightens.", "The {side} leg straightens at hip and knee.",
            "Hip and knee of the {side} leg open.", "The {side} leg pushes the body up.",
            "The {side} leg unfolds under the body.")  # fmt: skip
_STILL = {
    "arm": ("The {side} arm stays where it is.", "The {side} arm has nothing to do.", "The {side} arm keeps still.",
            "The {side} hand does not go anywhere.", "Nothing is asked of the {side} arm."),
    "leg": ("The {side} leg just carries weight.", "The {side} foot stays planted.", "The {side} leg stands still.",
            "The {side} foot does not leave its place.", "Nothing is asked of the {side} leg."),
    "torso": ("The trunk stays upright.", "The trunk hardly moves.", "The back keeps its posture.",
              "The trunk is quiet.", "The shoulders stay above the hips as they were."),
    "neck": ("The head stays as it is held.", "The head keeps its direction.", "The head hardly moves.",
             "The gaze is not moved.", "The head is quiet."),
}  # fmt: skip
_TRUNK = {
    "bend": ("the trunk bends forward by about {deg} degrees", "the back leans forward by some {deg} degrees",
             "the upper body tips forward by {deg} degrees or so",
             "the person bends at the waist by about {deg} degrees", "the chest comes forward, about {deg} degrees"),
    "lean back": ("the trunk leans back", "the upper body tips backward", "the back goes past upright",
                  "the shoulders go back behind the hips", "the person leans back"),
    "straighten": ("the trunk straightens up", "the back comes upright again", "the upper body rises again",
                   "the chest is lifted again", "the back straightens"),
    "lean": ("the trunk leans towards the {side}", "the upper body tips to the {side}",
             "the shoulders go to the {side}", "the weight of the trunk goes to the {side}",
             "the trunk bends sideways to the {side}"),
    "twist": ("the chest turns to the {side}", "the shoulders turn to the {side}", "the trunk twists to the {side}",
              "the upper body turns towards the {side}", "the chest is turned {side}wards"),
    "sink": ("the hips sink as the knees bend", "the body lowers between bent knees", "the pelvis goes down",
             "hips and knees bend and let the body down", "the body is let down"),
    "rise": ("hips and knees straighten", "the body comes up again", "the legs push the body up", "the pelvis rises",
             "the body is raised by the legs"),
    "topple": ("the whole body tips over", "the body topples", "the trunk goes down with the whole body",
               "the body falls as one piece", "balance is lost and the trunk goes down"),
    "swing": ("the trunk rocks {times}", "the upper body sways {times}", "the trunk swings to and fro {times}",
              "the shoulders rock {times}", "the trunk goes to and fro {times}"),
    "walk": ("the trunk is carried along", "the steps carry the trunk", "the trunk travels with the steps",
             "the body moves along above the feet", "the trunk is borne by the walk"),
    "jump": ("the body sinks, flies and lands", "the trunk is thrown up", "the body leaves the floor",
             "the trunk rises into the air and comes down", "the body is thrown into the air"),
}  # fmt: skip
_HEAD = {
    "nod": ("bends down", "is lowered", "looks down", "nods down", "is bowed"),
    "look up": ("tips back", "comes up", "is raised", "is lifted", "goes back"),
    "tilt": ("tilts to the {side}", "leans to the {side}", "bends towards the {side} shoulder",
             "is laid towards the {side}", "inclines to the {side}"),
    "turn": ("turns to the {side}", "looks to the {side}", "swings round to the {side}", "is turned to the {side}",
             "faces the {side}"),
    "level": ("comes back to level", "is level again", "returns to where it was", "straightens", "comes back"),
    "swing": ("moves to and fro {times}", "goes from one side to the other {times}", "is moved to and fro {times}",
              "swings gently {times}", "goes to and fro {times}"),
}  # fmt: skip
_NECK = ("The head {said}.", "At the neck, the head {said}.", "Watch the head: it {said}.",
         "As for the head, it {said}.", "What the head does: it {said}.")  # fmt: skip


class Words:
    """Chooses words from one draw of the generator, so that choosing costs next to nothing."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._draws = rng.random(256).tolist()
        self._next = 0

    def share(self) -> float:
        """The next number of 0 ... 1."""
        self._next = (self._next + 1) % len(self._draws)
        return float(self._draws[self._next])

    def pick(self, phrases: Sequence[str]) -> str:
        """One of several ways of saying the same."""
        return phrases[int(self.share() * len(phrases))]


@dataclass(frozen=True)
class _Teller:
    deeds: tuple[Deed, ...]
    starts: Mapping[str, str]  # where hands and feet are at first, in words
    side: str  # the acting side
    lean_deg: float  # the most the trunk leans from upright
    words: Words

    def of(self, *channels: str) -> list[Deed]:
        return [deed for deed in self.deeds if deed.channel in channels]


def number_in_words(count: int) -> str:
    """'three'; digits beyond twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def times_in_words(count: int) -> str:
    """'twice', 'three times'; 'several times' for a count that is not known or is beyond words."""
    if not 0 < count < len(_NUMBERS):
        return "several times"
    return {1: "once", 2: "twice"}.get(count, f"{_NUMBERS[count]} times")


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[0].upper() + text[1:]


def joined(parts: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def describe_groups(
    deeds: tuple[Deed, ...], starts: Mapping[str, str], side: str, lean_deg: float, words: Words
) -> dict[str, str]:
    """A sentence for each of the six groups.

    `starts` says where hands and feet are at first, `lean_deg` how far the trunk leans from upright at most.
    """
    teller = _Teller(deeds, starts, side, lean_deg, words)
    opposite = "left" if side == "right" else "right"
    named = {
        f"{side}_arm": _arm(teller, "hand", side),
        f"{opposite}_arm": _arm(teller, "other", opposite),
        f"{side}_leg": _leg(teller, "foot", side),
        f"{opposite}_leg": _leg(teller, "other_foot", opposite),
        "torso": _torso(teller),
        "neck": _neck(teller),
    }
    return {part: named[part] for part in PARTS}


def _limb(teller: _Teller, channel: str) -> str:
    """What a hand or a foot does, from first to last; what is done several times over is said once, and counted."""
    words, steps = teller.words, []
    here = teller.starts[channel]
    seen = {here}
    for deed in teller.of(channel):
        if deed.kind == "swing":
            times = times_in_words(deed.count)
            steps.append((f"swing {deed.where} {deed.count}", f"{words.pick(_SWING[deed.where])} {times}"))
        else:
            frames = _SHIFT if deed.where == here else _BACK if deed.where in seen else _GO
            steps.append((f"to {deed.where}", words.pick(frames).format(p=deed.where)))
            here = deed.where
            seen.add(here)
    return _counted(steps)


def _counted(steps: list[tuple[str, str]]) -> str:
    """The steps joined; a stretch that comes back at once is said with its number of times."""
    keys = [key for key, _ in steps]
    said: list[str] = []
    at = 0
    while at < len(steps) and len(said) < 4:
        length, times = _cycle(keys[at:])
        part = joined([text for _, text in steps[at : at + length]])
        said.append(part if times == 1 else f"{part}, {times_in_words(times)}")
        at += length * times
    return ", then ".join(said) if len(said) > 2 or any(", " in part for part in said) else " and ".join(said)


def _cycle(keys: list[str]) -> tuple[int, int]:
    """Length and number of times of the stretch that the keys begin with."""
    for length in (1, 2, 3):
        times = 1
        while keys[times * length : (times + 1) * length] == keys[:length]:
            times += 1
        if times > 1:
            return length, times
    return 1, 1


def _arm(teller: _Teller, channel: str, side: str) -> str:
    said = _limb(teller, channel)
    frame = teller.words.pick(_ARM if said else _STILL["arm"])
    return frame.format(side=side, said=said)


def _leg(teller: _Teller, channel: str, side: str) -> str:
    words = teller.words
    if walks := teller.of("walk"):
        count = sum(deed.count for deed in walks)
        mine = (count + (channel == "foot")) // 2
        steps = f"{number_in_words(mine)} of the {number_in_words(count)} steps" if count else "every other step"
        text = words.pick(_WALK).format(side=side, n=steps)
        return sentence(text.replace(" are the", " is the") if mine == 1 or not count else text)
    if teller.of("jump"):
        return words.pick(_JUMP).format(side=side)
    if said := _limb(teller, channel):
        return words.pick(_LEG).format(side=side, said=said)
    moved = [deed.kind for deed in teller.of("pelvis", "crouch")]
    if "sink" in moved:
        return words.pick(_BENDS).format(side=side)
    if "rise" in moved:
        return words.pick(_EXTENDS).format(side=side)
    return words.pick(_STILL["leg"]).format(side=side)


def _torso(teller: _Teller) -> str:
    words, said = teller.words, []
    degrees = max(5, round(teller.lean_deg / 5) * 5)
    kinds: list[str] = []
    for deed in teller.of("trunk", "pelvis", "crouch", "topple", "walk", "jump"):
        kind = deed.kind.removesuffix(" away")
        side = teller.side if kind == deed.kind else ("left" if teller.side == "right" else "right")
        if kind in _TRUNK and kind not in kinds and (kind != "swing" or deed.channel == "trunk"):
            kinds.append(kind)
            times = times_in_words(deed.count)
            said.append(words.pick(_TRUNK[kind]).format(side=side, deg=degrees, times=times))
    if not said:
        return words.pick(_STILL["torso"])
    return sentence(", then ".join(said[:3]) + ".")


def _neck(teller: _Teller) -> str:
    words, said = teller.words, []
    kinds: list[str] = []
    for deed in teller.of("head"):
        kind = deed.kind.removesuffix(" away")
        side = teller.side if kind == deed.kind else ("left" if teller.side == "right" else "right")
        if kind in _HEAD and deed.kind not in kinds:
            kinds.append(deed.kind)
            text = words.pick(_HEAD[kind]).format(side=side, times=times_in_words(deed.count))
            far = f" by about {max(5, round(deed.amount / 5) * 5):g} degrees"
            said.append(text + (far if kind in ("nod", "look up") else ""))
    if not said:
        return words.pick(_STILL["neck"])
    return words.pick(_NECK).format(said=", then ".join(said[:3]))
