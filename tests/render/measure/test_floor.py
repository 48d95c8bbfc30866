from __future__ import annotations

import math

import numpy as np
import torch

from skelbench.render import DrActionConfig, Scene
from skelbench.render.camera import Camera
from skelbench.render.measure.floor import count_pairs, floor_ms, library_pair_ns, pair_ns
from skelbench.render.measure.people import timed_scene
from skelbench.skeleton import Topology


def lone_dot(size: int, focal: float) -> Scene:
    there = np.ones((1, 1, 1), bool)
    middle = (size - 1) / 2
    camera = Camera(np.array([[focal, 0, middle], [0, focal, middle], [0, 0, 1]]), np.eye(4), (size, size))
    return Scene(Topology("dot", ("dot",), ()), there, there[..., 0], None, np.zeros(1), np.array([0]), camera)


def test_a_dot_counts_the_pixels_of_its_disc():
    """sigma = 100 * 0.04 / 2 = 2 pixels; cut exp(-2) at 2 sigma: pixels within 4 of the middle, of which 49 exist."""
    config = DrActionConfig(joint_radius=0.04, cut=math.exp(-2) - 1e-4)
    found = count_pairs(torch.tensor([0, 0, 2.0]).reshape(1, 1, 1, 1, 3), lone_dot(41, 100.0), config)
    steps = np.arange(-20, 21)
    assert found == (steps**2 + steps[:, None] ** 2 <= 16).sum() == 49


def test_what_lies_outside_the_picture_does_not_count():
    config = DrActionConfig(joint_radius=0.04, cut=math.exp(-2) - 1e-4)
    on_the_edge = torch.tensor([-0.4, 0, 2.0]).reshape(1, 1, 1, 1, 3)  # column 20 - 20 = 0: half of the disc
    assert count_pairs(on_the_edge, lone_dot(41, 100.0), config) == 29
    assert count_pairs(on_the_edge - 5, lone_dot(41, 100.0), config) == 0


def test_published_people_have_about_the_known_number_of_pairs():
    """A Gaussian of sigma = 388 * 0.02 / 3 pixels covers pi (5.26 sigma)^2 pixels; 265 of them in 12 frames."""
    positions, scene = timed_scene(1, 448)
    config = DrActionConfig(joint_radius=0.02002, bone_radius=0.02002)
    expected = 265 * 12 * math.pi * (5.257 * 387.98 * 0.02002 / 3) ** 2
    assert abs(count_pairs(positions, scene, config) / expected - 1) < 0.15


def test_two_exponentials_cost_between_a_twentieth_and_twenty_nanoseconds_and_the_floor_is_pairs_times_that():
    assert 0.05 < pair_ns() < 20
    assert math.isclose(floor_ms(2_000_000), 2 * pair_ns())


def test_the_librarys_exponentials_cost_no_less_than_a_twentieth_of_a_nanosecond_either():
    assert 0.05 <= library_pair_ns() <= 20
