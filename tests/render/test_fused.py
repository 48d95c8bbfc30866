"""The compiled way from joints to pictures against the general one, which is its definition."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import DrAction, DrActionConfig, sample_frames, scene_of
from skelbench.render.fused import FusedSettings, draw_fused


def renderer(**config):
    return DrAction(DrActionConfig(threads=1, backend="cpu", **config))


def general(fused, precision=torch.float64):
    """The same renderer, compositing by definition."""
    config = dataclasses.replace(fused.config, backend="reference")
    other = DrAction(config, fused.body.__class__(config.body))
    other.load_state_dict(fused.state_dict())
    return other.to(precision)


def clip(sequence, size=24, frames=3):
    return scene_of(sequence, sample_frames(frames, sequence.frames), size)


def with_gradients(drawer, clips):
    """Pictures, and gradients of a loss that weighs every pixel differently."""
    drawer.zero_grad()
    dtype = drawer.depth_mix_logit.dtype
    clips = [(positions.to(dtype, copy=True).requires_grad_(), scene) for positions, scene in clips]
    pictures = drawer.draw(clips)
    generator = torch.Generator().manual_seed(0)
    loss = sum((one * torch.rand(one.shape, generator=generator).to(one)).sum() for one in pictures)
    loss.backward()
    found = {f"positions {number}": positions.grad for number, (positions, _) in enumerate(clips)}
    found |= {name: value.grad.clone() for name, value in drawer.named_parameters() if value.grad is not None}
    return [one.detach() for one in pictures], found


def agree(drawer, clips):
    found, gradients = with_gradients(drawer, clips)
    expected, wanted = with_gradients(general(drawer), clips)
    for one, other in zip(found, expected, strict=True):
        assert one.shape == other.shape
        assert (one - other).abs().max() < 5e-6
    assert gradients.keys() == wanted.keys()
    for name, gradient in wanted.items():
        assert torch.isfinite(gradients[name]).all(), name
        assert (gradients[name] - gradient).norm() < 1e-5 * gradient.norm() + 1e-9, name


@pytest.mark.parametrize("config", [
    {}, {"modulation": False}, {"depth_range": "none"}, {"depth_range": "person_frame", "velocity": "stride4"},
    {"samples_per_bone": 0}, {"modulation": False, "depth_range": "none", "samples_per_bone": 3},
])  # fmt: skip
def test_it_means_what_the_general_way_means(make_sequence, config):
    agree(renderer(cut=0.0, **config), [clip(make_sequence(people=2))])


def test_clips_of_several_sizes_variants_and_people_are_drawn_together(make_sequence):
    positions, scene = clip(make_sequence(people=3, seed=1), frames=2)
    moved = torch.cat([positions, positions + 0.02])
    agree(renderer(cut=0.0), [clip(make_sequence()), (moved, scene), clip(make_sequence(frames=9, seed=4), frames=5)])


def test_missing_joints_doubt_and_people_behind_the_camera_are_treated_alike(make_sequence):
    sequence = make_sequence(people=2, frames=6)
    positions = sequence.positions.copy()
    positions[:2, 1] = np.nan
    positions[:, 0, 7] = np.nan
    doubt = np.random.default_rng(0).uniform(0, 1, sequence.valid.shape).astype(np.float32)
    unsure = sequence.changed(positions=positions, present=None, confidence=doubt)
    tensor, scene = clip(unsure, frames=6)
    tensor[:, 3:] -= torch.tensor([0, 0, 3.2])
    agree(renderer(cut=0.0), [(tensor, scene)])


def test_joints_of_one_depth_share_what_reaches_the_nearest_and_the_farthest(make_sequence):
    sequence = make_sequence(frames=2)
    positions = sequence.positions.copy()
    positions[:, 0, [7, 15], 2] = 1.5  # one hand and the other foot
    positions[:, 0, [11, 19], 2] = 4.5
    for depth_range in ("clip", "person_frame"):
        agree(renderer(cut=0.0, depth_range=depth_range), [clip(sequence.changed(positions=positions), frames=2)])


def test_nobody_is_a_black_picture_without_gradients(make_sequence):
    sequence = make_sequence(frames=4)
    tensor, scene = clip(sequence, frames=4)
    nobody = dataclasses.replace(scene, present=np.zeros_like(scene.present))
    pictures, gradients = with_gradients(renderer(), [(tensor, nobody)])
    assert pictures[0].shape == (1, 4, 3, 24, 24)
    assert pictures[0].max() == 0
    assert all(gradient.abs().max() == 0 for gradient in gradients.values())


def test_a_clip_whose_pictures_nobody_uses_gets_no_gradient(make_sequence):
    first, second = clip(make_sequence()), clip(make_sequence(seed=2))
    positions = [first[0].clone().requires_grad_(), second[0].clone().requires_grad_()]
    renderer().draw([(positions[0], first[1]), (positions[1], second[1])])[1].sum().backward()
    assert positions[0].grad.abs().max() == 0
    assert positions[1].grad.abs().max() > 0


def test_threads_change_nothing(make_sequence):
    clips = [clip(make_sequence(seed=seed, people=2), frames=4) for seed in range(3)]
    one, two = renderer(), DrAction(DrActionConfig(threads=2, backend="cpu"))
    two.load_state_dict(one.state_dict())
    for some in (clips, clips[:1]):
        found, gradients = with_gradients(one, some)
        expected, wanted = with_gradients(two, some)
        assert all(torch.equal(a, b) for a, b in zip(found, expected, strict=True))
        assert all(torch.equal(gradients[name], wanted[name]) for name in wanted)


def test_a_second_backward_pass_finds_the_same(make_sequence):
    positions, scene = clip(make_sequence())
    positions = positions.requires_grad_()
    loss = renderer()(positions, scene).square().sum()
    first, second = (torch.autograd.grad(loss, positions, retain_graph=True)[0] for _ in range(2))
    assert torch.equal(first, second)


def test_what_32_clips_keep_for_the_backward_pass_grows_with_the_output_only(make_sequence):
    """Besides the pictures a few dozen numbers of every Gaussian: 265 of them a person and picture, none per pixel."""
    drawer, clips = renderer(), [clip(make_sequence(seed=seed), size=64, frames=4) for seed in range(32)]
    kept = {}

    def keep(tensor):
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    for count in (8, 32):
        kept.clear()
        with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
            pictures = drawer.draw([(positions.clone().requires_grad_(), scene) for positions, scene in clips[:count]])
        output = sum(one.nbytes for one in pictures)
        tables = pictures[0].grad_fn.drawn.nbytes
        assert sum(kept.values()) < 1.1 * output
        assert tables == count * 4 * 272 * 4 * (9 + 1 + 12) + count * 4 * 4


def test_pictures_of_several_sizes_are_refused(make_sequence):
    drawer = renderer()
    poses = [drawer.poses(*clip(make_sequence(), size=size)) for size in (16, 24)]
    rigs = [drawer.body.rig(one.scene.topology) for one in poses]
    looks = {id(rigs[0]): torch.zeros(len(rigs[0]), 4)}
    with pytest.raises(RenderError, match="of one picture size to draw together"):
        draw_fused(poses, rigs, looks, (None, torch.tensor(0.0)), FusedSettings("clip", 1e-6, 1))


def test_other_precisions_and_gaussians_that_are_not_round_go_the_general_way(make_sequence):
    positions, scene = clip(make_sequence())
    for drawer in (renderer(bone_stretch=2.0), DrAction(DrActionConfig(backend="torch", threads=1))):
        poses = [drawer.poses(positions, scene)]
        assert not drawer._fuses(poses, [drawer.body.rig(scene.topology)])
    assert renderer()._fuses(poses, [drawer.body.rig(scene.topology)])
