"""`tell_reasons`: a step-by-step reason written out of a made clip's own truth, for a model to learn from."""

from __future__ import annotations

import numpy as np

from skelbench.choreography.wording import Words, joined, sentence, times_in_words
from skelbench.reasoning.told_events import Event, deciding_parts, events_of
from skelbench.reasoning.told_words import (
    BACK,
    FIRST,
    LAST,
    NOUNS,
    OFTEN,
    OPENING,
    SETTLES,
    STILL,
    SUBJECTS,
    SWING,
    THEN,
    TO,
    TURNS,
    WALK,
    WHILE,
    WRONG,
)
from skelbench.records import Truth

__all__ = ["tell_reasons"]

_MOST_WORDS = 54  # without the label's line
_FEW_WORDS = 36
_MOST_EVENTS = 4
_MOST_COUNT = 12  # beyond, a count is not told
_AFTER = 0.2  # seconds between two beginnings that are told one after the other
_OVERLAP = 0.6  # of the shorter of two events
_CARRIERS = ("trunk", "hips", "body", "feet")  # what moves these carries the arms along
_ARMS = ("left_hand", "right_hand")


def tell_reasons(truth: Truth, label: str, generator: np.random.Generator) -> str:
    """A few ordered sentences that say only what `truth` says, closed by the line `Label: X`.

    They name the deciding parts, what each does, where and how often, in order of time (first, then, while, finally),
    and what settles the label: 40 to 60 words where the truth says so much. Without deeds (a truth without texts) only
    deciding parts, phases and repetitions are told. The same generator state gives the same text.
    """
    told = _Told(truth, Words(generator))
    text = told.steps()
    if told.is_opened and _count(text) < _MOST_WORDS - 6:
        text = [told.opening(), *text]
    text += [told.often(), told.wrong()]
    if _count(text) < (_MOST_WORDS - 9 if told.is_settled else _FEW_WORDS):
        text.append(told.settles())
    while _count(text) < _FEW_WORDS and (still := told.still()):
        text.append(still)
    return " ".join(part for part in text if part) + f"\nLabel: {label}"


def _count(text: list[str]) -> int:
    return sum(len(part.split()) for part in text)


class _Told:
    """A truth that is being told, and what was said of it."""

    def __init__(self, truth: Truth, words: Words) -> None:
        self.truth, self.words = truth, words
        self.events = events_of(truth)
        self.parts = deciding_parts(truth)
        self.is_opened, self.is_settled = words.share() < 0.6 or not self.events, words.share() < 0.5
        moved = {part for event in self.events for part in event.parts}
        arms = () if moved & set(_CARRIERS) else _ARMS  # legs may step to keep the balance, untold
        self._still = [part for part in arms if part not in moved] if truth.deeds else []

    def opening(self) -> str:
        """Which parts decide."""
        if not self.parts:
            return ""
        named = _named_parts(self.parts)
        return sentence(_agreed(self.words.pick(OPENING), " and " in named or named.endswith("s"), x=named))

    def often(self) -> str:
        """How many repetitions there are, where there are any."""
        count = len(self.truth.repetitions)
        if not 2 <= count <= _MOST_COUNT or any(event.count == count for event in self.chosen()):
            return ""
        return self.words.pick(OFTEN).format(n=times_in_words(count))

    def settles(self) -> str:
        """What tells the label: the first deciding thing that is done."""
        found = [event for event in self.events if event.decides and not event.is_back and event.kind in NOUNS]
        if not found:
            return ""
        event = min(found, key=lambda event: event.kind == "walk")
        noun = NOUNS[event.kind].format(x=_subject(event), p=event.where)
        plural = event.kind == "to" and len(event.parts) > 1
        return sentence(_agreed(self.words.pick(SETTLES), plural, n=noun))

    def wrong(self) -> str:
        """The first mistake, where there is one."""
        return self.words.pick(WRONG).format(kind=self.truth.mistakes[0].kind) if self.truth.mistakes else ""

    def still(self) -> str:
        """An arm that is told nothing, and that nothing carries along."""
        if not self._still:
            return ""
        side = self._still.pop(int(self.words.share() * len(self._still))).partition("_")[0]
        return sentence(_agreed(self.words.pick(STILL), False, x=f"the {side} arm"))

    def chosen(self) -> tuple[Event, ...]:
        """The events that are told: what leads in, what decides, what goes along, and what ends it."""
        forward = [event for event in self.events if not event.is_back]
        decides = [event for event in forward if event.decides][:3] or forward[:3]
        chosen = list(decides)
        if forward and forward[0] not in chosen:
            chosen.append(forward[0])
        along = sorted((event for event in forward if event not in chosen), key=lambda e: _overlap(e, decides[0]) <= 0)
        chosen += along[:1] if len(chosen) < 4 else []
        latest = max((event.start_s for event in chosen), default=0.0)
        ends = [event for event in self.events if event.is_back and event.start_s > latest + _AFTER]
        chosen += sorted(ends, key=lambda event: (event.decides, event.start_s))[-1:]
        if len(chosen) > _MOST_EVENTS:
            chosen.remove(decides[-1])
        return tuple(sorted(chosen, key=lambda event: event.start_s))

    def steps(self) -> list[str]:
        """The chosen events as sentences."""
        if not self.events:
            return self._phases()
        chosen, text = self.chosen(), ""
        for number, event in enumerate(chosen):
            is_same = bool(text) and chosen[number - 1].parts == event.parts and self.words.share() < 0.5
            clause = self._clause(event, is_same)
            if not clause:
                continue
            is_last = number == len(chosen) - 1 and number > 1
            link = self._link(chosen[number - 1], event, is_last) if text else self._opened(len(chosen))
            text += f"{link} {clause}" if link else sentence(clause)
        return [f"{text}."] if text else []

    def _opened(self, count: int) -> str:
        return self.words.pick(FIRST) if count > 1 else ""

    def _link(self, before: Event, event: Event, is_last: bool) -> str:
        """What joins a clause to the one before it, by their times."""
        if event.start_s < before.start_s + _AFTER or _overlap(event, before) > _OVERLAP:
            return f" {self.words.pick(WHILE)}" if _overlap(event, before) > _OVERLAP else " and"
        if is_last:
            return f". {self.words.pick(LAST)}"
        then = self.words.pick(THEN)
        return f", {then}" if self.words.share() < 0.5 else f". {sentence(then)}"

    def _clause(self, event: Event, is_same: bool) -> str:
        said = self._verb(event)
        pronoun = "they" if len(event.parts) > 1 or event.parts[0] in ("hips", "feet") else "it"
        return f"{pronoun if is_same else _subject(event)} {said}" if said else ""

    def _verb(self, event: Event) -> str:
        pick, plural = self.words.pick, len(event.parts) > 1
        times = f" {times_in_words(event.count)}" if 1 < event.count <= _MOST_COUNT else ""
        if event.kind == "to":
            return _agreed(pick(BACK if event.is_back else TO), plural, p=event.where)
        if event.kind == "swing":
            return _agreed(pick(SWING[event.where]), plural or event.parts == ("hips",)) + times
        if event.kind == "walk":
            return pick(WALK)
        turns = TURNS.get((event.parts[0], event.kind))
        return pick(turns).format(side=event.where) if turns else ""

    def _phases(self) -> list[str]:
        """Without deeds: the phases by name, each once, in order."""
        names = list(dict.fromkeys(phase.name for phase in self.truth.phases))[:5]
        ways = ("The phases are {n}.", "The phases in order are {n}.", "Its phases are, in order, {n}.",
                "In order, the phases are {n}.", "There are these phases, {n}.")  # fmt: skip
        return [self.words.pick(ways).format(n=", then ".join(names))] if names else []


def _overlap(one: Event, other: Event) -> float:
    """What share of the shorter of two events lies in the other."""
    shared = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
    return shared / max(min(one.end_s - one.start_s, other.end_s - other.start_s), 1e-6)


def _subject(event: Event) -> str:
    side, _, limb = event.parts[0].partition("_")
    if not limb:
        return SUBJECTS[event.parts[0]]
    return f"both {'feet' if limb == 'foot' else 'hands'}" if len(event.parts) > 1 else f"the {side} {limb}"


def _named_parts(parts: tuple[str, ...]) -> str:
    left = list(parts)
    named = []
    for limb in ("arm", "leg"):
        if {f"left_{limb}", f"right_{limb}"} <= set(left):
            named.append(f"both {limb}s")
            left = [part for part in left if not part.endswith(limb)]
    plain = {"torso": "the trunk", "neck": "the head", "hips": "the hips"}
    return joined([*named, *(plain.get(part, f"the {part.replace('_', ' ')}") for part in left)])


def _agreed(phrase: str, plural: bool, **names: str) -> str:
    """A phrase with its verb in the number of its subject."""
    ends = {"s": "", "es": "", "is": "are", "does": "do", "ies": "y"} if plural else {
        "s": "s", "es": "es", "is": "is", "does": "does", "ies": "ies"
    }  # fmt: skip
    capitals = {name.upper(): sentence(value) for name, value in names.items()}
    return phrase.format(**ends, **names, **capitals)
