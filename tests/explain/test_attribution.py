import numpy as np
import pytest
import torch

from skelbench.errors import ExplanationError
from skelbench.explain import AttributionSettings, Target, attribute

QUICK = AttributionSettings(samplings=2, steps=8)


@pytest.fixture(scope="module")
def wave_map(tiny_model, waving):
    return attribute(tiny_model, waving, tiny_model.question(), Target("wave"), QUICK)


def test_scores_add_up_to_the_score_within_the_stated_gap(wave_map):
    total = np.nansum(wave_map.scores)
    assert total - (wave_map.score - wave_map.score_baseline) == pytest.approx(wave_map.completeness_gap, abs=1e-6)


def test_frames_no_sampling_looked_at_are_not_a_number(wave_map, waving):
    assert wave_map.scores.shape == waving.positions.shape[:3]
    assert 0 < wave_map.seen.sum() < waving.frames
    assert np.isnan(wave_map.scores[~wave_map.seen]).all()
    assert np.isfinite(wave_map.scores[wave_map.seen]).all()


def test_it_is_the_same_again(wave_map, tiny_model, waving):
    again = attribute(tiny_model, waving, tiny_model.question(), Target("wave"), QUICK)
    np.testing.assert_array_equal(again.scores, wave_map.scores)


def test_a_difference_of_two_is_the_difference_of_their_maps(wave_map, tiny_model, waving):
    question = tiny_model.question()
    other = attribute(tiny_model, waving, question, Target("clap"), QUICK)
    lead = attribute(tiny_model, waving, question, Target("wave", "clap"), QUICK)
    assert lead.target == "wave, not clap"
    assert lead.score == pytest.approx(wave_map.score - other.score, abs=1e-4)


def test_training_mode_is_refused(tiny_model, waving):
    tiny_model.train()
    try:
        with pytest.raises(ExplanationError, match="evaluation mode"):
            attribute(tiny_model, waving, tiny_model.question(), Target("wave"))
    finally:
        tiny_model.eval()


@pytest.mark.parametrize("baseline", ["rest pose", "mean pose", "first frame"])
def test_a_missing_joint_gets_no_score(tiny_model, waving, baseline):
    positions = waving.positions.copy()
    positions[:, 0, 7] = np.nan
    settings = AttributionSettings(samplings=1, steps=8, baseline=baseline)
    found = attribute(tiny_model, waving.changed(positions=positions), tiny_model.question(), Target("wave"), settings)
    assert np.isnan(found.scores[:, 0, 7]).all()
    assert np.isfinite(found.scores[found.seen][:, 0, :7]).all()


def test_an_unknown_baseline_is_named(tiny_model, waving):
    with pytest.raises(ExplanationError, match="'zero'; known: first frame"):
        attribute(tiny_model, waving, tiny_model.question(), Target("wave"), AttributionSettings(baseline="zero"))


def test_no_gradient_stays_on_the_weights(wave_map, tiny_model):
    assert all(parameter.grad is None for parameter in tiny_model.parameters())
    assert isinstance(wave_map.score, float)
    assert torch.is_grad_enabled()
