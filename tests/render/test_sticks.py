from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.render import Scene, SticksConfig, SticksRenderer, published_camera
from skelbench.render.appearance import PART_COLOURS
from skelbench.skeleton import KINECT_V2, Topology

DOT = Topology("dot", ("dot",), ())


def flying_dot(velocity):
    """A dot 3 m away in the middle of the picture, flying at a velocity (m/s)."""
    times = np.array([0.0, 0.1, 0.3])
    positions = np.array([0, 0, 3.0]) + (times - 0.1)[:, None] * np.array(velocity)
    there = np.ones((3, 1, 1), bool)
    scene = Scene(DOT, there, there[..., 0], None, times, np.array([1]), published_camera(224))
    return torch.tensor(positions, dtype=torch.float64).reshape(1, 3, 1, 1, 3), scene


def picture(velocity, **settings):
    return SticksRenderer(SticksConfig(**settings))(*flying_dot(velocity))[0, 0].numpy()


def test_the_wedge_reaches_as_far_as_the_joint_flies_in_the_lead():
    drawn = picture([2.0, 0, 0], lead=0.2)
    lit = np.flatnonzero(drawn[:, 112].max(0) > 0.05)
    reach = 193.99 * 0.4 / 3  # pixels to the tip, 25.9
    assert lit.max() - 112 == pytest.approx(reach, abs=1.5)
    assert 112 - lit.min() < 4


@pytest.mark.parametrize(("velocity", "strongest"), [([2, 0, 0], 0), ([-1, 3**0.5, 0], 1), ([-1, -(3**0.5), 0], 2)])
def test_the_direction_tells_the_colour(velocity, strongest):
    drawn = picture(np.array(velocity) * 1.0)
    brightest = drawn[:, drawn.max(0) > 0.5].mean(1)
    assert brightest.argmax() == strongest


def test_what_stands_still_has_no_wedge():
    still, moving = picture([0, 0, 0]), picture([3.0, 0, 0])
    assert (still.max(0) > 0.1).sum() < 30
    assert (moving.max(0) > 0.1).sum() > 2 * (still.max(0) > 0.1).sum()


def test_bones_have_the_colour_of_their_part_and_the_width_of_the_config(make_sequence):
    from skelbench.render import scene_of

    rest = np.zeros((2, 1, 25, 3), np.float32)
    rest[..., 2] = 3
    knee, ankle = (KINECT_V2.joints.index(f"left_{joint}") for joint in ("knee", "ankle"))
    rest[..., knee, 1], rest[..., ankle, 1] = 0.8, -0.8
    valid = np.zeros((2, 1, 25), bool)
    valid[..., [knee, ankle]] = True
    sequence = make_sequence(frames=2).changed(positions=np.where(valid[..., None], rest, np.nan), present=None)
    positions, scene = scene_of(sequence, np.array([0]), 224, published_camera(224))
    drawn = SticksRenderer(SticksConfig(width=0.1))(positions, scene)[0, 0]
    assert drawn[:, 112, 112].tolist() == pytest.approx(PART_COLOURS[4], abs=1e-3)
    assert drawn[0, 112].sum().item() / PART_COLOURS[4][0] == pytest.approx(0.1 * 193.99 / 3, rel=0.01)


def test_a_config_out_of_range_is_refused():
    with pytest.raises(ParameterError, match="lead is out of range: 0"):
        SticksConfig(lead=0)
    with pytest.raises(ParameterError, match="cut or threads"):
        SticksConfig(cut=2)
