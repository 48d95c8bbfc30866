"""Idefics3 and SmolVLM through transformers: a SigLIP tower, pixel shuffle, a Llama-like language model."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from jaxtyping import Float
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
from skelbench.models.backbones.tower import Tower
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

    @property
    def tower(self) -> Tower:
        """The vision tower's parts; the family's own path would drop pictures that are all zero."""
        vision, connector = self.network.model.vision_model, self.network.model.connector
        side = self.image_size // int(self.network.config.vision_config.patch_size)
        numbers = torch.arange(side**2, dtype=torch.float32)[None, :, None]
        blocks = connector.pixel_shuffle(numbers, connector.scale_factor)[0].long()
        return Tower(
            patches=vision.embeddings.patch_embedding, places=vision.embeddings.position_embedding.weight, start=None,
            layers=vision.encoder.layers, norm=vision.post_layernorm, project=connector.modality_projection,
            blocks=blocks.to(self.network.device), given=(None,), recompute=self.recompute,
        )  # fmt: skip

    def see_whole(self, pixels: Float[Tensor, "M 3 H W"]) -> Float[Tensor, "M K E"]:
        """Image tokens by the family's own code, which is told that no picture is padding."""
        side = self.image_size // int(self.network.config.vision_config.patch_size)
        whole = torch.ones(len(pixels), side, side, dtype=torch.bool, device=pixels.device)
        seen = self.network.model.vision_model(
            pixel_values=pixels.to(self.network.dtype), patch_attention_mask=whole, return_dict=True
        )
        return self.network.model.connector(seen.last_hidden_state)  # type: ignore[no-any-return]

    @classmethod
    def tiny(
        cls, tokens: Mapping[str, int], vocabulary: int, width: int, layers: int, image_size: int
    ) -> PreTrainedModel:
        """A small Idefics3 with random weights."""
        config = Idefics3Config(**_tiny(tokens, vocabulary, width, layers, image_size))
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
