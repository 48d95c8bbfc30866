from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.render import Scene, TrajectoriesConfig, TrajectoryRenderer, published_camera
from skelbench.render.trajectories import PLANES, shared_planes
from skelbench.skeleton import Topology

DOTS = Topology("dots", ("mover", "sitter"), ())
SIZE = 224


def crossing(way, frames=11, looked_at=(0, 5, 10)):
    """One joint goes along `way` (3), metres, past the middle at 3 m within a second; another sits in the middle."""
    times = np.linspace(0, 1, frames)
    positions = np.zeros((frames, 1, 2, 3))
    positions[:, 0, 0] = (times - 0.5)[:, None] * np.array(way)
    positions[..., 2] += 3
    there = np.ones((frames, 1, 2), bool)
    scene = Scene(DOTS, there, there[..., 0], None, times, np.array(looked_at), published_camera(SIZE))
    return torch.tensor(positions)[None], scene


def maps(way, **more):
    return TrajectoryRenderer()(*crossing(way, **more))[0].numpy()


def lit(picture):
    rows, columns = np.nonzero(picture.max(0) > 0.3)
    return (np.ptp(columns), np.ptp(rows))


def test_three_pictures_are_front_side_and_top():
    front, side, top = maps([0.8, 0, 0])
    length = 0.8 * 193.99 / 3
    assert lit(front) == pytest.approx((length, 0), abs=3)
    assert lit(side) == pytest.approx((0, 0), abs=14)  # end on: only perspective is left
    assert lit(top) == pytest.approx((length, 0), abs=3)
    front, side, top = maps([0, 0.8, 0])
    assert lit(front) == pytest.approx((0, length), abs=3)
    assert lit(side) == pytest.approx((0, length), abs=3)
    front, side, top = maps([0, 0, 0.8])
    assert max(lit(front)) < 14
    assert lit(side)[0] > 4 * lit(side)[1]
    assert lit(top)[1] > 4 * lit(top)[0]


def test_hue_runs_from_blue_to_red_and_what_moves_is_brighter_than_what_sits():
    front = maps([0.8, 0, 0])[0]
    first, last = front[:, 112, 112 - 22], front[:, 112, 112 + 22]
    assert first.argmax() == 2
    assert last.argmax() == 0
    assert first.max() > 0.6
    still = maps([0, 0.8, 0])[0][:, 112, 112 - 1]
    assert still.max() < 0.4


def test_pictures_of_one_plane_show_more_and_more_of_the_clip():
    pictures = maps([0.8, 0, 0], looked_at=(0, 1, 2, 3, 4, 5))
    assert [plane for plane, _ in shared_planes(6)] == ["front", "front", "side", "side", "top", "top"]
    assert lit(pictures[0])[0] == pytest.approx(lit(pictures[1])[0] / 2, abs=4)


def test_few_pictures_are_the_first_planes():
    assert shared_planes(1) == [("front", 1.0)]
    assert shared_planes(2) == [("front", 1.0), ("side", 1.0)]
    assert [plane for plane, _ in shared_planes(5)] == ["front", "front", "side", "side", "top"]


def test_every_plane_is_a_turn():
    for plane in PLANES.values():
        turn = np.array(plane)
        np.testing.assert_array_equal(turn @ turn.T, np.eye(3))
        assert np.linalg.det(turn) == pytest.approx(1)


def test_a_clip_much_deeper_than_wide_is_made_to_fit_the_side_view():
    side = maps([0.5, 0, 2.0])[1]
    assert lit(side)[0] < 0.9 * SIZE
    assert side[:, :, 0].max() == side[:, :, -1].max() == 0


def test_a_missing_joint_breaks_its_way():
    positions, scene = crossing([0.8, 0, 0])
    scene.valid[5, 0, 0] = False
    front = TrajectoryRenderer()(positions, scene)[0, 0].numpy()
    scene.valid[5, 0, 0] = True
    whole = TrajectoryRenderer()(positions, scene)[0, 0].numpy()
    assert front.sum() < whole.sum()


def test_a_config_out_of_range_is_refused():
    with pytest.raises(ParameterError, match="TrajectoriesConfig's width"):
        TrajectoriesConfig(width=0)
