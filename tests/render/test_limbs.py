from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import Camera, Scene, published_camera
from skelbench.render.appearance import PART_COLOURS
from skelbench.render.limbs import Strokes, gather_capsules, limb_rows, limbs_of, look, part_colours
from skelbench.render.posing import poses_of
from skelbench.skeleton import KINECT_V2, Topology

BENT = Topology("bent", ("a", "b", "c", "d"), (("a", "b"), ("b", "c")))  # d hangs on nothing


def bent(valid=True, confidence=None):
    positions = torch.tensor([[0.0, 0, 2], [0.3, 0, 3], [0.3, 0.4, 3], [0, 0, 4]], dtype=torch.float64)
    moving = torch.stack([positions, positions + torch.tensor([0.0, 0, 0.2])])[None, :, None]  # (1 2 1 4 3)
    there = np.full((2, 1, 4), valid) if isinstance(valid, bool) else np.array(valid).reshape(1, 1, 4).repeat(2, 0)
    confidence = None if confidence is None else np.array(confidence, np.float32).reshape(1, 1, 4).repeat(2, 0)
    scene = Scene(BENT, there, there.any(-1), confidence, np.array([0, 0.1]), np.array([0, 1]), published_camera(100))
    return limbs_of(poses_of(moving, scene, "per_second"))


def test_points_fall_on_the_picture_where_the_camera_says_and_metres_shrink_with_distance():
    rng = np.random.default_rng(0)
    camera = Camera(np.array([[90.0, 0, 31], [0, 80, 28], [0, 0, 1]]), np.eye(4), (60, 64))
    points = rng.normal(0, 0.3, (5, 3)) + np.array([0, 0, 2])
    view = look(torch.tensor(points), camera)
    np.testing.assert_allclose(view.pixels.numpy(), camera.pixels(points), atol=1e-12)
    np.testing.assert_allclose(view.scale.numpy(), (90 * 80) ** 0.5 / points[:, 2])
    assert view.in_front.all()


def test_a_point_nearer_than_near_is_harmless_and_marked():
    view = look(torch.tensor([[0.1, 0.1, 0.0], [0.0, 0.0, 0.049], [0.0, 0.0, 0.051]]), published_camera(10))
    assert view.in_front.tolist() == [False, False, True]
    assert torch.isfinite(view.pixels).all()


def test_a_joint_without_a_bone_is_a_bone_to_itself():
    assert limb_rows(BENT).tolist() == [[0, 1], [1, 2], [3, 3]]
    assert limb_rows(KINECT_V2).shape == (24, 2)


def test_speeds_are_metres_per_second_at_both_ends():
    limbs = bent()
    assert limbs.speeds.shape == (1, 2, 1, 3, 2)
    torch.testing.assert_close(limbs.speeds, torch.full_like(limbs.speeds, 2.0))


def test_a_missing_end_takes_the_bone_away_and_a_doubtful_one_fades_it():
    assert bent(valid=[True, True, False, True]).visible[0, 0, 0].tolist() == [1, 0, 1]
    fading = bent(confidence=[1.0, 0.5, 0.0, 0.2]).visible[0, 0, 0]
    assert fading.tolist() == pytest.approx([0.75, 0, 0.2])


def test_parts_have_their_colours():
    colours = part_colours(KINECT_V2)
    assert tuple(colours[KINECT_V2.joints.index("left_knee")]) == PART_COLOURS[4]
    assert tuple(part_colours(BENT)[0]) == PART_COLOURS[-1]


def strokes(count):
    return Strokes(
        torch.zeros(2, 3, count, 2, 2), torch.ones(2, 3, count, 2), torch.tensor(0.5), torch.ones(2, 3, count),
        torch.zeros(2, 3, count, 2, 3), torch.zeros(2, 3, count),
    )  # fmt: skip


def test_strokes_are_laid_out_picture_by_picture():
    capsules = gather_capsules([strokes(4), strokes(1)], [(5, 6), (5, 6)])
    assert capsules.table.shape == (6 * 4 + 6 * 1, 14)
    assert capsules.starts.tolist() == [0, 4, 8, 12, 16, 20, 24, 25, 26, 27, 28, 29, 30]
    assert capsules.table[0].tolist() == [0, 0, 1, 0, 0, 1, 0.5, 1, 0, 0, 0, 0, 0, 0]


def test_two_sizes_of_picture_are_refused():
    with pytest.raises(RenderError, match="one picture size"):
        gather_capsules([strokes(1), strokes(1)], [(5, 6), (6, 6)])
