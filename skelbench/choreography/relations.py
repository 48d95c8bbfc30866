"""Plain, varied English for KinMo's fifteen interactions: how two groups of the body move with regard to each other."""

from __future__ import annotations

from itertools import combinations

from skelbench.choreography.deeds import HEAD_PLACES, Deed
from skelbench.choreography.wording import Words, sentence
from skelbench.skeleton import PARTS

__all__ = ["describe_interactions"]

Span = tuple[float, float]

_BOTH = ("{a} and {b} move in the same stretch.", "{a} moves as {b} does.", "Both {a} and {b} take part.",
         "While {a} moves, so does {b}.", "{a} and {b} work together.")  # fmt: skip
_NEITHER = ("Neither {a} nor {b} moves much.", "{a} and {b} both keep still.", "{a} and {b} stay quiet.",
            "{a} rests, and so does {b}.", "{a} is as still as {b}.")  # fmt: skip
_ONE = ("{a} moves while {b} keeps still.", "{a} moves and {b} does not.", "Only {a} moves, not {b}.",
        "{b} stays as it is while {a} moves.", "Of the two, {a} moves and {b} rests.")  # fmt: skip
_FIRST = ("{a} begins to move before {b}.", "First {a} moves, then {b} joins in.", "{b} follows after {a}.",
          "{a} sets off earlier than {b}.", "{a} leads and {b} follows.")  # fmt: skip
_AFTER = ("{a} has come to rest before {b} moves.", "{b} moves only once {a} has finished.",
          "{a} moves first, and {b} after it.", "{a} is done when {b} begins.",
          "{b} waits until {a} has stopped.")  # fmt: skip
_AT_HEAD = ("{A} reaches the head, to {place}.", "{A} brings the hand up to {place}.",
            "The hand of {a} comes to {place}.", "At {place}, {a} meets the head.",
            "{A} closes the way between the hand and {place}.")  # fmt: skip
_ALIKE = ("Both arms go to {place}.", "The two hands share one place, {place}.",
          "Left and right hand both go to {place}.", "Each hand is sent to {place}.",
          "The arms do the same: the hands go to {place}.")  # fmt: skip
_STEPS = ("The left leg and the right leg take turns in stepping.", "The legs swing forward one after the other.",
          "One leg carries while the other one steps.", "The feet pass each other, step by step.",
          "Each leg steps as the other one stands.")  # fmt: skip
_LOWER = ("The trunk comes nearer to the floor over {b}.", "{B} bends under the sinking trunk.",
          "The trunk is let down by {b}.", "As the trunk sinks, {b} folds.",
          "{B} gives way and the trunk comes down.")  # fmt: skip
_TOGETHER = ("Both knees bend together.", "The two legs bend as one.", "Left and right knee bend at the same time.",
             "One leg bends just as the other does.", "The legs fold side by side.")  # fmt: skip
_OPENING = ("Both knees straighten together.", "The two legs push as one.",
            "Left and right knee open at the same time.", "One leg straightens just as the other does.",
            "The legs push side by side.")  # fmt: skip
_HIGHER = ("The trunk is pushed up by {b}.", "{B} straightens under the rising trunk.",
           "As {b} straightens, the trunk comes up.", "{B} lifts the trunk.",
           "The trunk goes up over {b}.")  # fmt: skip


def describe_interactions(deeds: tuple[Deed, ...], side: str, words: Words) -> dict[str, str]:
    """A sentence for each of the fifteen pairs of groups, "torso-neck" to "left_leg-right_leg"."""
    spans = _spans(deeds, side)
    told = _Told(deeds, side, spans, words)
    return {f"{a}-{b}": told.pair(a, b) for a, b in combinations(PARTS, 2)}


def _spans(deeds: tuple[Deed, ...], side: str) -> dict[str, Span]:
    """When each group that moves does so, from its first deed to its last."""
    opposite = _opposite(side)
    parts = {
        "hand": (f"{side}_arm",), "other": (f"{opposite}_arm",), "foot": (f"{side}_leg",),
        "other_foot": (f"{opposite}_leg",), "trunk": ("torso",), "head": ("neck",),
        "pelvis": ("torso", "left_leg", "right_leg"), "crouch": ("torso", "left_leg", "right_leg"),
        "walk": ("torso", "left_leg", "right_leg"), "jump": ("torso", "left_leg", "right_leg"),
        "topple": ("torso", "neck", "left_leg", "right_leg"),
    }  # fmt: skip
    spans: dict[str, Span] = {}
    for deed in deeds:
        for part in parts.get(deed.channel, ()):
            low, high = spans.get(part, (deed.start, deed.end))
            spans[part] = (min(low, deed.start), max(high, deed.end))
    return spans


class _Told:
    """The deeds of a clip, asked about two groups at a time."""

    def __init__(self, deeds: tuple[Deed, ...], side: str, spans: dict[str, Span], words: Words) -> None:
        self.deeds, self.side, self.spans, self.words = deeds, side, spans, words

    def pair(self, a: str, b: str) -> str:
        first, second = (_the(part) for part in (a, b))
        said = self._special(a, b) or self._timing(a, b)
        lead, follow = said[1] or (first, second)
        names = {"a": lead, "b": follow, "A": sentence(lead), "B": sentence(follow), "place": said[2]}
        return sentence(self.words.pick(said[0]).format(**names))

    def _special(self, a: str, b: str) -> tuple[tuple[str, ...], tuple[str, str] | None, str] | None:
        """What is known of some pairs: hands at the head, hands that go to one place, steps, sinking and rising."""
        if a == "neck" and b.endswith("_arm"):
            place = next((where for where in self._places(b) if where in HEAD_PLACES.values()), "")
            return (_AT_HEAD, (_the(b), _the(a)), place) if place else None
        if (a, b) == ("left_arm", "right_arm"):
            shared = [place for place in self._places(a) if place in self._places(b)]
            return (_ALIKE, None, shared[0]) if shared else None
        if b.endswith("_leg") and (a == "torso" or a.endswith("_leg")):
            return self._legs(a)
        return None

    def _legs(self, a: str) -> tuple[tuple[str, ...], tuple[str, str] | None, str] | None:
        kinds = [deed.kind for deed in self.deeds if deed.channel in ("pelvis", "crouch", "walk")]
        own = any(deed.channel in ("foot", "other_foot") for deed in self.deeds)
        if "walk" in kinds:
            return (_STEPS, None, "") if a != "torso" else None
        if a != "torso" and own:
            return None
        for kind, on_leg, of_both in (("sink", _LOWER, _TOGETHER), ("rise", _HIGHER, _OPENING)):
            if kind in kinds:
                return on_leg if a == "torso" else of_both, None, ""
        return None

    def _places(self, arm: str) -> list[str]:
        channel = "hand" if arm == f"{self.side}_arm" else "other"
        return [d.where for d in self.deeds if d.channel == channel and d.kind == "to" and d.where != _HANGING]

    def _timing(self, a: str, b: str) -> tuple[tuple[str, ...], tuple[str, str] | None, str]:
        one, two = self.spans.get(a), self.spans.get(b)
        if one is None and two is None:
            return _NEITHER, None, ""
        if one is None or two is None:
            return _ONE, (_the(a), _the(b)) if one else (_the(b), _the(a)), ""
        names = (_the(a), _the(b)) if one <= two else (_the(b), _the(a))
        early, late = sorted((one, two))
        if early[1] <= late[0] + 0.02:
            return _AFTER, names, ""
        return (_FIRST, names, "") if late[0] - early[0] > 0.25 else (_BOTH, names, "")


_HANGING = "the side of the body"


def _the(part: str) -> str:
    names = {"torso": "the trunk", "neck": "the head"}
    return names.get(part, f"the {part.replace('_', ' ')}")


def _opposite(side: str) -> str:
    return "left" if side == "right" else "right"
