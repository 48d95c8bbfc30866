import pytest

from skelbench.errors import ModelError, ParameterError
from skelbench.evaluation import position_bias
from skelbench.records import Failure

CHOICES = ("wave", "bow", "clap")


@pytest.fixture
def clips(numbered):
    return [numbered(number, CHOICES[number % 3]) for number in range(60)]


def test_who_always_takes_the_first_is_found_out(clips, sure_of):
    found = position_bias(lambda sequence, order: sure_of(order[0], tuple(order)), clips, CHOICES, range(6))
    assert found.chosen_places == (1.0, 0.0, 0.0) and found.p_value < 1e-6
    assert found.changed > 0.8
    assert sum(found.accuracies) / 6 == pytest.approx(1 / 3, abs=0.1)


def test_who_knows_does_not_care_for_the_order(clips, sure_of):
    found = position_bias(
        lambda sequence, order: sure_of(CHOICES[int(sequence.times[0]) % 3], tuple(order)), clips, CHOICES
    )
    assert (found.accuracies, found.spread, found.changed) == ((1.0, 1.0, 1.0), 0.0, 0.0)
    assert found.p_value > 0.01 and found.to_json()["spread"] == 0.0


def test_no_answer_is_wrong_and_stands_nowhere(clips):
    def refuse(sequence, order):
        if sequence.times[0] > 30:
            raise ModelError("too long")
        return Failure("no label")

    found = position_bias(refuse, clips, CHOICES)
    assert found.accuracies == (0.0, 0.0, 0.0) and found.chosen_places == (0.0, 0.0, 0.0)


def test_one_order_says_nothing(clips):
    with pytest.raises(ParameterError, match="two seeds"):
        position_bias(lambda sequence, order: Failure("?"), clips, CHOICES, (0,))
