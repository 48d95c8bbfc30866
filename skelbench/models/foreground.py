"""Foreground patch sparsification: blocks of patches that nothing was drawn on never enter tower or language model.

What is kept keeps its place: position embeddings in the tower, rotary positions in the language model. So the result is
that of the dense model with the dropped tokens masked out, at the price of the kept ones (arXiv 2603.18003, section on
foreground patch sparsification; not in the released code).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from skelbench.errors import ModelError
from skelbench.models.packing import PackedQuestion

__all__ = ["Kept", "keep_tokens"]


@dataclass(frozen=True, eq=False)
class Kept:
    """The tokens of a packed question that each clip of a batch keeps, padded at the end to the longest."""

    index: Int[Tensor, "B L"]  # which token of the packed question
    real: Bool[Tensor, "B L"]  # False for padding
    visible: Bool[Tensor, "B L L"]
    sources: Int[Tensor, "B M"]  # where each scored token is predicted
    last_of_prefix: Int[Tensor, " B"]


def keep_tokens(packed: PackedQuestion, image_token: int, kept: Bool[Tensor, "B F K"]) -> Kept:
    """Drop the image tokens of blocks that are not kept.

    Raises:
        ModelError: the mask does not fit the prompt's image tokens.
    """
    is_image = packed.ids == image_token
    if int(is_image.sum()) != kept[0].numel():
        raise ModelError(
            f"The prompt has {int(is_image.sum())} image tokens, {kept.shape[1]} frames give {kept[0].numel()}"
        )
    stays = (~is_image).expand(len(kept), -1).clone()
    stays[:, is_image] = kept.flatten(1).cpu()
    lengths = stays.sum(1)
    index = torch.argsort(~stays, dim=1, stable=True)[:, : int(lengths.max())]
    real = torch.arange(index.shape[1]) < lengths[:, None]
    visible = packed.visible[index[:, :, None], index[:, None, :]] & real[:, None, :]
    place = stays.cumsum(1) - 1  # where a kept token of the packed question lies now
    return Kept(index, real, visible, place[:, packed.sources], place[:, packed.prefix - 1])
