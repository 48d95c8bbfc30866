"""InternVL (the published model's family) through transformers: any size, from a tiny random one to the hub's."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from transformers import InternVLConfig, InternVLForConditionalGeneration, InternVLVisionConfig, Qwen2Config

from skelbench.errors import ModelError
from skelbench.models.backbones.backbone import BACKBONES, IMAGENET, Backbone
from skelbench.models.foreground import tokens_of_kept
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

    def see(self, pixels: Float[Tensor, "M 3 H W"]) -> Float[Tensor, "M K E"]:
        """Image tokens: tower, pixel shuffle, projector."""
        features = self.network.model.get_image_features(pixel_values=pixels, return_dict=True)
        return features.pooler_output  # type: ignore[no-any-return]

    def see_kept(self, pixels: Float[Tensor, "M 3 H W"], kept: Bool[Tensor, "M K"]) -> Float[Tensor, "N E"]:
        """Image tokens of the kept blocks alone, frame by frame.

        Raises:
            ModelError: the tower's output is not taken from its last layer.
        """
        if self.network.config.vision_feature_layer != -1:
            raise ModelError("Leaving out background patches needs a tower that is read at its last layer")
        vision = self.network.model.vision_tower
        embedding, places = vision.embeddings, vision.embeddings.position_embeddings
        patches = embedding.patch_embeddings(pixels.to(self.network.dtype))

        def tower(rows: Int[Tensor, " R"], columns: Int[Tensor, "R N"]) -> Float[Tensor, "R N W"]:
            start = (embedding.cls_token + places[:, :1]).expand(len(rows), -1, -1)
            some = patches[rows[:, None], columns] + places[0, 1:][columns]
            seen = vision.encoder(torch.cat([start, some], dim=1)).last_hidden_state
            return vision.layernorm(seen)[:, 1:]  # type: ignore[no-any-return]

        blocks = self._patches_of_blocks().to(pixels.device)
        return tokens_of_kept(kept, blocks, tower, self.network.model.multi_modal_projector)

    def _patches_of_blocks(self) -> Int[Tensor, "K 4"]:
        """Which patches an image token is made of, in the order that pixel shuffle joins them."""
        side = self.image_size // int(self.network.config.vision_config.patch_size[0])
        numbers = torch.arange(side**2, dtype=torch.float32).reshape(1, side, side, 1)
        shuffled = self.network.model.pixel_shuffle(numbers, scale_factor=self.network.config.downsample_ratio)
        return shuffled.reshape(self.tokens_per_frame, -1).long()  # type: ignore[no-any-return]

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
        config._attn_implementation = "eager"  # its backward is 1.6 times faster than sdpa's on a CPU at these sizes
        return InternVLForConditionalGeneration(config)
