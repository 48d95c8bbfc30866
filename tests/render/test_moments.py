"""Looking between recorded frames, at moments that are learned."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import DrAction, DrActionConfig, Scene, sample_frames, scene_of
from skelbench.render.moments import LearnedMoments, poses_at
from skelbench.render.posing import poses_of

TIMES = np.array([10.0, 10.1, 10.4, 10.5])  # seconds, a frame late


def clip_of(topology, camera, values=(0.0, 1.0, 4.0, 5.0), **changes):
    """One joint that moves along x; the scene looks at every frame."""
    there = np.ones((4, 1, 1), bool)
    scene = Scene(topology, there, there[..., 0], None, TIMES, np.arange(4), camera)
    positions = torch.tensor(values, dtype=torch.float64)[None, :, None, None, None] * torch.tensor([1.0, 0, 0])
    return positions.double() + torch.tensor([0, 0, 2.0]), dataclasses.replace(scene, **changes)


def at(*moments):
    return torch.tensor(moments, dtype=torch.float64, requires_grad=True)


def test_at_first_the_moments_are_the_middles_of_equal_segments_and_stay_in_order_whatever_is_learned():
    moments = LearnedMoments(4)
    np.testing.assert_allclose(moments(np.array([2.0, 3.0, 10.0])).detach(), [3, 5, 7, 9], rtol=1e-6)
    with torch.no_grad():
        moments.gap_logits.copy_(torch.tensor([3.0, -9.0, 4.0, -2.0, 0.0]))
    learned = moments(TIMES).detach().numpy()
    assert (np.diff(learned) > 0).all()
    assert TIMES[0] < learned[0] and learned[-1] < TIMES[-1]


def test_joints_between_frames_lie_on_the_straight_way_at_the_true_times(dot, camera):
    positions, scene = clip_of(dot, camera)
    poses = poses_at(positions, scene, "per_second", at(10.05, 10.1, 10.25, 10.5))
    np.testing.assert_allclose(poses.joints[0, :, 0, 0, 0].detach(), [0.5, 1, 2.5, 5], atol=1e-12)
    np.testing.assert_allclose(poses.scene.times, [10.05, 10.1, 10.25, 10.5])
    recorded = poses_of(positions, scene, "per_second").velocities[0, :, 0, 0, 0]
    np.testing.assert_allclose(poses.velocities[0, :, 0, 0, 0].detach()[:3], [
        (recorded[0] + recorded[1]) / 2, recorded[1], (recorded[1] + recorded[2]) / 2,
    ])  # fmt: skip


def test_at_recorded_times_nothing_changes(make_sequence):
    positions, scene = scene_of(make_sequence(frames=6, people=2), sample_frames(3, 6), 24)
    renderer = DrAction(DrActionConfig(threads=1))
    moments = torch.tensor(scene.times[scene.frames])
    soft = renderer.draw_poses([poses_at(positions, scene, "per_second", moments)])[0]
    torch.testing.assert_close(soft, renderer(positions, scene), atol=1e-5, rtol=0)


def test_a_joint_missing_on_either_side_is_missing_between_but_not_where_it_was_recorded(dot, camera):
    gone = np.ones((4, 1, 1), bool)
    gone[2] = False
    positions, scene = clip_of(dot, camera, valid=gone, present=gone[..., 0],
                               confidence=np.array([0, 1, 0, 1], np.float32).reshape(4, 1, 1))  # fmt: skip
    positions[0, 2] = float("nan")
    poses = poses_at(positions, scene, "per_second", at(10.05, 10.1, 10.25, 10.5))
    assert poses.scene.valid[:, 0, 0].tolist() == [True, True, False, True]
    np.testing.assert_allclose(poses.scene.confidence[:, 0, 0], [0.5, 1, 0.5, 1], atol=1e-6)
    assert torch.isfinite(poses.joints).all()


def test_orientations_are_mixed_along_the_shorter_arc(dot, camera):
    half, quarter = [np.sqrt(0.5), 0, 0, np.sqrt(0.5)], [1.0, 0, 0, 0]
    turns = np.array([quarter, [-value for value in half], quarter, quarter], np.float32).reshape(4, 1, 1, 4)
    positions, scene = clip_of(dot, camera, orientations=turns)
    seen = poses_at(positions, scene, "stride4", at(10.05)).scene
    c = np.cos(np.pi / 4)  # half way of a quarter turn is an eighth
    np.testing.assert_allclose(seen.turns[0, 0, 0], [[c, -c, 0], [c, c, 0], [0, 0, 1]], atol=1e-6)


def test_gradients_in_joints_and_times_are_those_of_finite_differences(dot, camera):
    positions, scene = clip_of(dot, camera)
    renderer = DrAction(DrActionConfig(backend="reference", cut=0, joint_radius=0.3, soft_frames=2)).double()
    wanted = torch.randn(2 * 3 * 81, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)

    def pictures(points, moments):
        poses = poses_at(points, scene, "per_second", moments)
        return renderer.draw_poses([poses])[0].flatten() @ wanted

    assert torch.autograd.gradcheck(pictures, ((positions / 10).requires_grad_(), at(10.02, 10.33)), atol=1e-6)
    learned = dataclasses.replace(scene, learned_times=True)
    renderer(positions / 10, learned).square().sum().backward()
    assert renderer.moments.gap_logits.grad.abs().max() > 0


def test_the_moments_can_be_learned(dot, camera):
    """The joint crosses the middle at 10.175 s; a moment that should see it there finds the time."""
    positions, scene = clip_of(dot, camera, values=(-0.4, -0.2, 0.4, 0.6), learned_times=True)
    renderer = DrAction(
        DrActionConfig(joint_radius=0.1, soft_frames=1, threads=1, modulation=False, velocity="stride4")
    )
    crossing = poses_at(positions.float(), scene, "stride4", at(10.2))
    wanted = renderer.draw_poses([crossing])[0].detach()
    optimiser = torch.optim.Adam([renderer.moments.gap_logits], lr=0.05)
    for _ in range(80):
        optimiser.zero_grad()
        (renderer(positions.float(), scene) - wanted).square().sum().backward()
        optimiser.step()
    assert renderer.moments(TIMES).item() == pytest.approx(10.2, abs=0.005)


def test_moments_outside_the_clip_or_never_learned_are_refused(dot, camera):
    positions, scene = clip_of(dot, camera, learned_times=True)
    with pytest.raises(RenderError, match=r"between 10 and 10\.5 s to look at, found 9 to 10\.2 s"):
        poses_at(positions, scene, "stride4", at(9.0, 10.2))
    with pytest.raises(RenderError, match="asks for learned moments, this renderer learned none"):
        DrAction()(positions, scene)
