"""Joints found again from their pictures."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from skelbench.choreography import choreograph
from skelbench.errors import ParameterError, RenderError
from skelbench.render import DrAction, DrActionConfig, Scene, sample_frames, scene_of
from skelbench.render.recovery import RecoveryConfig, joint_errors, recover_joints
from skelbench.render.scene import seen_alone
from skelbench.skeleton import place_in_view


def test_a_lone_joint_comes_back_to_its_place_in_the_picture(dot, camera):
    there = np.ones((1, 1, 1), bool)
    scene = Scene(dot, there, there[..., 0], None, np.zeros(1), np.array([0]), camera)
    renderer = DrAction(DrActionConfig(joint_radius=0.15, modulation=False, threads=1)).requires_grad_(False)
    truth = torch.tensor([0.1, -0.2, 2.0]).reshape(1, 1, 1, 1, 3)
    start = truth + torch.tensor([0.25, 0.2, 0.0])
    found, losses = recover_joints(renderer, renderer(truth, scene)[0], scene, start, RecoveryConfig(150, 0.03))
    assert joint_errors(start, truth, scene).in_plane.item() == pytest.approx(100 * np.hypot(0.25, 0.2), rel=1e-5)
    assert joint_errors(found, truth, scene).in_plane.item() < 0.5
    assert losses[-1] < 1e-3 * losses[0]


def test_a_body_comes_back_closer_in_the_pictures_plane_than_in_depth():
    placed = place_in_view(choreograph("wave", 5))
    positions, scene = seen_alone(*scene_of(placed, sample_frames(2, placed.frames), 64))
    renderer = DrAction(DrActionConfig(threads=1)).requires_grad_(False)
    start = positions + 0.04 * torch.randn(positions.shape, generator=torch.Generator().manual_seed(0))
    found, _ = recover_joints(renderer, renderer(positions, scene)[0], scene, start, RecoveryConfig(80, 0.01))
    before, after = joint_errors(start, positions, scene), joint_errors(found, positions, scene)
    assert after.median()[1] < 0.5 * before.median()[1]
    assert after.median()[1] < after.median()[2]


def test_errors_are_told_apart_along_and_across_the_cameras_axis_in_cm(dot, camera):
    there = np.array([[[True]], [[False]]])
    turned = np.eye(4)
    turned[:3, :3] = [[0, 0, -1], [0, 1, 0], [1, 0, 0]]  # the camera looks along the world's x
    looking = dataclasses.replace(camera, world_to_camera=turned)
    scene = Scene(dot, there, there[..., 0], None, np.arange(2.0), np.arange(2), looking)
    truth = torch.zeros(1, 2, 1, 1, 3)
    errors = joint_errors(truth + torch.tensor([-0.12, 0.03, 0.04]), truth, scene)
    np.testing.assert_allclose(errors.depth[:, 0, 0], [12, np.nan], rtol=1e-5)
    np.testing.assert_allclose(errors.in_plane[:, 0, 0], [5, np.nan], rtol=1e-5)
    assert errors.median() == pytest.approx((13, 5, 12))


def test_pictures_of_another_scene_and_settings_out_of_range_are_refused(dot, camera):
    there = np.ones((1, 1, 1), bool)
    scene = Scene(dot, there, there[..., 0], None, np.zeros(1), np.array([0]), camera)
    with pytest.raises(RenderError, match=r"pictures of shape \(1, 3, 9, 9\), found \(1, 3, 8, 9\)"):
        recover_joints(DrAction(), torch.zeros(1, 3, 8, 9), scene, torch.zeros(1, 1, 1, 1, 3))
    with pytest.raises(ParameterError, match="at least 1 step, a rate above 0 and 1 to 8 levels, found 0"):
        RecoveryConfig(steps=0)
