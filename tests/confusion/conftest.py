"""Six clips and what a stand-in read in them: one brush hair read as drink water, one nearly."""

from __future__ import annotations

import pytest

from skelbench.choreography import choreograph
from skelbench.datasets import Clip
from skelbench.evaluation import Evaluation, evaluate_clips
from skelbench.records import Answer, Question, Rejection

CHOICES = ("drink water", "brush hair", "wave")
SCORES = {  # clip -> scores of the choices
    "b0": (-0.1, -2.0, -9.0),  # brush hair read as drink water
    "b1": (-1.0, -0.6, -9.0),  # nearly
    "b2": (-5.0, -0.1, -9.0),
    "d0": (-0.1, -3.0, -9.0),
    "d1": (-0.1, -4.0, -9.0),
    "w0": (-9.0, -0.1, -0.2),  # wave read as brush hair, but rejected
}


@pytest.fixture(scope="session")
def clips() -> list[Clip]:
    labels = {"b": "brush hair", "d": "drink water", "w": "wave"}
    return [Clip(name, choreograph(labels[name[0]], int(name[1])), labels[name[0]]) for name in SCORES]


@pytest.fixture(scope="session")
def evaluation(clips: list[Clip]) -> Evaluation:
    names = {id(clip.sequence): clip.id for clip in clips}

    def answer(sequence):
        name = names[id(sequence)]
        strange = Rejection(name == "w0", 0.0, 1.0, "", 0.9, 0.9)
        scores = dict(zip(CHOICES, SCORES[name], strict=True))
        return Answer(Question("?", CHOICES), scores, rejection=strange)

    return evaluate_clips(answer, clips)
