"""Attention as all backbones compute it here: few passes over the scores, and frames of a ragged sequence kept apart.

Registered with transformers under one name; on a processor its backward pass is several times as fast as that of the
library's fused one at the lengths that clips have. On other devices it hands over to the fused one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask

__all__ = ["ATTENTION", "attend", "frames_apart"]

ATTENTION = "skelbench"  # its name among those of transformers
Groups = Sequence[tuple[int, int]]  # frames, and tokens of each, in the order of the sequence
_GROUPS: ContextVar[Groups | None] = ContextVar("groups", default=None)


@contextmanager
def frames_apart(groups: Groups) -> Iterator[None]:
    """Within, a sequence (1 L E) is read as frames one after another, each blind to the others."""
    token = _GROUPS.set(groups)
    try:
        yield
    finally:
        _GROUPS.reset(token)


def attend(
    module: nn.Module, query: Float[Tensor, "B H L D"], key: Float[Tensor, "B G S D"], value: Float[Tensor, "B G S D"],
    attention_mask: Tensor | None, **settings: Any,
) -> tuple[Float[Tensor, "B L H D"], None]:  # fmt: skip
    """Softmax(Q K^T s + mask) V (Vaswani et al. 2017, equation 1), heads of keys shared where there are fewer."""
    scaling, dropout = settings.get("scaling"), settings.get("dropout", 0.0)
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    shared = query.shape[1] // key.shape[1]
    if shared > 1:
        key, value = key.repeat_interleave(shared, 1), value.repeat_interleave(shared, 1)
    groups = _GROUPS.get()
    if groups is None:
        return _weighted(query, key, value, attention_mask, (scale, dropout)).transpose(1, 2).contiguous(), None
    lengths = [frames * tokens for frames, tokens in groups]
    parts = []
    for (frames, tokens), *rows in zip(
        groups, *(torch.split(t[0], lengths, 1) for t in (query, key, value)), strict=True
    ):
        q, k, v = (t.unflatten(1, (frames, tokens)).transpose(0, 1) for t in rows)
        parts.append(_weighted(q, k, v, None, (scale, dropout)).transpose(1, 2).flatten(0, 1))
    return torch.cat(parts)[None], None


def _weighted(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, settings: tuple[float, float]
) -> Float[Tensor, "B H L D"]:
    scale, dropout = settings
    if query.device.type != "cpu":
        return nn.functional.scaled_dot_product_attention(query, key, value, mask, dropout, scale=scale)
    scores = (query * scale) @ key.transpose(2, 3)
    if mask is not None:
        scores += mask  # the product's gradient needs no scores, so they may change in place
    weights = nn.functional.dropout(scores.softmax(-1), dropout)
    return weights @ value


AttentionInterface.register(ATTENTION, attend)
AttentionMaskInterface.register(ATTENTION, eager_mask)
