from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render.measure.width import lone_bone, measured_width
from skelbench.render.renderer import Renderer


class Bar(Renderer):
    """A hard bar of 6.5 pixels around the principal point, averaged over each pixel."""

    def __init__(self, width=6.5, upright=True):
        super().__init__()
        self.width, self.upright = width, upright

    def draw(self, clips):
        ((_, scene),) = clips
        camera = scene.camera
        pixels = torch.arange(camera.size[0], dtype=torch.float64)
        away = pixels - camera.intrinsics[0 if self.upright else 1, 2]
        cover = (self.width / 2 + 0.5 - away.abs()).clamp(0, 1)
        line = cover if self.upright else cover[:, None]
        return [line.expand(1, 1, 3, *camera.size)]


def test_a_bar_of_known_width_measures_that_width():
    positions, scene = lone_bone((0, 0), 40)
    assert measured_width(Bar(), positions, scene) == pytest.approx(6.5, abs=1e-6)
    assert measured_width(Bar(9, upright=False), positions, scene, across=1) == pytest.approx(9, abs=1e-6)


def test_an_empty_picture_has_no_width():
    with pytest.raises(RenderError, match="found nothing drawn there"):
        measured_width(Bar(-5), *lone_bone((0, 0), 40))


def test_the_bone_moves_at_its_speeds_and_stands_where_it_should():
    positions, scene = lone_bone((-1.0, 4.0), 64, 2.0)
    assert positions.shape == (1, 3, 1, 2, 3)
    np.testing.assert_allclose(np.diff(positions[0, :, 0, 1, 0]) / np.diff(scene.times), 4)
    assert positions[0, 1, 0, :, 0].tolist() == [0, 0]
    assert positions[..., 2].unique().tolist() == [2.0]
