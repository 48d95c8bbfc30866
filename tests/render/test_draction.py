"""The whole renderer: what it draws, what it must not draw, and its gradients."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.formats import read
from skelbench.render import DrAction, DrActionConfig, Scene, sample_frames, scene_of
from skelbench.render.body import TopologyBody
from skelbench.render.posing import poses_of
from skelbench.render.spread import Shape, spread_along_bones, spread_by_joints
from skelbench.skeleton import KINECT_V2, SMPL_22, SkeletonSequence, Topology, place_in_view


def rendered(sequence, size=24, frames=3, **config):
    renderer = DrAction(DrActionConfig(threads=1, **config))
    positions, scene = scene_of(sequence, sample_frames(frames, sequence.frames), size)
    return renderer, positions, scene


def with_gradients(renderer, positions, scene):
    renderer.zero_grad()
    positions = positions.clone().requires_grad_()
    pictures = renderer(positions, scene)
    weights = torch.rand(pictures.shape[-4:], generator=torch.Generator().manual_seed(0)).to(pictures)
    (pictures * weights).sum().backward()
    named = {name: value.grad.clone() for name, value in renderer.named_parameters() if value.grad is not None}
    return pictures.detach(), {"positions": positions.grad, **named}


def test_pictures_have_the_promised_shape_and_range(make_sequence):
    renderer, positions, scene = rendered(make_sequence(people=2))
    pictures = renderer(positions.expand(4, -1, -1, -1, -1), scene)
    assert pictures.shape == (4, 3, 3, 24, 24)
    assert pictures.min() >= 0
    assert 0.5 < pictures.max() <= 1
    torch.testing.assert_close(pictures[0], pictures[3], atol=1e-6, rtol=0)


@pytest.mark.parametrize("config", [
    {}, {"modulation": False}, {"depth_range": "none"}, {"depth_range": "person_frame", "velocity": "stride4"},
    {"gate": "none"}, {"gate": "learned"}, {"blend": "distance"}, {"blend": "learned"},
    {"bone_stretch": 3.0, "learned_scales": True},
])  # fmt: skip
def test_the_fast_backend_agrees_with_the_definition_in_value_and_gradient(make_sequence, config):
    fast, positions, scene = rendered(make_sequence(people=2), cut=0.0, **config)
    exact, _, _ = rendered(make_sequence(people=2), cut=0.0, backend="reference", **config)
    exact.load_state_dict(fast.state_dict())
    found, gradients = with_gradients(fast, positions, scene)
    expected, wanted = with_gradients(exact.double(), positions.double(), scene)
    assert (found - expected).abs().max() < 5e-6
    for name, gradient in wanted.items():
        assert (gradients[name] - gradient).norm() < 2e-5 * gradient.norm() + 1e-12, name


OPTIONS = [
    {}, {"modulated_by": "position"}, {"modulated_by": "velocity"}, {"gate": "none"}, {"gate": "learned"},
    {"blend": "uniform"}, {"blend": "distance"}, {"blend": "learned"}, {"bone_stretch": 3.0}, {"learned_scales": True},
    {"turning": "joint", "bone_stretch": 3.0}, {"turning": "published", "learned_scales": True, "blend": "learned"},
    {"depth_range": "person_frame"},
]  # fmt: skip


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_gradients_are_those_of_finite_differences(chain, camera, options):
    topology = Topology("arm", chain.joints, chain.bones, rest_directions=((0, 1, 0), (0.6, 0.8, 0)))
    valid = np.ones((3, 1, 3), bool)
    turns = np.random.default_rng(0).normal(size=(3, 1, 3, 4)).astype(np.float32)
    axes = np.array(topology.rest_directions)
    scene = Scene(topology, valid, valid.any(-1), None, np.arange(3) / 10, np.array([0, 2]), camera, turns, axes)
    settings = {
        "samples_per_bone": 1,
        "backend": "reference",
        "cut": 0,
        "joint_radius": 0.2,
        "bone_radius": 0.2,
        **options,
    }
    renderer = DrAction(DrActionConfig(**settings)).double()
    generator = torch.Generator().manual_seed(0)
    positions = torch.rand(1, 3, 1, 3, 3, generator=generator, dtype=torch.float64) + torch.tensor([-0.5, -0.5, 2])
    learned = {name: value for name, value in renderer.named_parameters() if name.startswith("body.")}

    def pictures(joints, *values):
        state = dict(zip(learned, values, strict=True))
        return torch.func.functional_call(renderer, state, (joints, scene)).flatten() @ weights

    weights = torch.randn(2 * 3 * 81, 6, generator=generator, dtype=torch.float64)
    inputs = (positions.requires_grad_(), *learned.values())
    assert torch.autograd.gradcheck(pictures, inputs, atol=1e-6)
    assert all(value.abs().max() > 0 for value in torch.autograd.grad(pictures(*inputs).square().sum(), inputs))


@pytest.mark.parametrize("topology", [KINECT_V2, SMPL_22])
def test_any_topology_is_drawn_by_the_same_parameters(topology):
    rng = np.random.default_rng(0)
    positions = rng.normal(0, 0.4, (2, 1, len(topology.joints), 3)) + np.array([0, 0, 3.0])
    renderer, tensor, scene = rendered(SkeletonSequence(topology, positions, np.arange(2) / 30), frames=2)
    assert renderer(tensor, scene).max() > 0.3
    assert not any(name for name, value in renderer.named_parameters() if len(topology.joints) in value.shape)


def test_clips_drawn_together_look_as_they_do_alone(make_sequence):
    renderer, positions, scene = rendered(make_sequence(people=2, seed=1))
    _, others, other_scene = rendered(make_sequence(frames=9, seed=2), frames=5)
    together = renderer.draw([(positions, scene), (others.expand(2, -1, -1, -1, -1), other_scene)])
    torch.testing.assert_close(together[0], renderer(positions, scene), atol=1e-6, rtol=0)
    torch.testing.assert_close(together[1][1], renderer(others, other_scene)[0], atol=1e-6, rtol=0)


def test_moving_everything_moves_the_pixels_as_the_camera_says(chain, camera):
    valid = np.ones((1, 1, 3), bool)
    scene = Scene(chain, valid, valid.any(-1), None, np.zeros(1), np.array([0]), camera)
    renderer = DrAction(DrActionConfig(modulation=False, threads=1))
    positions = torch.tensor([[-0.4, -0.4, 2.0], [0.0, 0.0, 2.0], [-0.4, 0.4, 2.0]])[None, None, None]
    before = renderer(positions, scene)[0, 0]
    after = renderer(positions + torch.tensor([0.4, 0.2, 0.0]), scene)[0, 0]  # 2 pixels right, 1 up: focal 10, 2 m away
    np.testing.assert_allclose(after[:, 1:6, 2:].detach(), before[:, 2:7, :-2].detach(), atol=0.06)
    assert (after - before).abs().max() > 0.3


def test_missing_joints_are_never_drawn_and_no_gradient_is_nan(make_sequence):
    sequence = make_sequence(frames=6)
    wrist = KINECT_V2.joint_index["left_wrist"]
    positions = sequence.positions.copy()
    positions[:, 0, wrist] = np.nan
    renderer, tensor, scene = rendered(sequence.changed(positions=positions, present=None))
    moved = tensor.clone()
    moved[..., wrist, :] = float("nan")
    pictures, gradients = with_gradients(renderer, moved, scene)
    assert torch.equal(pictures, renderer(tensor, scene).detach())
    assert all(torch.isfinite(gradient).all() for gradient in gradients.values())
    assert gradients["positions"][..., wrist, :].abs().max() == 0
    assert gradients["positions"].abs().max() > 0


def test_an_absent_person_changes_nothing(make_sequence):
    alone = make_sequence(frames=4)
    joined = alone.changed(
        positions=np.concatenate([alone.positions, np.full_like(alone.positions, np.nan)], axis=1), present=None
    )
    renderer, positions, scene = rendered(alone)
    _, more_positions, more_scene = rendered(joined)
    more = renderer(more_positions, more_scene)
    torch.testing.assert_close(renderer(positions, scene), more, atol=1e-6, rtol=0)


def test_frames_with_nobody_in_them_are_black(make_sequence):
    sequence = make_sequence(frames=6)
    positions = sequence.positions.copy()
    positions[:4] = np.nan
    renderer, tensor, scene = rendered(sequence.changed(positions=positions, present=None), frames=6)
    pictures, gradients = with_gradients(renderer, tensor, scene)
    assert pictures[0, :4].max() == 0
    assert pictures[0, 4:].max() > 0.3
    assert all(torch.isfinite(gradient).all() for gradient in gradients.values())
    nobody = dataclasses.replace(scene, frames=np.array([0, 1]))
    assert renderer(tensor, nobody).shape == (1, 2, 3, 24, 24)
    assert renderer(tensor, nobody).max() == 0


def test_a_person_behind_the_camera_is_not_drawn(make_sequence):
    renderer, positions, scene = rendered(make_sequence())
    behind = positions - torch.tensor([0, 0, 20.0])
    pictures, gradients = with_gradients(renderer, behind, scene)
    assert pictures.max() == 0
    assert all(torch.isfinite(gradient).all() for gradient in gradients.values())


def test_little_confidence_makes_a_faint_picture(make_sequence):
    sequence = make_sequence()
    unsure = sequence.changed(confidence=np.full(sequence.valid.shape, 0.1, np.float32))
    renderer, positions, scene = rendered(sequence)
    _, _, faint_scene = rendered(unsure)
    assert renderer(positions, faint_scene).sum() < 0.3 * renderer(positions, scene).sum()


def test_gain_brightens_up_to_white(make_sequence):
    renderer, positions, scene = rendered(make_sequence())
    bright, _, _ = rendered(make_sequence(), gain=2.0)
    expected = (renderer(positions, scene) * 2).clamp(max=1)
    torch.testing.assert_close(bright(positions, scene), expected)


def test_the_seed_decides_the_parameters():
    first, again, other = (DrAction(DrActionConfig(seed=seed)).state_dict() for seed in (3, 3, 4))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)


def test_long_gaussians_reach_further_along_their_bone_than_across_it(camera):
    stick = Topology("stick", ("low", "high"), (("low", "high"),))
    valid = np.ones((1, 1, 2), bool)
    scene = Scene(stick, valid, valid.any(-1), None, np.zeros(1), np.array([0]), camera)
    settings = {"samples_per_bone": 1, "bone_radius": 0.1, "joint_radius": 0.01, "modulation": False, "threads": 1}
    positions = torch.tensor([[0, -0.4, 2.0], [0, 0.4, 2.0]]).reshape(1, 1, 1, 2, 3)
    spans = []
    for stretch in (1.0, 4.0):
        lit = DrAction(DrActionConfig(bone_stretch=stretch, **settings))(positions, scene)[0, 0].sum(0) > 0.3
        spans.append((int(lit.any(1).sum()), int(lit.any(0).sum())))
    (low, narrow), (high, wide) = spans
    assert high > low + 3
    assert wide <= narrow + 1


def test_round_gaussians_look_the_same_whatever_turns_them(make_sequence):
    sequence = make_sequence(frames=3)
    turned = sequence.changed(orientations=np.random.default_rng(1).normal(size=(3, 1, 25, 4)))
    by_bone, positions, scene = rendered(turned)
    by_joint, _, _ = rendered(turned, turning="joint")
    torch.testing.assert_close(by_joint(positions, scene), by_bone(positions, scene), atol=2e-5, rtol=0)
    assert scene.turns.shape == (3, 1, 25, 3, 3)


def test_turned_joints_turn_flat_gaussians_and_a_clip_without_orientations_is_turned_by_its_bones(make_sequence):
    sequence = make_sequence(frames=3)
    quarter = np.broadcast_to([0.5**0.5, 0, 0, 0.5**0.5], (3, 1, 25, 4))
    still = np.broadcast_to([1.0, 0, 0, 0], (3, 1, 25, 4))
    pictures = {}
    for name, turns in (("quarter", quarter), ("still", still), ("none", None)):
        renderer, positions, scene = rendered(sequence.changed(orientations=turns), turning="joint", bone_stretch=4.0)
        scene = scene if turns is None else dataclasses.replace(scene, rest_axes=np.tile([0.0, 1, 0], (24, 1)))
        pictures[name] = renderer(positions, scene)
    by_bone, positions, scene = rendered(sequence, bone_stretch=4.0)
    assert (pictures["quarter"] - pictures["still"]).abs().max() > 0.1
    assert torch.equal(pictures["none"], by_bone(positions, scene))


def test_the_gate_is_a_switch_and_a_learned_one_dims_what_it_is_told(make_sequence):
    gated, positions, scene = rendered(make_sequence(), cut=0.0)
    state = gated.state_dict()
    wide_open = state | {"modulation_head.2.bias": state["modulation_head.2.bias"] + torch.tensor([0, 0, 0, 0, 50.0])}
    switched, _, _ = rendered(make_sequence(), gate="none", cut=0.0)
    switched.load_state_dict(state)
    gated.load_state_dict(wide_open)
    torch.testing.assert_close(switched(positions, scene), gated(positions, scene), atol=5e-6, rtol=0)
    learned, _, _ = rendered(make_sequence(), gate="learned")
    before = learned(positions, scene).sum()
    with torch.no_grad():
        learned.body.part_saliency.fill_(-6.0)
    assert learned(positions, scene).sum() < 0.05 * before


def test_what_was_learned_before_there_were_options_goes_on_loading():
    plain = DrAction(DrActionConfig())
    assert plain.config.plain
    assert sorted(plain.state_dict()) == sorted(
        ["appearance_head.0.bias", "appearance_head.0.weight", "appearance_head.2.bias", "appearance_head.2.weight",
         "body.part_features", "depth_mix_logit", "modulation_head.0.bias", "modulation_head.0.weight",
         "modulation_head.2.bias", "modulation_head.2.weight"]
    )  # fmt: skip
    assert not any(DrActionConfig(**options).plain for options in OPTIONS[1:-1])


def test_settings_out_of_range_are_refused():
    with pytest.raises(ParameterError, match="joint_radius is out of range: -1"):
        DrActionConfig(joint_radius=-1)
    with pytest.raises(ParameterError, match="blend is out of range: nearest"):
        DrActionConfig(blend="nearest")


def test_a_given_camera_that_goes_round_with_the_world_sees_the_same(make_sequence):
    sequence = make_sequence(frames=4)
    moved = np.eye(4)
    c, s = np.cos(0.7), np.sin(0.7)
    moved[:3] = [[c, -s * c, s * s, 0.3], [s, c * c, -c * s, -1.0], [0, s, c, 2.0]]
    for options in ({}, {"bone_stretch": 4.0}, {"modulation": False, "depth_range": "person_frame"}):
        renderer, positions, scene = rendered(sequence, **options)
        away = positions @ torch.tensor(moved[:3, :3].T, dtype=torch.float32) + torch.tensor(moved[:3, 3]).float()
        pose = scene.camera.world_to_camera @ np.linalg.inv(moved)
        camera = dataclasses.replace(scene.camera, world_to_camera=pose)
        seen = renderer(away, dataclasses.replace(scene, camera=camera))
        torch.testing.assert_close(seen, renderer(positions, scene), atol=1e-4, rtol=0)


@pytest.mark.realdata
def test_a_sensors_own_rotations_lay_long_gaussians_along_the_trunk_as_its_bones_do(real_data):
    """Where near and far joint agree on a bone's direction (the trunk), its rotations say what its positions say."""
    placed = place_in_view(read(real_data / "ntu_skeleton" / "S001C001P001R001A011.skeleton"))
    positions, scene = scene_of(placed, sample_frames(3, placed.frames), 64)
    body = TopologyBody(DrActionConfig(bone_stretch=4.0, samples_per_bone=1).body)
    rig = body.rig(scene.topology)
    joints = poses_of(positions, scene, "per_second").joints.double()
    shape = body.shape(rig)
    scales = shape.scales.double()
    by_bones = spread_along_bones(joints, rig, scales)
    _, by_joints = spread_by_joints(torch.tensor(scene.turns), rig, scene.rest_axes, Shape(scales=scales))
    trunk = 25 + KINECT_V2.bones.index(("spine_base", "spine_mid"))
    torch.testing.assert_close(by_joints[..., trunk, :, :], by_bones[0, ..., trunk, :, :], atol=1e-3, rtol=0.05)
