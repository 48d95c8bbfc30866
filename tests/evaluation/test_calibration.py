import numpy as np
import pytest

from skelbench.errors import ParameterError
from skelbench.evaluation import calibrate, fit_temperature


def test_a_case_calculated_by_hand():
    # four clips among two choices: 0.9 right, 0.9 wrong, 0.6 right, 0.6 right
    probabilities = [[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.6, 0.4]]
    found = calibrate(probabilities, [0, 1, 1, 0])
    # two bins of two clips: |0.5 - 0.9| and |1 - 0.6|, each of half of the clips
    assert found.expected_error == pytest.approx(0.4)
    # squared distances from the truth: 0.02, 1.62, 0.32, 0.32
    assert found.brier == pytest.approx((0.02 + 1.62 + 0.32 + 0.32) / 4)
    assert found.log_loss == pytest.approx(-np.log([0.9, 0.1, 0.6, 0.6]).mean())
    assert found.table["clips"].tolist() == [2, 2]
    assert found.table["accuracy"].tolist() == [1.0, 0.5]
    assert found.table["lower"].tolist() == pytest.approx([0.5, 0.8])


def test_certainty_that_is_always_right_has_no_error():
    found = calibrate(np.eye(3), [0, 1, 2])
    assert (found.expected_error, found.brier, found.log_loss) == (0.0, 0.0, 0.0)


def test_probabilities_that_are_true_have_a_small_error():
    rng = np.random.default_rng(0)
    best = rng.uniform(0.5, 1.0, 20_000)
    right = np.where(rng.uniform(size=best.size) < best, 0, 1)
    assert calibrate(np.stack([best, 1 - best], axis=1), right).expected_error < 0.02


def test_a_zero_for_the_truth_costs_much_but_not_everything():
    assert calibrate([[1.0, 0.0]], [1]).log_loss == pytest.approx(-np.log(1e-12))


def test_scores_made_three_times_too_sure_are_found_out():
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(4000, 5)) * 1.5
    shares = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    right = np.array([rng.choice(5, p=row) for row in shares])
    assert fit_temperature(3 * scores, right) == pytest.approx(3.0, rel=0.08)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ParameterError, match="add up to 1"):
        calibrate([[0.9, 0.3]], [0])
    with pytest.raises(ParameterError, match="0 to 1, found 2"):
        calibrate([[0.5, 0.5]], [2])
    with pytest.raises(ParameterError, match="N right columns"):
        calibrate([[0.5, 0.5]], [0, 1])
    with pytest.raises(ParameterError, match="fit a temperature"):
        fit_temperature(np.zeros((0, 2)), [])
