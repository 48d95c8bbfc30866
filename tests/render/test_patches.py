"""Patches alone are the patches of the whole pictures, bit for bit, and so are their gradients."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import DrAction, DrActionConfig, Patches, sample_frames, scene_of
from skelbench.render.patches import cut_patches, refuse_partial_patches, touched_patches

CONFIGS = [
    {}, {"backend": "torch"}, {"backend": "reference"}, {"bone_stretch": 2.0, "backend": "cpu"}, {"gain": 1.5},
    {"threads": 2},
]  # fmt: skip


def clips_of(make_sequence, size=42):
    sequences = [make_sequence(people=2, seed=1), make_sequence(frames=9, seed=2)]
    return [scene_of(sequence, sample_frames(3, sequence.frames), size) for sequence in sequences]


@pytest.mark.parametrize("config", CONFIGS)
def test_patches_alone_are_those_of_the_pictures_and_so_are_their_gradients(make_sequence, config):
    drawer = DrAction(DrActionConfig(**{"threads": 1, "joint_radius": 0.02, "bone_radius": 0.02, **config}))
    clips = [(positions.clone().requires_grad_(), scene) for positions, scene in clips_of(make_sequence)]
    inputs = [positions for positions, _ in clips] + list(drawer.parameters())
    whole, alone = drawer.draw(clips), drawer.draw_patches(clips, patch=7)
    losses = []
    for picture, one in zip(whole, alone, strict=True):
        assert torch.equal(one.patches, cut_patches(picture, one.mask))
        assert 0.05 < one.mask.float().mean() < 1
        assert (one.pictures() - picture).abs().max() < 2e-5  # outside: what lies below the cut, of many Gaussians
        weights = torch.rand(one.patches.shape, generator=torch.Generator().manual_seed(0))
        losses.append([(one.patches * weights).sum(), (picture * Patches(weights, one.mask).pictures()).sum()])
    found, wanted = (torch.autograd.grad(sum(pair), inputs) for pair in zip(*losses, strict=True))
    for one, other in zip(found, wanted, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-6, atol=1e-6 * float(other.abs().max()))


def test_the_mask_is_every_patch_with_a_pixel_inside_an_ellipse(make_splats):
    splats = make_splats(3, (4, 0, 9), (24, 40))
    cut = 1e-3
    mask = touched_patches(splats, 8, (cut, 1))
    table = splats.table.detach()
    dx, dy = torch.arange(40.0) - table[:, :1], torch.arange(24.0) - table[:, 1:2]
    a, b, d = table[:, 2:5].T[..., None, None]
    weight = torch.exp(-(a * dx[:, None] ** 2 + 2 * b * dx[:, None] * dy[..., None] + d * dy[..., None] ** 2) / 2)
    pixels = [(weight[first:last] >= cut).any(0) for first, last in ((0, 4), (4, 4), (4, 13))]
    wanted = torch.stack([one.reshape(3, 8, 5, 8).any(3).any(1) for one in pixels])
    assert torch.equal(mask, wanted)
    assert wanted.any(-1).any(-1).tolist() == [True, False, True]
    assert not wanted.all()


def test_patch_index_names_variant_frame_row_and_column():
    mask = torch.zeros(1, 2, 2, 3, dtype=torch.bool)
    mask[0, 0, 1, 2] = mask[0, 1, 0, 0] = True
    patches = Patches(torch.arange(2 * 3 * 4 * 4.0).reshape(2, 3, 4, 4), mask)
    assert patches.patch_index.tolist() == [[0, 0, 1, 2], [0, 1, 0, 0]]
    pictures = patches.pictures()
    assert pictures.shape == (1, 2, 3, 8, 12)
    assert torch.equal(pictures[0, 0, :, 4:, 8:], patches.patches[0])
    assert torch.equal(pictures[0, 1, :, :4, :4], patches.patches[1])
    assert pictures.count_nonzero() == 2 * 3 * 16 - 1
    assert torch.equal(cut_patches(pictures, mask), patches.patches)


def test_nobody_leaves_no_patches_and_zero_gradients(make_sequence):
    positions, scene = clips_of(make_sequence)[0]
    nobody = dataclasses.replace(scene, present=np.zeros_like(scene.present))
    positions = positions.clone().requires_grad_()
    found = DrAction(DrActionConfig(threads=1)).draw_patches([(positions, nobody)], patch=14)[0]
    assert found.patches.shape == (0, 3, 14, 14)
    assert not found.mask.any()
    assert found.pictures().shape == (1, 3, 3, 42, 42)
    found.patches.sum().backward()
    assert positions.grad.abs().max() == 0


def test_patches_that_do_not_fill_the_picture_are_refused(make_sequence):
    with pytest.raises(RenderError, match="fill pictures of 42 by 42 pixels, found side 8"):
        DrAction(DrActionConfig(threads=1)).draw_patches(clips_of(make_sequence), patch=8)
    with pytest.raises(RenderError, match="found side 0"):
        refuse_partial_patches([(4, 4)], 0)
