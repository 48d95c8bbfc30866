"""Greedy writing after a prompt, several clips at once, whatever blocks of their frames each has kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from transformers import DynamicCache

from skelbench.models.foreground import keep_tokens
from skelbench.models.packing import pack_prompt

if TYPE_CHECKING:
    from skelbench.models.backbones.backbone import Backbone

__all__ = ["write_after"]


@torch.no_grad()
def write_after(
    backbone: Backbone, images: Float[Tensor, "S E"], kept: Bool[Tensor, "B F K"], prompt: Int[Tensor, " L"],
    max_new_tokens: int, stop_at_end: bool = True,
) -> Int[Tensor, "B N"]:  # fmt: skip
    """Token ids written after the prompt; what follows the end of a turn is padding.

    The prompt is read once; each further token costs one row of the language model a clip, on the keys kept of all
    before it.

    Args:
        backbone: whose language model writes.
        images: image tokens of the kept blocks, clip by clip, frame by frame.
        kept: which blocks they are.
        prompt: all tokens of it, those of blocks that are not kept too.
        max_new_tokens: how many at most.
        stop_at_end: whether the end of a turn ends the writing; else what would follow is written too.
    """
    config, device = backbone.network.config.get_text_config(), images.device
    packed = pack_prompt(prompt)
    some = keep_tokens(packed, backbone.image_token, kept)
    ids = packed.ids[some.index].to(device)
    holds_image = (ids == backbone.image_token) & some.real.to(device)
    words = backbone.network.get_input_embeddings()
    embedded = torch.masked_scatter(words(ids), holds_image[..., None], images.to(backbone.network.dtype))
    places = backbone.positions(packed.ids, packed.position_ids)
    cache = DynamicCache(config=config)
    hidden = _further(backbone, embedded, some.visible, places[:, some.index], cache)
    hidden = hidden[torch.arange(len(ids), device=device), some.last_of_prefix.to(device)]
    seen, following, written = some.real[:, None], int(places.max()) + 1, []
    ended = torch.zeros(len(ids), dtype=torch.bool, device=device)
    for step in range(max_new_tokens):
        best = torch.where(ended, _first(config.pad_token_id), backbone.network.lm_head(hidden).argmax(-1))
        written.append(best)
        ended |= (best == _first(config.eos_token_id)) & stop_at_end
        if bool(ended.all()) or step + 1 == max_new_tokens:
            break
        seen = torch.cat([seen, torch.ones(len(ids), 1, 1, dtype=torch.bool)], dim=2)
        place = torch.full((len(places), len(ids), 1), following + step)
        hidden = _further(backbone, words(best[:, None]), seen, place, cache)[:, 0]
    return torch.stack(written, dim=1) if written else ids[:, :0]


def _further(
    backbone: Backbone, embedded: Float[Tensor, "B L E"], visible: Bool[Tensor, "B L S"], places: Int[Tensor, "R B L"],
    cache: Any,
) -> Float[Tensor, "B L E"]:  # fmt: skip
    """Last hidden states of the next tokens, which look where they may among all tokens so far."""
    mask = torch.zeros(visible.shape, dtype=embedded.dtype).masked_fill(~visible, torch.finfo(embedded.dtype).min)
    places = places.to(embedded.device)
    found = backbone.language_model(
        inputs_embeds=embedded, attention_mask=mask[:, None].to(embedded.device), past_key_values=cache, use_cache=True,
        position_ids=places[0] if len(places) == 1 else places,
    )  # fmt: skip
    return found.last_hidden_state  # type: ignore[no-any-return]


def _first(token: Any) -> int:
    return int(token[0] if isinstance(token, list | tuple) else token)
