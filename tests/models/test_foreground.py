"""Sparse reading against the dense model with the dropped tokens masked out, and the bookkeeping by hand."""

import dataclasses

import pytest
import torch

from skelbench.errors import ModelError
from skelbench.models.backbones import BACKBONES
from skelbench.models.foreground import keep_tokens
from skelbench.models.masked import masked_log_probs
from skelbench.models.packing import PackedQuestion
from skelbench.training import build_model

FAMILIES = ("idefics3", "internvl", "smolvlm")


@pytest.fixture(scope="module", params=FAMILIES)
def model(request, tiny_recipe):
    shape = dataclasses.replace(tiny_recipe.shape, family=request.param, width=96, layers=2, image_size=112)
    return build_model(dataclasses.replace(tiny_recipe, shape=shape), ("wave", "clap")).eval().requires_grad_(False)


@pytest.fixture
def frames():
    return torch.rand(3, 2, 3, 112, 112, generator=torch.Generator().manual_seed(1))


@pytest.fixture
def kept():
    mask = torch.rand(3, 2, 16, generator=torch.Generator().manual_seed(2)) < 0.4
    mask[1, 0] = False  # a frame in which nothing is drawn
    return mask


def test_whole_pictures_are_seen_as_the_familys_own_code_sees_them(model, frames):
    ours = model.backbone.see(model.backbone.prepare(frames))
    torch.testing.assert_close(ours, model.backbone.see_whole(model.backbone.prepare(frames)), rtol=1e-4, atol=1e-5)


def test_sparse_is_dense_with_the_dropped_tokens_masked(model, frames, kept):
    packed = model.pack(model.question())
    sparse, _ = model.backbone.read(frames, packed, kept)
    torch.testing.assert_close(sparse, masked_log_probs(model.backbone, frames, packed, kept), rtol=0, atol=1e-4)
    dense, _ = model.backbone.read(frames, packed)
    assert (sparse - dense).abs().max() > 1e-3  # what was dropped was not empty here


def test_an_all_foreground_mask_changes_no_bit(model, frames):
    packed = model.pack(model.question())
    everything = torch.ones(3, 2, 16, dtype=torch.bool)
    dense, state = model.backbone.read(frames, packed)
    forced, forced_state = model.backbone.read(frames, packed, everything)
    assert torch.equal(forced, dense)
    torch.testing.assert_close(forced_state, state, rtol=1e-5, atol=1e-5)


def test_the_gradient_reaches_kept_blocks_alone(model, frames, kept):
    frames = frames.requires_grad_(True)
    model.backbone.read(frames, model.pack(model.question()), kept)[0].sum().backward()
    by_block = frames.grad.abs().sum(2).reshape(3, 2, 4, 28, 4, 28).sum((3, 5)).flatten(2)
    assert ((by_block > 0) == kept).all()


def test_clips_that_keep_nothing_are_still_answered(model, frames):
    nothing = torch.zeros(3, 2, 16, dtype=torch.bool)
    log_probs, state = model.backbone.read(frames, model.pack(model.question()), nothing)
    assert torch.isfinite(log_probs).all()
    assert (log_probs == log_probs[:1]).all()
    assert torch.isfinite(state).all()


def test_dropped_tokens_are_taken_out_and_padding_goes_last():
    """Two words, two image tokens, a word, then one choice; the second clip loses its first image token."""
    ids = torch.tensor([7, 5, 5, 8, 9])
    visible = torch.ones(5, 5, dtype=torch.bool).tril()
    packed = PackedQuestion(
        ids, torch.arange(5), visible, 4, torch.tensor([3, 4]), torch.tensor([9, 1]), torch.tensor([0, 0]), ("a",)
    )
    some = keep_tokens(packed, 5, torch.tensor([[[True, True]], [[False, True]]]))
    assert some.index[0].tolist() == [0, 1, 2, 3, 4]
    assert some.index[1, :4].tolist() == [0, 2, 3, 4]
    assert some.real.tolist() == [[True] * 5, [True] * 4 + [False]]
    assert some.sources.tolist() == [[3, 4], [2, 3]]
    assert some.last_of_prefix.tolist() == [3, 2]
    with pytest.raises(ModelError, match="2 image tokens, 1 frames give 3"):
        keep_tokens(packed, 5, torch.ones(1, 1, 3, dtype=torch.bool))


def test_a_family_that_cannot_leave_patches_out_says_so(tiny_recipe, frames, kept):
    shape = dataclasses.replace(tiny_recipe.shape, family="qwen2_5_vl", image_size=112)
    model = build_model(dataclasses.replace(tiny_recipe, shape=shape), ("wave", "clap")).eval()
    with pytest.raises(ModelError, match="'qwen2_5_vl' cannot leave out background patches"):
        model.backbone.read(frames, model.pack(model.question()), kept)
    assert set(FAMILIES) | {"qwen2_5_vl"} == set(BACKBONES)
