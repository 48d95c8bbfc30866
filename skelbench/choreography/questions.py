"""Questions whose answers follow from the commands, asked so that guessing from the question alone stays at chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skelbench.choreography.balance import (
    LEFT_SHARE,
    Which,
    count_range,
    group_of,
    onsets,
    order_shares,
    units_of,
    ways_of,
)
from skelbench.choreography.deeds import Deed, deeds_of, script_of
from skelbench.choreography.performance import Performance
from skelbench.choreography.reasons import Reason, clash, reason_of
from skelbench.records import TruthQuestion

__all__ = ["TEXTS", "ask_questions"]

_MOST_CHOICES = 4
_RIVALS = 5  # reasons of other actions that are drawn for "why"
_STILL = 0.4  # seconds by which two waits differ when they can be told apart

TEXTS = {
    "what": ("What is the person doing?", "Which action is this?", "What is being done here?",
             "Which of these is shown?", "What does the motion show?", "How would you name this action?"),
    "which hand": ("Which hand does it?", "With which hand is it done?", "Which hand is the one that acts?",
                   "Is it the left or the right hand that acts?", "Which of the two hands does the action?"),
    "which leg": ("Which leg does it?", "With which leg is it done?", "Which leg is the one that acts?",
                  "Is it the left or the right leg that acts?", "Which of the two legs does the action?"),
    "how many": ("How many times is the movement made?", "How often is the movement repeated in all?",
                 "Count the repetitions: how many are there?", "How many repetitions can be seen?",
                 "How many times does the person do it?"),
    "first": ("Which begins to move first, {a} or {b}?", "What sets off earlier, {a} or {b}?",
              "Of {a} and {b}, which starts first?", "Which is the first to move: {a} or {b}?",
              "Which of the two leads: {a} or {b}?"),
    "before or after": ("Does {a} begin to move before or after {b}?", "Does {a} set off before or after {b} does?",
                        "Is it before or after {b} moves that {a} sets off?",
                        "Compared with {b}, does {a} start before or after?",
                        "Before or after {b}: when does {a} begin to move?"),
    "wait": ("Does the person keep still for longer before or after the movement?",
             "When is the person quiet for longer, before or after moving?",
             "Is the longer wait before or after the movement?",
             "Before or after the movement: when does the person stand or sit still for longer?",
             "Does the longer pause come before or after the action?"),
    "mistake": ("Which mistake is made?", "What would a coach correct?", "What is not done as it should be?",
                "Which of these faults can be seen?", "What goes wrong in this exercise?"),
    "why": ("Which movement decides what is being done?", "What makes the action the one that it is?",
            "Because of which movement is it this action and no other?",
            "Which of these can be seen and settles the action?",
            "Which movement gives the action its name?"),
}  # fmt: skip

_STOOPS_DEG = 30.0


@dataclass(frozen=True, eq=False)
class _Asked:
    """A clip about which questions are asked."""

    played: Performance
    side: str
    which: Which
    deeds: tuple[Deed, ...]  # of the script: what all clips of this style share
    told: tuple[Deed, ...]  # of this very clip
    rng: np.random.Generator

    @property
    def is_whole(self) -> bool:
        """Whether the clip shows the script from before its start to its end."""
        timeline = self.played.timelines[0]
        return self.played.offset <= 0.0 and self.played.offset + float(self.played.times[-1]) >= timeline.end - 0.05

    @property
    def is_plain(self) -> bool:
        """Whether the clip is told what its script says, and nothing else: no decoy, nothing from another clip."""
        return {deed.channel for deed in self.deeds} == {deed.channel for deed in self.told}

    def text(self, kind: str, **names: str) -> str:
        """One of the ways of asking."""
        ways = TEXTS[kind]
        text = ways[int(self.rng.integers(len(ways)))].format(**names)
        return text[0].upper() + text[1:]

    def question(self, kind: str, text: str, choices: list[str], answer: str) -> TruthQuestion:
        """The question with its choices in any order."""
        order = tuple(choices[int(index)] for index in self.rng.permutation(len(choices)))
        return TruthQuestion(text, order, answer, kind)


def ask_questions(
    played: Performance, side: str, repeated: int, rng: np.random.Generator, which: Which = "all"
) -> tuple[TruthQuestion, ...]:
    """Questions of the kinds what, which side, how many, before or after, why, and mistake.

    "What" is asked of every clip; the others where the clip shows the answer and, because some answers are more common
    than others, not of every such clip: over the labels of a vocabulary each choice is right equally often.
    """
    known = (way.deeds for way in ways_of(played.action.label, which) if way.style is played.style)
    deeds = next(known, None) or tuple(deeds_of(script_of(played.style)))
    told = tuple(deeds_of(played.timelines[0]))
    asked = _Asked(played, side, which, deeds, told, rng)
    questions = (
        _what(asked), _which_side(asked), _how_many(asked, repeated), _order(asked), _wait(asked), _why(asked),
        _mistake(asked),
    )  # fmt: skip
    return tuple(question for question in questions if question is not None)


def _what(asked: _Asked) -> TruthQuestion:
    label = asked.played.action.label
    others = [name for name in group_of(label) if name != label]
    wrong = [others[int(index)] for index in asked.rng.permutation(len(others))[: _MOST_CHOICES - 1]]
    return asked.question("what", asked.text("what"), [label, *wrong], label)


def _which_side(asked: _Asked) -> TruthQuestion | None:
    """Asked where one limb alone decides; right-handed clips are more common and asked about less often.

    Of who stoops the free arm hangs as low as the other one reaches: nothing is asked.
    """
    chance = asked.rng.uniform()
    limbs = {channel for channel in asked.played.decides if channel in ("hand", "other", "foot", "other_foot")}
    moved = {deed.channel for deed in asked.told}
    twins = {"hand": "other", "other": "hand", "foot": "other_foot", "other_foot": "foot"}
    if len(limbs) != 1 or moved & {"walk", "jump"}:
        return None
    (limb,) = limbs
    bends = [command.value for command in asked.played.timelines[0].commands.get("trunk", ())]
    if "hand" in (limb, twins[limb]) and any(isinstance(b, np.ndarray) and b[0] > _STOOPS_DEG for b in bends):
        return None
    if (twins[limb] in moved and asked.played.decoy != twins[limb]) or limb not in moved:
        return None
    named = units_of(asked.side)[limb].split()[1]
    common = "left" if limb.startswith("other") else "right"
    if named == common and chance > LEFT_SHARE / (1.0 - LEFT_SHARE):
        return None
    text = asked.text("which leg" if "foot" in limb else "which hand")
    return asked.question("which side", text, ["left", "right"], named)


def _how_many(asked: _Asked, repeated: int) -> TruthQuestion | None:
    """Choices are numbers that the style makes equally often, drawn before a look at the right one."""
    span = count_range(asked.played.style)
    if span is None or not asked.is_whole or span[0] == span[1]:
        return None
    low, high = span
    size = min(_MOST_CHOICES, high - low + 1)
    first = int(asked.rng.integers(low, high - size + 2))
    choices = [str(count) for count in range(first, first + size)]
    text = asked.text("how many")
    return asked.question("how many", text, choices, str(repeated)) if str(repeated) in choices else None


def _order(asked: _Asked) -> TruthQuestion | None:
    """Which of two parts of the body begins: a pair is asked about as often with one answer as with the other."""
    found, chance = onsets(asked.deeds), asked.rng.uniform()
    played = asked.played
    if not found or not asked.is_whole or not asked.is_plain:
        return None
    pair = list(found)[int(asked.rng.integers(len(found)))]
    units = units_of(asked.side)
    first, names = units[found[pair]], [units[channel] for channel in pair]
    shares = order_shares(group_of(played.action.label), asked.which).get(frozenset(names), {})
    if not shares or chance * shares[first] > min(shares.values()):
        return None
    a, b = (names[int(index)] for index in asked.rng.permutation(2))
    if asked.rng.uniform() < 0.5:
        return asked.question("before or after", asked.text("first", a=a, b=b), [a, b], first)
    answer = "before" if first == a else "after"
    return asked.question("before or after", asked.text("before or after", a=a, b=b), ["before", "after"], answer)


def _wait(asked: _Asked) -> TruthQuestion | None:
    """Waits before and after are drawn alike, where the script itself neither begins nor ends by keeping still."""
    if not asked.is_whole or not asked.told or not asked.is_plain or len(asked.played.timelines) > 1:
        return None
    script, timeline = script_of(asked.played.style), asked.played.timelines[0]
    begins, ends = min(deed.start for deed in asked.deeds), max(deed.end for deed in asked.deeds)
    if begins > 0.05 or ends < script.end - 0.05:
        return None
    before = -asked.played.offset
    after = asked.played.offset + float(asked.played.times[-1]) - timeline.end
    if abs(before - after) < _STILL:
        return None
    answer = "before" if before > after else "after"
    return asked.question("before or after", asked.text("wait"), ["before", "after"], answer)


def _why(asked: _Asked) -> TruthQuestion | None:
    """Reasons of this and of other actions, drawn alike; those that another one makes true are left out by lot."""
    mine = reason_of(asked.played.decides, asked.deeds, asked.side)
    if mine is None or not asked.is_whole:
        return None
    label = asked.played.action.label
    others = [name for name in group_of(label) if name != label]
    drawn = [mine, *(_rival(asked, others[int(i)]) for i in asked.rng.permutation(len(others))[:_RIVALS])]
    kept: list[Reason] = []
    for index in asked.rng.permutation(len(drawn)):
        reason = drawn[int(index)]
        if reason and len(kept) < _MOST_CHOICES and not any(clash(reason, other) for other in kept):
            kept.append(reason)
    if mine not in kept or len(kept) < 2:
        return None
    return asked.question("why", asked.text("why"), [reason.text for reason in kept], mine.text)


def _mistake(asked: _Asked) -> TruthQuestion | None:
    """Asked where just one of the style's faults is shown: each is as often the one; up to four, drawn blindly."""
    kinds = [fault.kind for fault in asked.played.style.faults]
    offered = [kinds[int(index)] for index in asked.rng.permutation(len(kinds))[:_MOST_CHOICES]]
    shown = {fault.kind for fault, _ in asked.played.faults}
    if len(asked.played.faults) != 1 or len(offered) < 2 or not shown <= set(offered) or not asked.is_whole:
        return None
    return asked.question("mistake", asked.text("mistake"), offered, shown.pop())


def _rival(asked: _Asked, label: str) -> Reason | None:
    """A reason of another action, its style and side drawn as for a clip of that action."""
    ways, pick = ways_of(label, asked.which), asked.rng.uniform()
    side = "left" if asked.rng.uniform() < LEFT_SHARE else "right"
    reached = 0.0
    for way in ways:
        reached += way.weight
        if pick < reached or way is ways[-1]:
            return reason_of(way.decides, way.deeds, side)
    return None
