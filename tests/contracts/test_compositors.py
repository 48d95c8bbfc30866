"""The contract of a compositing backend: whoever registers one is held to it, without writing a test."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.render import BACKENDS, Camera, DrAction, DrActionConfig, Scene, Splats, composite_reference
from skelbench.skeleton import Topology

EVERY_BACKEND = pytest.mark.parametrize("backend", list(BACKENDS))
SIZE = (17, 23)


def splats(seed: int = 0) -> Splats:
    """Round splats in two pictures, some outside, some at the very same depth."""
    rng = np.random.default_rng(seed)
    count = 60
    sharpness = 1 / rng.uniform(0.5, 3, count) ** 2
    columns, rows = rng.uniform(-5, SIZE[1] + 5, count), rng.uniform(-5, SIZE[0] + 5, count)
    table = np.column_stack(
        [columns, rows, sharpness, 0 * sharpness, sharpness, rng.uniform(0, 1, count), rng.uniform(0, 1, (count, 3))]
    )
    depth = np.round(rng.uniform(1, 3, count), 1)
    return Splats(torch.tensor(table, requires_grad=True), torch.tensor(depth), torch.tensor([0, 25, 60]), SIZE)


@EVERY_BACKEND
def test_pictures_are_finite_between_black_and_white_and_of_the_asked_size(backend):
    pictures = BACKENDS[backend](splats(), 1e-6, 1)
    assert pictures.shape == (2, 3, *SIZE)
    assert torch.isfinite(pictures).all()
    assert pictures.min() >= 0
    assert pictures.max() <= 1


@EVERY_BACKEND
def test_pictures_and_gradients_are_those_of_the_definition(backend):
    results = []
    for compositor in (BACKENDS[backend], composite_reference):
        scene = splats(3)
        pictures = compositor(scene, 0.0, 2)
        weights = torch.linspace(-1, 1, pictures.numel(), dtype=pictures.dtype).reshape(pictures.shape).sin()
        (pictures * weights).sum().backward()
        results.append((pictures.detach(), scene.table.grad))
    (found, gradient), (expected, wanted) = results
    assert (found - expected).abs().max() < 5e-6
    assert (gradient - wanted).norm(dim=0).div(wanted.norm(dim=0)).max() < 1e-5


@EVERY_BACKEND
def test_motion_moves_pixels_as_the_camera_says(backend):
    camera = Camera(np.array([[10.0, 0, 8], [0, 10, 8], [0, 0, 1]]), np.eye(4), (17, 17))
    there = np.ones((1, 1, 1), bool)
    scene = Scene(Topology("dot", ("dot",), ()), there, there[..., 0], None, np.zeros(1), np.array([0]), camera)
    renderer = DrAction(DrActionConfig(backend=backend, joint_radius=0.2, threads=1))
    for point in ([0.0, 0.0, 2.0], [0.8, 0.0, 2.0], [0.0, 0.8, 2.0], [-0.6, -0.4, 2.0]):
        picture = renderer(torch.tensor(point).reshape(1, 1, 1, 1, 3), scene)[0, 0].sum(0)
        row, column = np.unravel_index(int(picture.argmax()), picture.shape)
        np.testing.assert_allclose((column, row), camera.pixels(np.array(point)), atol=0.01)
