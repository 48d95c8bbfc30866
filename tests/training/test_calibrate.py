import numpy as np
import pytest

from skelbench.training import fit_temperature
from skelbench.training.calibrate import Readings


def test_scores_twice_too_sure_get_temperature_two():
    generator = np.random.default_rng(0)
    logits = generator.normal(0, 1.5, (20000, 3))
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels = (shares.cumsum(1) < generator.random((20000, 1))).sum(1)
    assert fit_temperature(2 * logits, labels) == pytest.approx(2, rel=0.05)


def test_the_highest_score_is_the_answer():
    readings = Readings(
        np.array([[0.0, 1.0], [2.0, 1.0]]), np.zeros((2, 3)), np.array([1, 1]), np.zeros(2), np.ones(2, int)
    )
    assert readings.correct.tolist() == [True, False]
