import dataclasses

import numpy as np
import pytest

from skelbench.training import build_model, calibrate, fit_temperature
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


def test_without_strange_actions_a_model_gets_its_temperature_and_figures_and_rejects_nothing(tiny_recipe):
    held_out = "choreography:seed=2,clips=8,split=held_out,actions=wave+clap,topologies=kinect_v2"
    recipe = dataclasses.replace(tiny_recipe, held_out=held_out, exposed="")
    model = calibrate(build_model(recipe, ("wave", "clap")).eval().requires_grad_(False), recipe)
    assert model.rejection is None
    assert model.settings.temperature != 1.0
    assert model.settings.figures["clips"] == 8
    assert model.settings.people == 1
