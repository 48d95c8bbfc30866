"""The truth of a clip in words and spans, from what its body was told to do; nothing here is measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skelbench.choreography.balance import Which
from skelbench.choreography.commanded import greatest_lean
from skelbench.choreography.deeds import Deed, deeds_of, starts_of, told_deeds
from skelbench.choreography.faults import mistakes_shown
from skelbench.choreography.joints import driven_joints
from skelbench.choreography.performance import Performance
from skelbench.choreography.questions import ask_questions
from skelbench.choreography.relations import describe_interactions
from skelbench.choreography.wording import Words, describe_groups, sentence, times_in_words
from skelbench.records import Driving, Phase, Truth
from skelbench.skeleton import Topology

__all__ = ["tell_truth"]

_WHO = ("a person", "someone", "the person", "somebody", "one person")
_PACE = (
    (0.85, ("slowly", "without haste", "at an easy pace", "taking time", "almost in slow motion")),
    (1.18, ("",)),
    (9.0, ("quickly", "briskly", "fast", "in a hurry", "at speed")),
)
_OFTEN = ("making the movement {n}", "doing so {n}", "{n} over", "{n} in all", "the movement being made {n}")
_WRONG = ("One thing is wrong: the person {said}.", "A coach would say that the person {said}.",
          "Not as it should be: the person {said}.", "There is a mistake in it: the person {said}.",
          "To be corrected: the person {said}.")  # fmt: skip
_BY = (
    "by about {n} degrees",
    "by some {n} degrees",
    "by {n} degrees or so",
    "about {n} degrees off",
    "{n} degrees off",
)
_VISIBLE = 0.4  # a deed is told when this share of it lies in the clip
_TOLD = 0.75  # ... and kept in the truth as done when this share does


def tell_truth(played: Performance, topology: Topology, rng: np.random.Generator, which: Which | None = "all") -> Truth:
    """Driving joints, phases, repetitions, descriptions and questions, cut to the clip.

    `which` are the styles that the clip's set draws from: questions are balanced over them. None leaves words out.
    """
    side = "left" if played.side == 1 else "right"
    timeline = played.timelines[0]
    phases = [Phase(name, *span) for name, a, b in timeline.phases if (span := _within(played, a, b))]
    repetitions = tuple(span for a, b in timeline.repetitions if (span := _within(played, a, b, most=True)))
    driving = _driving(played, topology, side)
    mistakes = mistakes_shown(played.faults, [phase.name for phase in phases], topology, side)
    told = Truth(played.action.label, played.action.synonyms, driving, tuple(phases), repetitions, mistakes)
    return _in_words(told, played, rng, which) if which else told


def _in_words(told: Truth, played: Performance, rng: np.random.Generator, which: Which) -> Truth:
    """The truth with its descriptions and questions."""
    side, repeated = "left" if played.side == 1 else "right", len(told.repetitions)
    words, seen = Words(rng), _seen(played)
    descriptions = {
        "whole": " ".join([_whole(played, side, repeated, words), *_wrong(told, words)]),
        "groups": describe_groups(seen, starts_of(played.timelines[0]), side, greatest_lean(played), words),
        "interactions": describe_interactions(seen, side, words),
    }
    questions = ask_questions(played, side, repeated, rng, which)
    whole = _seen(played, _TOLD)
    return replace(told, descriptions=descriptions, questions=questions, deeds=told_deeds(whole, side, played.offset))


def _within(played: Performance, start: float, end: float, most: bool = False) -> tuple[float, float] | None:
    """A span of script time as clip time, cut to the clip; None where nothing, or with `most` not most, is left."""
    first, last = float(played.times[0]), float(played.times[-1])
    low, high = max(start - played.offset, first), min(end - played.offset, last)
    least = 0.5 * (end - start) if most else 1e-3
    return (round(low, 4), round(high, 4)) if high - low > least else None


def _seen(played: Performance, least: float = _VISIBLE) -> tuple[Deed, ...]:
    """The deeds that the clip shows; what is cut off within a swing or a walk is not counted."""
    first, last = played.offset, played.offset + float(played.times[-1])
    shown = []
    for deed in deeds_of(played.timelines[0]):
        low, high = max(deed.start, first), min(deed.end, last)
        share = (high - low) / max(deed.end - deed.start, 1e-6)
        if share >= least and deed.is_noticed:
            count = deed.count if share > 0.99 else 0
            shown.append(replace(deed, start=low, end=high, count=count))
    return tuple(shown)


def _driving(played: Performance, topology: Topology, side: str) -> tuple[Driving, ...]:
    timeline = played.timelines[0]
    told: dict[str, Driving] = {}
    for role, channels in (("decides", played.decides), ("accompanies", played.accompanies)):
        for channel in channels:
            spans = timeline.spans(channel)
            if not spans:
                continue
            span = _within(played, min(a for a, _ in spans), max(b for _, b in spans))
            for joint in driven_joints(channel, side, topology) if span else ():
                assert span is not None
                told.setdefault(joint, Driving(joint, *span, role))  # type: ignore[arg-type]
    return tuple(told.values())


def _wrong(told: Truth, words: Words) -> list[str]:
    """A sentence on the mistakes, where there are any."""
    kinds = {mistake.kind: mistake.value for mistake in told.mistakes}
    if not kinds:
        return []
    said = [f"{kind}, {words.pick(_BY).format(n=round(value))}" for kind, value in kinds.items()]
    return [words.pick(_WRONG).format(said=", and ".join(said))]


def _whole(played: Performance, side: str, repeated: int, words: Words) -> str:
    """Who does what, how, and sometimes how often or how fast."""
    other = "left" if side == "right" else "right"
    how = played.style.how.format(side=side, other=other)
    said = words.pick(played.action.sentences)
    who = words.pick([who for who in _WHO if who.split()[-1] not in said])
    said = said.format(who=who, how=how, side=side, other=other)
    text = " ".join(said.split()).removesuffix(".")
    tails = [words.pick(next(pace for limit, pace in _PACE if played.tempo <= limit))]
    if 1 < repeated == len(played.timelines[0].repetitions) and "again" not in text:
        tails.append(words.pick(_OFTEN).format(n=times_in_words(repeated)))
    tail = words.pick([tail for tail in tails if tail] or [""])
    return sentence(f"{text}, {tail}." if tail else f"{text}.")
