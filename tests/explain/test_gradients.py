import numpy as np
import pytest
import torch

from skelbench.errors import ExplanationError
from skelbench.explain import integrated_gradients, spread_steps

GENERATOR = torch.Generator().manual_seed(1)
CLIP = torch.randn(1, 4, 1, 3, 3, dtype=torch.float64, generator=GENERATOR)
START = torch.zeros_like(CLIP)


def test_a_linear_score_is_explained_exactly():
    weights = torch.randn(CLIP.shape[1:], dtype=torch.float64, generator=GENERATOR)
    found = integrated_gradients(lambda x: (x * weights).sum((1, 2, 3, 4)), CLIP, START)
    torch.testing.assert_close(found.attributions, CLIP[0] * weights)
    assert abs(found.gap) < 1e-12


def test_a_product_is_shared_equally_between_its_factors():
    """f = x y from (0, 0) to (a, b): each gets a b / 2."""
    found = integrated_gradients(lambda x: x[:, 0, 0, 0, 0] * x[:, 0, 0, 0, 1], CLIP, START)
    half = CLIP[0, 0, 0, 0, 0] * CLIP[0, 0, 0, 0, 1] / 2
    torch.testing.assert_close(found.attributions[0, 0, 0, :2], half.expand(2))


def test_an_ignored_joint_gets_nothing():
    found = integrated_gradients(lambda x: x[..., 0, :].square().sum((1, 2, 3)), CLIP, START)
    assert not found.attributions[:, :, 1:].any()


def test_a_sharp_step_in_the_path_is_found_by_the_probes():
    """A logistic step: uneven steps close the gap that even ones leave."""
    found = integrated_gradients(
        lambda x: torch.sigmoid(60 * (x[:, 0, 0, 0, 0] / CLIP[0, 0, 0, 0, 0] - 0.53)), CLIP, START
    )
    assert abs(found.gap) < 0.03


def test_steps_follow_the_movement():
    assert spread_steps(np.array([0.0, 3.0, 1.0]), 7) == [1, 4, 2]
    assert spread_steps(np.zeros(4), 8) == [2, 2, 2, 2]
    with pytest.raises(ExplanationError, match="at least one step for each of 4"):
        spread_steps(np.ones(4), 3)


def test_a_dead_gradient_is_an_error():
    with pytest.raises(ExplanationError, match="gradient is zero"):
        integrated_gradients(lambda x: (x > 0).double().sum((1, 2, 3, 4)) + 0 * x.sum((1, 2, 3, 4)), CLIP, START)
