from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.render import Camera, HeatmapRenderer, HeatmapsConfig, Scene
from skelbench.render.appearance import PART_COLOURS
from skelbench.skeleton import Topology

PAIR = Topology("pair", ("a", "b"), (("a", "b"),))
GREY = PART_COLOURS[-1][0]


def pair(points, confidence=None, people=1):
    """Two joints per person at given pixels of a picture of 56 x 56, 1 m away (a metre is 50 pixels)."""
    pixels = np.array(points, dtype=float).reshape(1, people, 2, 2)
    positions = np.stack([(pixels[..., 0] - 28) / 50, (28 - pixels[..., 1]) / 50, np.ones_like(pixels[..., 0])], -1)
    there = np.ones((1, people, 2), bool)
    sure = None if confidence is None else np.array(confidence, np.float32).reshape(1, people, 2)
    camera = Camera(np.array([[50.0, 0, 28], [0, 50, 28], [0, 0, 1]]), np.eye(4), (56, 56))
    scene = Scene(PAIR, there, there[..., 0], sure, np.zeros(1), np.array([0]), camera)
    return torch.tensor(positions)[None], scene


def test_the_stack_has_a_gaussian_of_posec3ds_sigma_a_joint():
    maps = HeatmapRenderer().stack(*pair([[20, 30], [40.25, 10]]))
    assert maps.shape == (1, 1, 2, 56, 56)
    first, second = maps[0, 0].numpy()
    assert first[30, 20] == pytest.approx(1)
    assert first[31, 20] == pytest.approx(np.exp(-1 / (2 * 0.36)), rel=1e-6)
    assert first[31, 21] == pytest.approx(np.exp(-2 / (2 * 0.36)), rel=1e-6)
    assert second[10, 40] == pytest.approx(np.exp(-(0.25**2) / (2 * 0.36)), rel=1e-6)
    assert second[30, 20] == 0


def test_confidence_lowers_the_peak_and_sigma_is_pixels():
    maps = HeatmapRenderer(HeatmapsConfig(sigma_px=2)).stack(*pair([[20, 30], [40, 10]], confidence=[1, 0.25]))
    assert maps[0, 0, 1, 10, 40].item() == pytest.approx(0.25)
    assert maps[0, 0, 0, 32, 20].item() == pytest.approx(np.exp(-0.5))


def test_the_larger_of_two_peoples_heat_counts():
    maps = HeatmapRenderer().stack(*pair([[20, 30], [5, 5], [21, 30], [50, 50]], people=2))
    assert maps[0, 0, 0, 30, 20].item() == pytest.approx(1)
    assert maps.max().item() == pytest.approx(1)


def test_colours_are_those_of_the_parts_and_light_adds_up_as_on_a_screen():
    apart = HeatmapRenderer()(*pair([[20, 30], [40, 10]]))[0, 0]
    assert apart[:, 30, 20].tolist() == pytest.approx([GREY] * 3)
    together = HeatmapRenderer()(*pair([[20, 30], [20, 30]]))[0, 0]
    assert together[:, 30, 20].tolist() == pytest.approx([1 - (1 - GREY) ** 2] * 3)


def test_joints_out_of_the_picture_light_only_what_they_reach():
    maps = HeatmapRenderer(HeatmapsConfig(sigma_px=2)).stack(*pair([[-2, 30], [5000, -70]]))
    assert maps[0, 0, 0, 30, 0].item() == pytest.approx(np.exp(-0.5))
    assert maps[0, 0, 0, :, 20:].max() == 0
    assert maps[0, 0, 1].max() == 0


def test_the_stack_is_differentiable_where_one_person_is_the_larger():
    positions, scene = pair([[20.2, 30.3], [40.4, 10.1]])
    renderer = HeatmapRenderer(HeatmapsConfig(sigma_px=1.0, cut=1e-12))
    gradient = torch.autograd.gradcheck(
        lambda p: renderer.stack(p, scene), (positions.requires_grad_(),), fast_mode=True
    )
    assert gradient


def test_a_config_out_of_range_is_refused():
    with pytest.raises(ParameterError, match="HeatmapsConfig's sigma_px or cut"):
        HeatmapsConfig(cut=0)
