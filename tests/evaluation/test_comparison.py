import numpy as np
import pytest

from skelbench.errors import ParameterError
from skelbench.evaluation import compare_evaluations, mcnemar_exact


def test_the_exact_p_is_the_two_sided_tail_of_a_fair_coin():
    first = [True] * 8 + [False] * 2 + [True] * 5
    second = [False] * 8 + [True] * 2 + [True] * 5
    found = mcnemar_exact(first, second)
    assert (found.only_first, found.only_second) == (8, 2)
    assert found.p_value == pytest.approx(2 * (1 + 10 + 45) / 1024)  # P[X <= 2] of 10 coins, twice


def test_models_that_never_differ_are_told_apart_by_nothing():
    assert mcnemar_exact([True, False], [True, False]).p_value == 1.0


def test_rows_of_different_length_are_no_pairs():
    with pytest.raises(ParameterError, match="pairs"):
        mcnemar_exact([True], [True, False])


def test_two_evaluations_are_paired_clip_by_clip(told):
    labels = ["wave", "bow", "clap", "wave"]
    first = told(labels, ["wave", "bow", "clap", "bow"])
    second = told(labels, ["wave", "wave", "clap", "clap"])
    found = compare_evaluations(first, second)
    assert (found.first, found.second, found.difference.estimate) == (0.75, 0.5, 0.25)
    assert (found.mcnemar.only_first, found.mcnemar.only_second, found.agreement) == (1, 0, 0.5)
    assert found.to_json()["difference_interval"] == [found.difference.lower, found.difference.upper]


def test_a_model_beside_itself_differs_by_nothing(told):
    same = told(["wave", "bow"], ["wave", "wave"])
    found = compare_evaluations(same, same)
    assert (found.difference.lower, found.difference.upper, found.mcnemar.p_value) == (0.0, 0.0, 1.0)


def test_pairs_have_narrower_intervals_than_two_separate_ones(told):
    rng = np.random.default_rng(0)
    labels = ["wave"] * 200
    right = rng.uniform(size=200) < 0.5
    other = right.copy()
    other[:10] = False
    first, second = (told(labels, ["wave" if r else "bow" for r in rows]) for rows in (right, other))
    paired = compare_evaluations(first, second).difference
    assert paired.upper - paired.lower < (first.forced_accuracy.upper - first.forced_accuracy.lower) / 2


def test_evaluations_of_other_clips_are_refused(told):
    with pytest.raises(ParameterError, match="same clips"):
        compare_evaluations(told(["wave", "bow"], ["wave", "bow"]), told(["wave", "clap"], ["wave", "clap"]))
