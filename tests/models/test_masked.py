import dataclasses

import pytest
import torch

from skelbench.errors import ModelError
from skelbench.models.masked import masked_log_probs
from skelbench.training import build_model


def test_a_mask_that_keeps_everything_is_the_plain_dense_reading(tiny_model):
    frames = torch.rand(2, 2, 3, 56, 56, generator=torch.Generator().manual_seed(0))
    packed = tiny_model.pack(tiny_model.question())
    everything = torch.ones(2, 2, 4, dtype=torch.bool)
    masked = masked_log_probs(tiny_model.backbone, frames, packed, everything)
    torch.testing.assert_close(masked, tiny_model.backbone.read(frames, packed)[0], rtol=1e-4, atol=1e-5)


def test_what_is_dropped_cannot_matter(tiny_model):
    frames = torch.rand(1, 2, 3, 56, 56, generator=torch.Generator().manual_seed(0))
    other = frames.clone()
    other[..., :28, :28] = 0
    packed = tiny_model.pack(tiny_model.question())
    kept = torch.tensor([False, True, True, True]).expand(1, 2, 4)
    first, second = (masked_log_probs(tiny_model.backbone, one, packed, kept) for one in (frames, other))
    torch.testing.assert_close(first, second)


def test_a_family_without_a_sparse_way_has_nothing_to_judge(tiny_recipe):
    shape = dataclasses.replace(tiny_recipe.shape, family="qwen2_5_vl")
    model = build_model(dataclasses.replace(tiny_recipe, shape=shape), ("wave", "clap")).eval()
    assert model.settings.patches == "all"
    kept = torch.ones(1, 2, 4, dtype=torch.bool)
    with pytest.raises(ModelError, match="no mask to judge"):
        masked_log_probs(model.backbone, torch.zeros(1, 2, 3, 56, 56), model.pack(model.question()), kept)
