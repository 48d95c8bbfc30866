import numpy as np
import pytest
import torch

from skelbench.errors import ExplanationError
from skelbench.explain import Grid, integrated_gradients, levels_on, staggered_grids

GENERATOR = torch.Generator().manual_seed(1)
CLIP = torch.randn(1, 4, 1, 3, 3, dtype=torch.float64, generator=GENERATOR)
START = torch.zeros_like(CLIP)
EVEN = Grid((np.arange(16) + 0.5) / 16, np.full(16, 1 / 16))


def test_a_linear_score_is_explained_exactly():
    weights = torch.randn(CLIP.shape[1:], dtype=torch.float64, generator=GENERATOR)
    found = integrated_gradients(lambda x: (x * weights).sum((1, 2, 3, 4)), CLIP, START, EVEN)
    torch.testing.assert_close(found, CLIP[0] * weights)


def test_a_product_is_shared_equally_between_its_factors():
    """f = x y from (0, 0) to (a, b): each gets a b / 2."""
    found = integrated_gradients(lambda x: x[:, 0, 0, 0, 0] * x[:, 0, 0, 0, 1], CLIP, START, EVEN)
    half = CLIP[0, 0, 0, 0, 0] * CLIP[0, 0, 0, 0, 1] / 2
    torch.testing.assert_close(found[0, 0, 0, :2], half.expand(2))


def test_an_ignored_joint_gets_nothing():
    found = integrated_gradients(lambda x: x[..., 0, :].square().sum((1, 2, 3)), CLIP, START, EVEN)
    assert not found[:, :, 1:].any()


def test_the_path_is_scored_from_the_baseline_to_the_clip():
    levels = levels_on(lambda x: x[:, 0, 0, 0, 0], CLIP, START, cells=4)
    np.testing.assert_allclose(levels, float(CLIP[0, 0, 0, 0, 0]) * np.linspace(0, 1, 5))


def test_staggered_grids_together_are_one_fine_grid():
    grids = staggered_grids(np.array([0.0, 3.0, 1.0]), 5, 4)
    nodes = np.sort(np.concatenate([grid.nodes for grid in grids]))
    assert len(np.unique(nodes)) == 20
    assert sum(grid.weights.sum() for grid in grids) / 4 == pytest.approx(1)
    assert (nodes > 1 / 3).sum() > 14  # two thirds of the path, all of the movement


def test_a_sharp_step_is_met_by_the_grids_together():
    """A logistic step: grids of 8 miss it apart, their mean does not."""
    end = CLIP[0, 0, 0, 0, 0]

    def step(x):
        return torch.sigmoid(40 * (x[:, 0, 0, 0, 0] / end - 0.53))

    movement = np.abs(np.diff(levels_on(step, CLIP, START)))
    sums = [float(integrated_gradients(step, CLIP, START, g).sum()) for g in staggered_grids(movement, 8, 4)]
    assert np.mean(sums) == pytest.approx(1, abs=0.01)


def test_steps_are_checked():
    with pytest.raises(ExplanationError, match="at least 1 gradient step"):
        staggered_grids(np.ones(4), 0, 1)
