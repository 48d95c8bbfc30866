"""What leaving blocks out is held against: whole pictures in the family's own tower, dropped patches and tokens masked.

Slower than either way it judges, and built of other parts: the tower's own forward of transformers, every patch in it,
each kept one blind to the dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn
from transformers import AttentionInterface

from skelbench.errors import ModelError
from skelbench.models.backbones import Backbone
from skelbench.models.packing import PackedQuestion

__all__ = ["masked_log_probs"]

_NAME = "skelbench_masked"
_SEEN: ContextVar[Tensor | None] = ContextVar("seen", default=None)


@torch.no_grad()
def masked_log_probs(
    backbone: Backbone, frames: Float[Tensor, "B F 3 H W"], packed: PackedQuestion, kept: Bool[Tensor, "B F K"]
) -> Float[Tensor, "B M"]:
    """Log-probability of every scored token by the dense tower with what is not kept masked out.

    Raises:
        ModelError: the family's tower cannot leave patches out, so there is nothing to hold against.
    """
    if backbone.tower is None:
        raise ModelError(f"'{backbone.network.config.model_type}' reads all patches: there is no mask to judge")
    patches = torch.zeros(*kept.shape[:2], (backbone.image_size // backbone.patch) ** 2, dtype=torch.bool)
    patches[..., backbone.tower.blocks.cpu()] = kept.cpu()[..., None]
    seen = patches.flatten(0, 1)
    if backbone.tower.start is not None:
        seen = torch.cat([torch.ones(len(seen), 1, dtype=torch.bool), seen], dim=1)
    with _hidden(backbone, seen.to(frames.device)):
        tokens = backbone.see_whole(backbone.prepare(frames))
    is_image = (packed.ids == backbone.image_token).to(frames.device)
    words = backbone.network.get_input_embeddings()(packed.ids.to(frames.device)).expand(len(kept), -1, -1)
    embedded = torch.masked_scatter(words, is_image[None, :, None], tokens.to(words.dtype))
    stays = (~is_image).expand(len(kept), -1).clone()
    stays[:, is_image] = kept.flatten(1).to(stays.device)
    places = backbone.positions(packed.ids, packed.position_ids)[:, None].expand(-1, len(kept), -1)
    hidden = backbone.understand(embedded, packed.visible.to(stays.device) & stays[:, None], places)
    return backbone.token_log_probs(hidden[:, packed.sources.to(frames.device)], packed)


@contextmanager
def _hidden(backbone: Backbone, seen: Bool[Tensor, "M L"]) -> Iterator[None]:
    """Within, the tower's tokens look at the seen ones of their own frame alone."""
    config = backbone.network.config.vision_config
    before, token = config._attn_implementation, _SEEN.set(seen)
    config._attn_implementation = _NAME
    try:
        yield
    finally:
        config._attn_implementation = before
        _SEEN.reset(token)


def _attend(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, **settings: Any
) -> tuple[Tensor, None]:
    seen = _SEEN.get()
    assert seen is not None
    scores = (query @ key.transpose(2, 3)) * settings["scaling"]
    weights = scores.masked_fill(~seen[:, None, None], torch.finfo(scores.dtype).min).softmax(-1)
    return (weights @ value).transpose(1, 2).contiguous(), None


AttentionInterface.register(_NAME, _attend)
