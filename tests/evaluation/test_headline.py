import pytest

from skelbench.evaluation import accuracy_interval, evaluate_batches, headline
from skelbench.evaluation.reader import Reader


def test_accuracy_is_by_forced_choice_with_wilsons_interval(told):
    found = headline(told(["wave", "bow", "clap", "wave"], ["wave", "bow", "clap", "bow"], ["a", "a", "b", "b"]))
    assert (found["accuracy"], found["macro_accuracy"], found["chance"]) == (0.75, pytest.approx(5 / 6), 1 / 3)
    assert found["interval"] == pytest.approx([0.3006, 0.9544], abs=1e-4)
    assert (found["interval_over"], found["invalid"], found["clips"]) == ("clips", 0, 4)
    assert found["interval_over_subjects"] == [0.5, 1.0]


class Views(list):
    performances = ("p", "p", "q", "q")


def test_views_of_one_performance_are_not_independent(numbered, sure_of):
    clips = Views(numbered(number, "wave") for number in range(4))
    reader = Reader(lambda sequences: [sure_of("wave" if s.times[0] < 2 else "bow") for s in sequences])
    found, over = accuracy_interval(evaluate_batches(reader, clips))
    assert (found.estimate, found.lower, found.upper, over) == (0.5, 0.0, 1.0, "performances")
