"""Idefics3 and SmolVLM through transformers: a SigLIP tower, pixel shuffle, a Llama-like language model."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from transformers import (
    Idefics3Config,
    Idefics3ForConditionalGeneration,
    LlamaConfig,
    PreTrainedModel,
    SmolVLMConfig,
    SmolVLMForConditionalGeneration,
)

from skelbench.models.backbones.backbone import BACKBONES, Backbone
from skelbench.models.foreground import tokens_of_kept
from skelbench.models.prompts import IDEFICS3, SMOLVLM

__all__ = ["Idefics3Backbone", "SmolVLMBackbone"]

_PATCH = 14  # pixels, of tiny networks
_SHUFFLE = 2  # patches a side that one image token holds, of tiny networks


@BACKBONES.register("idefics3")
class Idefics3Backbone(Backbone):
    """Adapter around `Idefics3ForConditionalGeneration`; a frame is one global image, never split into tiles."""

    network: Idefics3ForConditionalGeneration
    layout = IDEFICS3
    statistics = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))

    @property
    def language_model(self) -> nn.Module:
        """The language model without its head."""
        return self.network.model.text_model  # type: ignore[no-any-return]

    @property
    def image_size(self) -> int:
        """Pixels of a frame's side."""
        return int(self.network.config.vision_config.image_size)

    @property
    def tokens_per_frame(self) -> int:
        """Image tokens a frame takes in the prompt: patches after pixel shuffle."""
        patches = self.image_size // int(self.network.config.vision_config.patch_size)
        return int((patches // self.network.config.scale_factor) ** 2)

    def see(self, pixels: Float[Tensor, "M 3 H W"]) -> Float[Tensor, "M K E"]:
        """Image tokens: tower, pixel shuffle, projector; the family's own path drops pictures that are all zero."""
        side = self.image_size // int(self.network.config.vision_config.patch_size)
        whole = torch.ones(len(pixels), side, side, dtype=torch.bool, device=pixels.device)
        seen = self.network.model.vision_model(
            pixel_values=pixels.to(self.network.dtype), patch_attention_mask=whole, return_dict=True
        )
        return self.network.model.connector(seen.last_hidden_state)  # type: ignore[no-any-return]

    def see_kept(self, pixels: Float[Tensor, "M 3 H W"], kept: Bool[Tensor, "M K"]) -> Float[Tensor, "N E"]:
        """Image tokens of the kept blocks alone, frame by frame."""
        vision, connector = self.network.model.vision_model, self.network.model.connector
        patches = vision.embeddings.patch_embedding(pixels.to(self.network.dtype)).flatten(2).transpose(1, 2)
        places = vision.embeddings.position_embedding.weight

        def tower(rows: Int[Tensor, " R"], columns: Int[Tensor, "R N"]) -> Float[Tensor, "R N W"]:
            some = patches[rows[:, None], columns] + places[columns]
            return vision.post_layernorm(vision.encoder(inputs_embeds=some).last_hidden_state)  # type: ignore[no-any-return]

        numbers = torch.arange(patches.shape[1], dtype=torch.float32)[None, :, None]
        blocks = connector.pixel_shuffle(numbers, connector.scale_factor)[0].long().to(pixels.device)
        return tokens_of_kept(kept, blocks, tower, connector.modality_projection)

    @classmethod
    def tiny(
        cls, tokens: Mapping[str, int], vocabulary: int, width: int, layers: int, image_size: int
    ) -> PreTrainedModel:
        """A small Idefics3 with random weights."""
        config = Idefics3Config(**_tiny(tokens, vocabulary, width, layers, image_size))
        config._attn_implementation = "eager"
        return Idefics3ForConditionalGeneration(config)


@BACKBONES.register("smolvlm")
class SmolVLMBackbone(Idefics3Backbone):
    """Adapter around `SmolVLMForConditionalGeneration`: the same parts in another chat format."""

    layout = SMOLVLM

    @classmethod
    def tiny(
        cls, tokens: Mapping[str, int], vocabulary: int, width: int, layers: int, image_size: int
    ) -> PreTrainedModel:
        """A small SmolVLM with random weights."""
        config = SmolVLMConfig(**_tiny(tokens, vocabulary, width, layers, image_size))
        config._attn_implementation = "eager"
        return SmolVLMForConditionalGeneration(config)


def _tiny(tokens: Mapping[str, int], vocabulary: int, width: int, layers: int, image_size: int) -> dict[str, object]:
    vision = {
        "hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": width // 48,
        "intermediate_size": width * 8 // 3, "image_size": image_size, "patch_size": _PATCH,
    }  # fmt: skip
    text = LlamaConfig(
        vocab_size=vocabulary, hidden_size=width, num_hidden_layers=layers, num_attention_heads=width // 48,
        num_key_value_heads=width // 48, intermediate_size=width * 8 // 3, max_position_embeddings=4096,
        tie_word_embeddings=True, eos_token_id=tokens["end"], pad_token_id=tokens["pad"], bos_token_id=None,
    )  # fmt: skip
    return {
        "vision_config": vision, "text_config": text, "image_token_id": tokens["image"], "scale_factor": _SHUFFLE,
        "tie_word_embeddings": True,
    }  # fmt: skip
