from __future__ import annotations

import numpy as np
import torch

from skelbench.render.rig import rig_of
from skelbench.render.rotations import rotations_of
from skelbench.render.spread import Shape, like, rest_frames, spread_along_bones, spread_by_joints


def joints_of(*points):
    return torch.tensor(points, dtype=torch.float64)


def scales_of(rig, *along_across_through):
    return torch.tensor([along_across_through] * len(rig), dtype=torch.float64)


def test_an_ellipsoid_lies_along_its_bone_and_a_joints_is_round(chain):
    rig = rig_of(chain, 1, 0.1, 0.1)
    joints = joints_of([0, 0, 0], [0, 2, 0], [0, 2, 1])
    spread = spread_along_bones(joints, rig, scales_of(rig, 0.4, 0.1, 0.1))
    ball = (0.4 * 0.1 * 0.1) ** (2 / 3)
    np.testing.assert_allclose(spread[0], ball * np.eye(3), rtol=1e-12)
    np.testing.assert_allclose(spread[3], np.diag([0.01, 0.16, 0.01]), atol=1e-8)
    np.testing.assert_allclose(spread[4], np.diag([0.01, 0.01, 0.16]), atol=1e-8)


def test_a_bone_without_length_has_no_direction_and_a_finite_gradient(chain):
    rig = rig_of(chain, 1, 0.1, 0.1)
    joints = torch.zeros(3, 3, dtype=torch.float64, requires_grad=True)
    spread = spread_along_bones(joints, rig, scales_of(rig, 0.4, 0.1, 0.1))
    np.testing.assert_allclose(spread[3].detach(), 0.01 * np.eye(3), rtol=1e-12)
    spread.sum().backward()
    assert torch.isfinite(joints.grad).all()


def test_the_gradient_of_the_spread_is_that_of_finite_differences(chain):
    rig = rig_of(chain, 1, 0.1, 0.1)
    joints = joints_of([0, 0, 0], [0.1, 0.5, 0.2], [0.6, 0.7, 1]).requires_grad_()
    scales = scales_of(rig, 0.4, 0.1, 0.2).requires_grad_()
    assert torch.autograd.gradcheck(lambda p, s: spread_along_bones(p, rig, s), (joints, scales))


def test_turned_joints_turn_a_flat_gaussian_with_them(chain):
    rig = rig_of(chain, 1, 0.1, 0.1)
    axes = np.array([[0.0, 1, 0], [1.0, 0, 0]])
    about_y = rotations_of((np.sqrt(0.5), 0, np.sqrt(0.5), 0))  # x -> -z, z -> x
    turns = like(torch.zeros(1, dtype=torch.float64), np.stack([about_y, about_y, np.eye(3)]))
    turned, spread = spread_by_joints(turns, rig, axes, Shape(scales=scales_of(rig, 0.4, 0.2, 0.1), turning="joint"))
    np.testing.assert_allclose(turned[3], about_y, atol=1e-12)
    # at rest: along y 0.4, across x 0.2, through z 0.1; a quarter about y swaps the last two
    np.testing.assert_allclose(spread[3], np.diag([0.01, 0.16, 0.04]), atol=1e-12)
    np.testing.assert_allclose(spread[2], np.diag([0.16, 0.04, 0.01]), atol=1e-12)  # the far joint lies as its bone


def test_frames_at_rest_are_right_handed_also_for_bones_that_point_forward(chain):
    rig = rig_of(chain, 2, 0.1, 0.1)
    frames = rest_frames(rig, np.array([[0.0, 0, 1], [0.6, 0.8, 0]]))
    np.testing.assert_allclose(np.linalg.det(frames), 1, rtol=1e-12)
    np.testing.assert_allclose(frames[3], [[0, 1, 0], [0, 0, 1], [1, 0, 0]], atol=1e-12)
    np.testing.assert_allclose(frames[-1][:, 2], [0, 0, 1], atol=1e-12)


def test_a_round_rig_stays_round_however_it_turns(dot):
    rig = rig_of(dot, 0, 0.3, 0.1)
    turns = like(torch.zeros(1, dtype=torch.float64), rotations_of((0.5, 0.5, 0.5, 0.5))[None])
    _, spread = spread_by_joints(turns, rig, np.zeros((0, 3)), Shape(turning="joint"))
    np.testing.assert_allclose(spread[0], 0.09 * np.eye(3), atol=1e-12)
