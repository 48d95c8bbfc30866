"""Foreground patch sparsification: blocks of patches that nothing was drawn on never enter tower or language model.

What is kept keeps its place: position embeddings in the tower, rotary positions in the language model. So the result is
that of the dense model with the dropped tokens masked out, at the price of the kept ones (arXiv 2603.18003, section on
foreground patch sparsification; not in the released code).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from skelbench.errors import ModelError
from skelbench.models.packing import PackedQuestion

__all__ = ["Kept", "keep_tokens", "tokens_of_kept"]


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
            f"The prompt has {int(is_image.sum())} image tokens, the foreground mask speaks of {kept[0].numel()}"
        )
    stays = (~is_image).expand(len(kept), -1).clone()
    stays[:, is_image] = kept.flatten(1).cpu()
    lengths = stays.sum(1)
    index = torch.argsort(~stays, dim=1, stable=True)[:, : int(lengths.max())]
    real = torch.arange(index.shape[1]) < lengths[:, None]
    visible = packed.visible[index[:, :, None], index[:, None, :]] & real[:, None, :]
    place = stays.cumsum(1) - 1  # where a kept token of the packed question lies now
    return Kept(index, real, visible, place[:, packed.sources], place[:, packed.prefix - 1])


def tokens_of_kept(
    kept: Bool[Tensor, "M K"],
    blocks: Int[Tensor, "K Q"],
    tower: Callable[[Int[Tensor, " R"], Int[Tensor, "R N"]], Float[Tensor, "R N W"]],
    project: Callable[[Float[Tensor, "R N QW"]], Float[Tensor, "R N E"]],
) -> Float[Tensor, "S E"]:
    """Image tokens of the kept blocks, frame by frame, block by block.

    `blocks` says which patches make a token, `tower` gives the features of some frames' patches (ascending),
    `project` makes tokens of Q neighbouring patches each.
    """
    found, order = [], []
    for rows, columns in _frames_by_count(kept):
        chosen = blocks[columns].flatten(1)
        ahead, place = chosen.sort(1)
        seen = tower(rows, ahead)
        seen = seen.gather(1, place.argsort(1)[..., None].expand_as(seen))
        found.append(project(seen.reshape(*columns.shape, -1)).flatten(0, 1))
        order.append((rows[:, None] * kept.shape[1] + columns).flatten())
    if not found:
        return project(tower(torch.arange(1), blocks[:1]).reshape(1, 1, -1))[0, :0]
    return torch.cat(found)[torch.cat(order).argsort()]


def _frames_by_count(kept: Bool[Tensor, "M K"]) -> Iterator[tuple[Int[Tensor, " R"], Int[Tensor, "R N"]]]:
    """Rows of frames that keep equally many blocks, and which blocks they keep; frames that keep none are left out.

    Equal counts need no padding in the tower, so no token is ever read for nothing.
    """
    counts = kept.sum(1)
    for count in sorted(set(counts.tolist())):
        if count:
            rows = (counts == count).nonzero()[:, 0]
            yield rows, kept[rows].nonzero()[:, 1].reshape(len(rows), count)
