from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from skelbench.formats import read
from skelbench.render.rotations import blended_rotations, filled_turns, nearest_rotation, rest_axes, rotations_of

QUARTER_ABOUT_Z = (math.sqrt(0.5), 0.0, 0.0, math.sqrt(0.5))


def about_z(degrees: float) -> torch.Tensor:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return torch.tensor([[c, -s, 0], [s, c, 0], [0, 0, 1]], dtype=torch.float64)


def test_a_quarter_turn_about_z_takes_x_to_y():
    np.testing.assert_allclose(rotations_of(QUARTER_ABOUT_Z) @ [1, 0, 0], [0, 1, 0], atol=1e-15)
    np.testing.assert_allclose(rotations_of(np.array(QUARTER_ABOUT_Z) * 7) @ [0, 1, 0], [-1, 0, 0], atol=1e-15)
    assert np.isnan(rotations_of((0, 0, 0, 0))).all()


def test_a_joint_without_a_rotation_turns_with_its_parent_then_its_child_then_not_at_all():
    turn = rotations_of(QUARTER_ABOUT_Z)
    rotations = np.full((2, 4, 3, 3), np.nan)
    rotations[0, 1] = turn  # frame 0: the middle joint of 0 - 1 - 2, and 3 alone
    filled = filled_turns(rotations, ((0, 1), (1, 2)))
    for joint in (0, 1, 2):
        np.testing.assert_array_equal(filled[0, joint], turn)
    np.testing.assert_array_equal(filled[0, 3], np.eye(3))
    np.testing.assert_array_equal(filled[1], np.broadcast_to(np.eye(3), (4, 3, 3)))


def test_two_turns_blend_to_the_one_half_way_between():
    turns = torch.stack([about_z(0), about_z(60)])
    found = blended_rotations(turns, torch.tensor([[0.5, 0.5], [1.0, 0.0]], dtype=torch.float64))
    torch.testing.assert_close(found, torch.stack([about_z(30), about_z(0)]))


def test_the_nearest_rotation_never_mirrors():
    mirror = torch.diag(torch.tensor([1.0, 2.0, -0.5], dtype=torch.float64))
    found = nearest_rotation(mirror)
    assert torch.linalg.det(found) == pytest.approx(1)
    torch.testing.assert_close(found, torch.eye(3, dtype=torch.float64))
    scaled = nearest_rotation(3 * about_z(25))
    torch.testing.assert_close(scaled, about_z(25))


@pytest.mark.parametrize("start", [
    torch.eye(3, dtype=torch.float64),  # equal singular values: the plain gradient of an SVD is NaN here
    about_z(80),
    torch.tensor([[0.9, 0.2, -0.3], [0.1, -1.1, 0.2], [0.4, 0.1, 0.7]], dtype=torch.float64),  # determinant below 0
])  # fmt: skip
def test_gradients_of_the_nearest_rotation_are_those_of_finite_differences(start):
    assert torch.autograd.gradcheck(nearest_rotation, (start.clone().requires_grad_(),))


def test_where_no_rotation_is_nearest_the_gradient_is_finite():
    torn = torch.diag(torch.tensor([1.0, 0.0, 0.0], dtype=torch.float64)).requires_grad_()
    nearest_rotation(torn).sum().backward()
    assert torch.isfinite(torn.grad).all()


def test_the_rest_axis_of_a_bone_is_what_its_joints_rotations_leave_of_it():
    turns = np.stack([rotations_of(QUARTER_ABOUT_Z), np.eye(3)])[:, None, None].repeat(2, axis=2)  # (2 1 2 3 3)
    points = np.zeros((2, 1, 2, 3))
    points[0, 0, 1] = (-2, 0, 0)  # up, a quarter turned
    points[1, 0, 1] = (0, 3, 0)
    np.testing.assert_allclose(rest_axes(turns, points, ((0, 1),)), [[0, 1, 0]], atol=1e-12)
    assert rest_axes(turns, points * np.nan, ((0, 1),)).tolist() == [[0, 1, 0]]


@pytest.mark.realdata
def test_in_a_kinects_recording_the_rotation_of_the_far_joint_points_its_bone_up(real_data):
    sequence = read(real_data / "ntu_skeleton" / "S001C001P001R001A011.skeleton")
    first, second = (sequence.topology.joint_index[name] for name in ("left_knee", "left_ankle"))
    turns = rotations_of(sequence.orientations)[:, :, [second, second]]
    points = sequence.positions.astype(float)[:, :, [first, second]]
    np.testing.assert_allclose(rest_axes(turns, points, ((0, 1),)), [[0, 1, 0]], atol=0.01)
