import math
from dataclasses import dataclass

import pytest

from skelbench.errors import ModelError, ServerError
from skelbench.evaluation import INVALID, evaluate_batches, served_reader, written_answer
from skelbench.evaluation.written import choice_masses
from skelbench.models.server import Reply, TokenChoices
from skelbench.records import Failure, Question

QUESTION = Question("What is it?", ("wave", "pick up", "pick nose", "bow"))


def place(token, **shares):
    likeliest = tuple((name.replace("_", " "), math.log(share)) for name, share in shares.items())
    return TokenChoices(token, dict(likeliest)[token], likeliest)


def test_a_text_without_log_probabilities_scores_one_for_the_choice_it_names():
    answer = written_answer(QUESTION, Reply("Pick up."))
    assert (answer.best, answer.normalisation, answer.generated) == ("pick up", "text", "Pick up.")
    assert dict(answer.scores) == {"wave": 0, "pick up": 1, "pick nose": 0, "bow": 0}
    assert not answer.probabilities


def test_reasons_that_end_in_a_label_line_name_it():
    assert written_answer(QUESTION, Reply("An arm is raised.\nLabel: wave")).best == "wave"


@pytest.mark.parametrize("text", ["", "I see a wave or a bow", "wave\nbow", "Label: swim", "waving"])
def test_any_other_text_is_a_failure_and_no_answer(text):
    assert isinstance(written_answer(QUESTION, Reply(text)), Failure)


def test_the_masses_of_a_tree_of_tokens_are_those_calculated_by_hand():
    """p(wave) 0.4, p(pick) 0.5 and then up 0.7 or nose 0.3, p(bow) 0.06."""
    tokens = [place("pick", wave=0.4, pick=0.5, bo=0.06), place(" up", _up=0.7, _nose=0.3)]
    masses = choice_masses(QUESTION.choices, tokens)
    assert {name: math.exp(mass) for name, mass in masses.items()} == pytest.approx(
        {"wave": 0.4, "pick up": 0.35, "pick nose": 0.15, "bow": 0.06}
    )


def test_the_choice_of_most_mass_wins_over_the_greedy_path():
    tokens = (place("pick", wave=0.4, pick=0.5, bo=0.06), place(" up", _up=0.7, _nose=0.3))
    answer = written_answer(QUESTION, Reply("pick up", tokens))
    assert (answer.best, answer.normalisation) == ("wave", "sum")
    assert answer.probabilities["wave"] == pytest.approx(0.4 / 0.96)


def test_a_beginning_that_several_choices_share_is_shared_evenly_and_the_unseen_get_what_is_left():
    masses = choice_masses(QUESTION.choices, [place("wave", wave=0.8, Pick=0.1)])
    shares = {name: math.exp(mass) for name, mass in masses.items()}
    assert shares["pick up"] == shares["pick nose"] == pytest.approx(0.05)
    assert shares["bow"] == pytest.approx(0.1)  # 1 - 0.8 - 0.1, an upper bound


def test_other_words_that_begin_alike_are_no_choice():
    masses = choice_masses(("bow", "wave"), [place("bow", bow=0.5, waved=0.4, the=0.1)])
    assert math.exp(masses["wave"]) == pytest.approx(1e-12)


def test_a_text_of_more_than_the_label_has_no_masses():
    assert choice_masses(QUESTION.choices, [place("I", I=0.9, wave=0.1)]) is None
    assert choice_masses(QUESTION.choices, []) is None


class Served:
    """A model behind a server, without one."""

    def __init__(self, *said):
        self.said = list(said)

    def ask(self, sequence, choices):
        said = self.said.pop(0) if len(self.said) > 1 else self.said[0]
        if isinstance(said, Exception):
            raise said
        return Reply(said)


@pytest.mark.parametrize("threads", [1, 3])
def test_an_evaluation_counts_what_is_no_answer_and_stops_where_nobody_answers(waving, threads):
    @dataclass(frozen=True)
    class Clip:
        id: str
        label: str = "wave"
        subject: str | None = None
        sequence: object = waving

    clips = [Clip(str(number)) for number in range(6)]
    found = evaluate_batches(
        served_reader(Served("wave", ModelError("no JSON"), "hm", "Wave."), ("wave", "bow"), 1), clips
    )
    assert found.table["answer"].tolist() == ["wave", INVALID, INVALID, "wave", "wave", "wave"]
    assert found.invalid == 2 and found.accuracy.estimate == 4 / 6
    assert found.table["margin"].isna().all()
    same = evaluate_batches(served_reader(Served("wave"), ("wave", "bow"), threads), clips)
    assert same.accuracy.estimate == 1.0
    with pytest.raises(ServerError, match="gone"):
        evaluate_batches(served_reader(Served(ServerError("gone")), ("wave", "bow"), threads), clips)
