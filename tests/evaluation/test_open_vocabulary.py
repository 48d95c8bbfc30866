import pytest

from skelbench.errors import ParameterError
from skelbench.evaluation import harmonic_mean, open_vocabulary


def test_the_harmonic_mean_is_that_of_the_paper():
    assert harmonic_mean(0.8, 0.4) == pytest.approx(0.5333333)
    assert harmonic_mean(0.0, 0.0) == 0.0 == harmonic_mean(0.9, 0.0)


def test_trained_and_new_labels_are_counted_apart(told):
    evaluation = told(["wave", "wave", "bow", "bow", "clap"], ["wave", "wave", "bow", "wave", "wave"])
    found = open_vocabulary(evaluation, ("bow", "clap"))
    assert (found.seen.estimate, found.unseen.estimate) == (1.0, pytest.approx(1 / 3))
    assert found.harmonic == pytest.approx(0.5)
    assert found.to_json()["clips_unseen"] == 3


def test_one_kind_alone_has_no_harmonic_mean(told):
    with pytest.raises(ParameterError, match="found 2 and 0"):
        open_vocabulary(told(["wave", "bow"], ["wave", "bow"]), ("clap",))
