from __future__ import annotations

import pytest

from skelbench.errors import RecordError
from skelbench.records import Answer, Failure, Question

QUESTION = Question("What does the person do?", ("wave", "clap", "bow"))


def test_the_answer_is_the_choice_with_the_highest_score():
    answer = Answer(QUESTION, {"wave": -3.0, "clap": -0.5, "bow": -1.75})
    assert answer.best == "clap"
    assert answer.runner_up == "bow"
    assert answer.margin == pytest.approx(1.25)
    assert [choice for choice, _ in answer.ranked()] == ["clap", "bow", "wave"]


def test_of_equal_scores_the_first_choice_is_the_answer():
    answer = Answer(QUESTION, {"wave": -1.0, "clap": -1.0, "bow": -2.0})
    assert (answer.best, answer.runner_up, answer.margin) == ("wave", "clap", 0.0)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [((), "at least two choices"), (("wave",), "at least two choices"), (("wave", "bow", "wave"), "twice: wave")],
)
def test_a_question_needs_choices_that_differ(choices, sentence):
    with pytest.raises(RecordError, match=sentence):
        Question("What?", choices)


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({"wave": 0.0, "clap": 0.0}, "was asked for"),
        ({"clap": 0.0, "wave": 0.0, "bow": 0.0}, "was asked for"),
        ({"wave": 0.0, "clap": float("nan"), "bow": 0.0}, "not finite for clap"),
        ({"wave": float("-inf"), "clap": 0.0, "bow": 0.0}, "not finite for wave"),
    ],
)
def test_an_answer_scores_what_it_was_asked_with_finite_numbers(scores, sentence):
    with pytest.raises(RecordError, match=sentence):
        Answer(QUESTION, scores)


def test_a_failure_is_no_answer():
    assert not isinstance(Failure("the clip is empty"), Answer)
