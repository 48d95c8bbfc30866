"""The truth of a clip in words and spans, from what its body was told to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from skelbench.choreography.joints import driven_joints
from skelbench.records import Driving, Phase, Truth, TruthQuestion
from skelbench.skeleton import Topology

if TYPE_CHECKING:
    from skelbench.choreography.choreograph import Performance

__all__ = ["tell_truth"]

_WHO = ("a person", "someone", "the person", "somebody")


def tell_truth(played: Performance, topology: Topology, rng: np.random.Generator) -> Truth:
    """Driving joints, phases, repetitions, descriptions and questions, cut to the clip."""
    side = "left" if played.side == 1 else "right"
    timeline = played.timelines[0]
    phases = [Phase(name, *span) for name, a, b in timeline.phases if (span := _within(played, a, b))]
    repetitions = tuple(span for a, b in timeline.repetitions if (span := _within(played, a, b)))
    return Truth(
        label=played.action.label, synonyms=played.action.synonyms, driving=_driving(played, topology, side),
        phases=tuple(phases), repetitions=repetitions, descriptions={"whole": _whole(played, side, rng)},
        questions=_questions(played, side),
    )  # fmt: skip


def _within(played: Performance, start: float, end: float) -> tuple[float, float] | None:
    """A span of script time as clip time, cut to the clip; None where nothing of it is left."""
    first, last = played.times[0], played.times[-1]
    low, high = max(start - played.offset, first), min(end - played.offset, last)
    return (round(float(low), 4), round(float(high), 4)) if high - low > 1e-3 else None


def _driving(played: Performance, topology: Topology, side: str) -> tuple[Driving, ...]:
    style, action, timeline = played.style, played.action, played.timelines[0]
    decides = style.decides or action.decides
    told: dict[str, Driving] = {}
    for role, channels in (("decides", decides), ("accompanies", style.accompanies or action.accompanies)):
        for channel in channels:
            spans = timeline.spans(channel)
            if not spans:
                continue
            span = _within(played, min(a for a, _ in spans), max(b for _, b in spans))
            if span is None:
                continue
            for joint in driven_joints(channel, side, topology):
                told.setdefault(joint, Driving(joint, *span, role))  # type: ignore[arg-type]
    return tuple(told.values())


def _whole(played: Performance, side: str, rng: np.random.Generator) -> str:
    sentences = played.action.sentences
    sentence = sentences[int(rng.integers(len(sentences)))]
    other = "left" if side == "right" else "right"
    how = played.style.how.format(side=side, other=other)
    text = " ".join(sentence.format(who=_WHO[int(rng.integers(len(_WHO)))], how=how, side=side, other=other).split())
    return text[0].upper() + text[1:] + "."


def _questions(played: Performance, side: str) -> tuple[TruthQuestion, ...]:
    decides = played.style.decides or played.action.decides
    limbs = {channel for channel in decides if channel in ("hand", "other", "foot", "other_foot")}
    answer = "both" if {"hand", "other"} <= limbs else side if limbs else "neither"
    return (TruthQuestion("Which side does it?", ("left", "right", "both", "neither"), answer, "side"),)
