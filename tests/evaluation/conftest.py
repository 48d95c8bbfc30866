"""Clips of one frame whose time says which they are, and answers told in advance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from skelbench.evaluation import Evaluation, evaluate_clips
from skelbench.records import Answer, Question
from skelbench.skeleton import KINECT_V2, SkeletonSequence

CHOICES = ("wave", "bow", "clap")


@dataclass(frozen=True)
class PlainClip:
    """What a clip of a set offers."""

    id: str
    sequence: SkeletonSequence
    label: str | None
    subject: str | None = None


def plain_clip(number: int, label: str | None, subject: str | None = None) -> PlainClip:
    """Clip `number`: one frame at so many seconds."""
    sequence = SkeletonSequence(KINECT_V2, np.zeros((1, 1, 25, 3)), [float(number)])
    return PlainClip(f"c{number}", sequence, label, subject)


def answer_of(best: str, choices: tuple[str, ...] = CHOICES) -> Answer:
    """An answer that is sure of one choice."""
    scores = {choice: (0.0 if choice == best else -2.0) for choice in choices}
    return Answer(Question("What is it?", choices), scores)


@pytest.fixture
def told() -> Callable[..., Evaluation]:
    """`told(labels, answers, subjects)`: the evaluation of clips answered so."""

    def make(labels, answers, subjects=None):
        clips = [
            plain_clip(number, label, subjects[number] if subjects else None) for number, label in enumerate(labels)
        ]
        return evaluate_clips(lambda sequence: answer_of(answers[int(sequence.times[0])]), clips)

    return make


@pytest.fixture
def numbered() -> Callable[..., PlainClip]:
    """`numbered(number, label, subject)`: a clip of one frame."""
    return plain_clip


@pytest.fixture
def sure_of() -> Callable[..., Answer]:
    """`sure_of(choice)`: an answer."""
    return answer_of
