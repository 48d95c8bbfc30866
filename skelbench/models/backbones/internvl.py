"""InternVL (the published model's family) through transformers: any size, from a tiny random one to the hub's."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from jaxtyping import Float, Int
from torch import Tensor
from transformers import InternVLConfig, InternVLForConditionalGeneration, InternVLVisionConfig, Qwen2Config

from skelbench.models.backbones.backbone import BACKBONES, IMAGENET, Backbone
from skelbench.models.backbones.tower import Tower
from skelbench.models.prompts import INTERNVL

__all__ = ["InternVLBackbone"]


@BACKBONES.register("internvl")
class InternVLBackbone(Backbone):
    """Adapter around `InternVLForConditionalGeneration`."""

    network: InternVLForConditionalGeneration
    layout = INTERNVL
    statistics = IMAGENET

    @property
    def image_size(self) -> int:
        """Pixels of a frame's side."""
        return int(self.network.config.vision_config.image_size[0])

    @property
    def tokens_per_frame(self) -> int:
        """Image tokens a frame takes in the prompt: patches after pixel shuffle."""
        patches = self.image_size // int(self.network.config.vision_config.patch_size[0])
        return int((patches * self.network.config.downsample_ratio) ** 2)

    @property
    def tower(self) -> Tower | None:
        """The vision tower's parts; none where its output is not taken from its last layer."""
        if self.network.config.vision_feature_layer != -1:
            return None
        vision = self.network.model.vision_tower
        embedding, places = vision.embeddings, vision.embeddings.position_embeddings
        return Tower(
            patches=embedding.patch_embeddings.projection, places=places[0, 1:],
            start=embedding.cls_token[0, 0] + places[0, 0], layers=vision.encoder.layer, norm=vision.layernorm,
            project=self.network.model.multi_modal_projector, blocks=self._patches_of_blocks(),
            recompute=self.recompute,
        )  # fmt: skip

    def see(self, pixels: Float[Tensor, "M 3 H W"]) -> Float[Tensor, "M K E"]:
        """Image tokens: tower, pixel shuffle, projector."""
        return self.see_whole(pixels) if self.tower is None else super().see(pixels)

    def see_whole(self, pixels: Float[Tensor, "M 3 H W"]) -> Float[Tensor, "M K E"]:
        """Image tokens by the family's own code."""
        features = self.network.model.get_image_features(pixel_values=pixels, return_dict=True)
        return features.pooler_output  # type: ignore[no-any-return]

    def _patches_of_blocks(self) -> Int[Tensor, "K 4"]:
        """Which patches an image token is made of, in the order that pixel shuffle joins them."""
        side = self.image_size // int(self.network.config.vision_config.patch_size[0])
        numbers = torch.arange(side**2, dtype=torch.float32).reshape(1, side, side, 1)
        shuffled = self.network.model.pixel_shuffle(numbers, scale_factor=self.network.config.downsample_ratio)
        return shuffled.reshape(self.tokens_per_frame, -1).long().to(self.network.device)  # type: ignore[no-any-return]

    @classmethod
    def tiny(
        cls, tokens: Mapping[str, int], vocabulary: int, width: int, layers: int, image_size: int
    ) -> InternVLForConditionalGeneration:
        """A small InternVL with random weights: the real architecture, a few million parameters."""
        vision = InternVLVisionConfig(
            hidden_size=width, num_hidden_layers=layers, num_attention_heads=width // 48,
            intermediate_size=width * 8 // 3, image_size=[image_size, image_size], patch_size=[14, 14],
        )  # fmt: skip
        text = Qwen2Config(
            vocab_size=vocabulary, hidden_size=width, num_hidden_layers=layers, num_attention_heads=width // 48,
            num_key_value_heads=width // 48, intermediate_size=width * 8 // 3, max_position_embeddings=4096,
            tie_word_embeddings=True, eos_token_id=tokens["end"], pad_token_id=tokens["pad"], bos_token_id=None,
        )  # fmt: skip
        config = InternVLConfig(
            vision_config=vision, text_config=text, image_token_id=tokens["image"],
            image_seq_length=int((image_size // 14 // 2) ** 2), downsample_ratio=0.5, tie_word_embeddings=True,
        )  # fmt: skip
        return InternVLForConditionalGeneration(config)
