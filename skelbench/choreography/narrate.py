"""The truth of a clip in words and spans, from what its body was told to do; nothing here is measured."""

from __future__ import annotations

import numpy as np

from skelbench.choreography.actions import ACTIONS, TRAINED
from skelbench.choreography.joints import driven_joints
from skelbench.choreography.performance import Performance
from skelbench.choreography.wording import describe_groups, describe_interactions, pick
from skelbench.records import Driving, Phase, Truth, TruthQuestion
from skelbench.skeleton import Topology

__all__ = ["tell_truth"]

_WHO = ("a person", "someone", "the person", "somebody")
_PACE = (
    (0.85, ("slowly", "without haste", "at an easy pace")),
    (1.18, ("", "", "")),
    (9.0, ("quickly", "briskly", "fast")),
)


def tell_truth(played: Performance, topology: Topology, rng: np.random.Generator) -> Truth:
    """Driving joints, phases, repetitions, descriptions and questions, cut to the clip."""
    side = "left" if played.side == 1 else "right"
    timeline = played.timelines[0]
    phases = [Phase(name, *span) for name, a, b in timeline.phases if (span := _within(played, a, b))]
    repetitions = tuple(span for a, b in timeline.repetitions if (span := _within(played, a, b, most=True)))
    descriptions = {
        "whole": _whole(played, side, rng),
        "groups": describe_groups(timeline, side, rng),
        "interactions": describe_interactions(timeline, side, rng),
    }
    return Truth(
        label=played.action.label, synonyms=played.action.synonyms, driving=_driving(played, topology, side),
        phases=tuple(phases), repetitions=repetitions, descriptions=descriptions,
        questions=_questions(played, side, len(repetitions), rng),
    )  # fmt: skip


def _within(played: Performance, start: float, end: float, most: bool = False) -> tuple[float, float] | None:
    """A span of script time as clip time, cut to the clip; None where nothing, or with `most` not most, is left."""
    first, last = float(played.times[0]), float(played.times[-1])
    low, high = max(start - played.offset, first), min(end - played.offset, last)
    least = 0.5 * (end - start) if most else 1e-3
    return (round(low, 4), round(high, 4)) if high - low > least else None


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


def _whole(played: Performance, side: str, rng: np.random.Generator) -> str:
    other = "left" if side == "right" else "right"
    how = played.style.how.format(side=side, other=other)
    pace = next(words for limit, words in _PACE if played.tempo <= limit)
    sentence = pick(rng, played.action.sentences).format(who=pick(rng, _WHO), how=how, side=side, other=other)
    text = " ".join(f"{sentence} {pick(rng, pace)}".split())
    return text[0].upper() + text[1:] + "."


def _questions(played: Performance, side: str, repeated: int, rng: np.random.Generator) -> tuple[TruthQuestion, ...]:
    label = played.action.label
    others = [name for name in (TRAINED if label in TRAINED else ACTIONS) if name != label]
    wrong = [others[int(index)] for index in rng.permutation(len(others))[:3]]
    limbs = {channel for channel in played.decides if channel in ("hand", "other", "foot", "other_foot")}
    both = {"hand", "other"} <= limbs
    answer = "both" if both else side if limbs else "neither"
    asked = [
        _ask("what", pick(rng, ("What is the person doing?", "Which action is this?")), [label, *wrong], label, rng),
        _ask("which side", pick(rng, ("Which side does it?", "With which side is it done?")),
             ["left", "right", "both", "neither"], answer, rng),
    ]  # fmt: skip
    if repeated:
        low = max(1, repeated - int(rng.integers(4)))
        counts = [str(count) for count in range(low, low + 4)]
        asked.append(_ask("how many", "How many times is the movement made?", counts, str(repeated), rng))
    return tuple(asked)


def _ask(kind: str, text: str, choices: list[str], answer: str, rng: np.random.Generator) -> TruthQuestion:
    order = tuple(choices[int(index)] for index in rng.permutation(len(choices)))
    return TruthQuestion(text, order, answer, kind)
