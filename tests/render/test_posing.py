from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import Scene, sample_frames, scene_of
from skelbench.render.posing import gather_cloud, poses_of, poses_of_all
from skelbench.render.rig import Rig, rig_of
from skelbench.render.spread import Shape
from skelbench.skeleton import Topology


def scene(topology, frames, valid, chosen, camera, times=None, confidence=None):
    times = np.arange(frames) / 10 if times is None else times
    return Scene(topology, valid, valid.any(-1), confidence, times, np.array(chosen), camera)


def everything(frames, people, joints):
    return np.ones((frames, people, joints), bool)


def test_velocity_is_metres_per_second_at_the_true_times(dot, camera):
    times = np.array([0.0, 0.1, 0.4, 0.5])
    positions = torch.tensor([0.0, 1.0, 2.0, 4.0])[None, :, None, None, None] * torch.tensor([1.0, 0, 0])
    poses = poses_of(positions, scene(dot, 4, everything(4, 1, 1), [0, 1, 2, 3], camera, times), "per_second")
    np.testing.assert_allclose(poses.velocities[0, :, 0, 0, 0], [1 / 0.1, 2 / 0.4, 3 / 0.4, 2 / 0.1], rtol=1e-6)


def test_the_published_velocity_looks_four_frames_ahead_and_dies_out_at_the_end(dot, camera):
    positions = torch.arange(7.0)[None, :, None, None, None] ** 2 * torch.tensor([0.0, 0, 1])
    poses = poses_of(positions, scene(dot, 7, everything(7, 1, 1), [0, 4, 6], camera), "stride4")
    np.testing.assert_allclose(poses.velocities[0, :, 0, 0, 2], [16, 36 - 16, 0])


def test_one_frame_has_no_velocity_and_a_gap_has_none_either(dot, camera):
    still = poses_of(torch.ones(1, 1, 1, 1, 3), scene(dot, 1, everything(1, 1, 1), [0], camera), "per_second")
    assert still.velocities.abs().max() == 0
    valid = everything(3, 1, 1)
    valid[2] = False
    positions = torch.tensor([0.0, 1.0, float("nan")])[None, :, None, None, None].expand(1, 3, 1, 1, 3)
    gap = poses_of(positions, scene(dot, 3, valid, [0, 1, 2], camera), "per_second")
    assert gap.velocities[0, 1:].abs().max() == 0
    assert torch.isfinite(gap.joints).all()


def test_gaussians_of_two_clips_lie_picture_by_picture_person_by_person(chain, dot, camera):
    first = scene(chain, 3, everything(3, 2, 3), [0, 2], camera)
    second = scene(dot, 1, everything(1, 1, 1), [0], camera)
    poses = [
        poses_of(torch.full((2, 3, 2, 3, 3), 2.0), first, "per_second"),
        poses_of(torch.full((1, 1, 1, 1, 3), 3.0), second, "per_second"),
    ]
    cloud = gather_cloud(poses, [rig_of(chain, 2, 0.1, 0.2), rig_of(dot, 2, 0.1, 0.2)])
    assert cloud.starts.tolist() == [0, 14, 28, 42, 56, 57]
    assert cloud.bodies.bincount().tolist() == [7] * 8 + [1]
    assert cloud.clips.bincount().tolist() == [28, 28, 1]
    np.testing.assert_allclose(cloud.radii[:7], [0.1] * 3 + [0.2] * 4)
    assert cloud.points[-1].tolist() == [3, 3, 3]


def test_people_who_are_never_there_cost_nothing(make_sequence):
    sequence = make_sequence(frames=4, people=3)
    positions = sequence.positions.copy()
    positions[:, 1] = np.nan
    tensor, found = scene_of(sequence.changed(positions=positions, present=None), sample_frames(2, 4), 16)
    assert poses_of(tensor, found, "per_second").joints.shape == (1, 2, 2, 25, 3)


def test_a_gaussian_is_hidden_with_any_joint_that_carries_it_and_dimmed_by_their_confidence(chain, camera):
    valid = everything(1, 1, 3)
    valid[0, 0, 2] = False
    confidence = np.array([[[1.0, 0.5, np.nan]]], dtype=np.float32)
    found = scene(chain, 1, valid, [0], camera, confidence=confidence)
    cloud = gather_cloud([poses_of(torch.full((1, 1, 1, 3, 3), 2.0), found, "stride4")], [rig_of(chain, 1, 0.1, 0.1)])
    np.testing.assert_allclose(cloud.visible, [1, 0.5, 0, 0.75, 0])


def test_gaussians_nearer_than_near_are_hidden(dot, camera):
    positions = torch.tensor([-1.0, 0.04, 0.06])[None, :, None, None, None].expand(1, 3, 1, 1, 3)
    found = scene(dot, 3, everything(3, 1, 1), [0, 1, 2], camera)
    cloud = gather_cloud([poses_of(positions, found, "stride4")], [rig_of(dot, 0, 0.1, 0.1)])
    assert cloud.visible.tolist() == [0, 0, 1]


def test_wrong_shapes_nan_and_mixed_sizes_are_refused(dot, camera):
    found = scene(dot, 2, everything(2, 1, 1), [0], camera)
    with pytest.raises(RenderError, match=r"positions of shape \(B, 2, 1, 1, 3\), found \(1, 3, 1, 1, 3\)"):
        poses_of(torch.zeros(1, 3, 1, 1, 3), found, "stride4")
    with pytest.raises(RenderError, match="finite positions wherever a joint is valid"):
        poses_of(torch.full((1, 2, 1, 1, 3), float("nan")), found, "stride4")
    poses = poses_of(torch.ones(1, 2, 1, 1, 3), found, "stride4")
    larger = type(camera)(camera.intrinsics, camera.world_to_camera, (20, 20))
    other = poses_of(torch.ones(1, 2, 1, 1, 3), scene(dot, 2, everything(2, 1, 1), [0], larger), "stride4")
    with pytest.raises(RenderError, match="one picture size"):
        gather_cloud([poses, other], [rig_of(dot, 0, 0.1, 0.1)] * 2)


def test_offsets_turn_with_the_joints_about_their_own_place_or_as_published_about_the_rest_poses_origin(camera):
    """By hand: a half turn about z of a bone whose middle hangs 0.1 m to the side at rest."""
    topology = Topology("arm", ("a", "b"), (("a", "b"),), rest_directions=((0, 1, 0),))
    there = everything(1, 1, 2)
    half_turn = np.broadcast_to(np.float32([0, 0, 0, 1]), (1, 1, 2, 4))
    found = Scene(topology, there, there.any(-1), None, np.zeros(1), np.array([0]), camera, half_turn, np.eye(3)[1:2])
    plain = rig_of(topology, 1, 0.1, 0.1)
    means = np.array([[0.0, 0, 0], [0, 0.25, 0], [0.1, 0.125, 0]])
    rig = Rig(plain.weights, plain.offsets, plain.parts, plain.radii, plain.ends, plain.bones, plain.rest_joints, means)
    joints = torch.tensor([[0.0, 0, 2], [0, -1, 2]], dtype=torch.float64).reshape(1, 1, 1, 2, 3)
    poses = [poses_of(joints, found, "stride4")]
    points = {
        turning: gather_cloud(poses, [rig], [Shape(turning=turning)]).points for turning in ("joint", "published")
    }
    np.testing.assert_allclose(points["joint"], [[0, 0, 2], [0, -1, 2], [-0.1, -0.5, 2]], atol=1e-12)
    # R mu + (blended joints now - at rest): (-0.1, -0.125, 0) + (0, -0.5, 2) - (0, 0.125, 0)
    np.testing.assert_allclose(points["published"][2], [-0.1, -0.75, 2], atol=1e-12)


def test_orientations_without_a_rest_pose_are_refused(chain, camera):
    turns = np.ones((1, 1, 3, 4), np.float32)
    there = everything(1, 1, 3)
    found = Scene(chain, there, there.any(-1), None, np.zeros(1), np.array([0]), camera, turns, np.zeros((2, 3)))
    poses = [poses_of(torch.full((1, 1, 1, 3, 3), 2.0), found, "stride4")]
    with pytest.raises(RenderError, match="topology 'two_bones' has none: give it rest_directions"):
        gather_cloud(poses, [rig_of(chain, 1, 0.1, 0.1)], [Shape(turning="joint")])
    with pytest.raises(RenderError, match=r"needs orientations \(T P J 4\), found \(1, 3, 4\)"):
        dataclasses.replace(found, orientations=turns[0])


def test_clips_posed_together_are_posed_as_alone_in_their_order(chain, dot, camera):
    """Two skeletons in turns, other cameras, frames, people and variants, a joint that is missing, doubtful ones."""
    rng = np.random.default_rng(0)
    turned = np.eye(4)
    turned[:3, :3] = [[0, 0, -1], [0, 1, 0], [1, 0, 0]]
    turned[2, 3] = 5
    aside = dataclasses.replace(camera, world_to_camera=turned, near=0.3)
    gap = everything(4, 2, 3)
    gap[1, 0, 1] = False
    doubt = rng.random((3, 1, 3)).astype(np.float32)
    scenes = [
        scene(chain, 4, gap, [0, 1, 3], camera),
        scene(dot, 2, everything(2, 1, 1), [1], aside),
        scene(chain, 3, everything(3, 1, 3), [2, 0], aside, confidence=doubt),
        scene(chain, 4, everything(4, 2, 3), [1, 1, 2], camera, times=np.array([0, 0.1, 0.5, 0.6])),
    ]
    clips = [
        (torch.tensor(rng.normal(1, 1, (variants, *found.valid.shape, 3)), requires_grad=True), found)
        for variants, found in zip((2, 1, 3, 1), scenes, strict=True)
    ]
    clips[0][0].data[:, 1, 0, 1] = float("nan")
    rigs = {"chain": rig_of(chain, 2, 0.1, 0.2), "dot": rig_of(dot, 0, 0.1, 0.1)}
    worn = [rigs["dot" if found.topology is dot else "chain"] for found in scenes]
    together = gather_cloud(poses_of_all(clips, "per_second"), worn)
    alone = [gather_cloud([poses_of(*clip, "per_second")], [rig]) for clip, rig in zip(clips, worn, strict=True)]
    for name in ("points", "motion", "radii", "visible", "lens"):
        torch.testing.assert_close(getattr(together, name), torch.cat([getattr(one, name) for one in alone]), msg=name)
    assert together.starts.diff().tolist() == [count for one in alone for count in one.starts.diff().tolist()]
    assert together.alike is None
    weights = torch.randn(together.motion.shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    found = torch.autograd.grad((together.motion * weights).sum(), [positions for positions, _ in clips])
    wanted = torch.autograd.grad(
        (torch.cat([one.motion for one in alone]) * weights).sum(), [positions for positions, _ in clips]
    )
    assert all(torch.allclose(one, other) for one, other in zip(found, wanted, strict=True))
    assert found[0][:, 1, 0, 1].abs().max() == 0
