"""Qwen2.5-VL through transformers: windowed attention in the tower, three rotary positions a token."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from jaxtyping import Float, Int
from torch import Tensor
from transformers import PreTrainedModel, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

from skelbench.models.backbones.backbone import BACKBONES, Backbone
from skelbench.models.prompts import QWEN_VL

__all__ = ["Qwen25VLBackbone"]

_PATCH, _MERGE = 14, 2  # of tiny networks
_SIDE = 448  # pixels of a frame where nothing else is said: the family takes any size that its patches divide


@BACKBONES.register("qwen2_5_vl")
class Qwen25VLBackbone(Backbone):
    """Adapter around `Qwen2_5_VLForConditionalGeneration`; every frame is an image of its own."""

    network: Qwen2_5_VLForConditionalGeneration
    layout = QWEN_VL
    statistics = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))  # of CLIP

    @property
    def image_size(self) -> int:
        """Pixels of a frame's side: `skelbench_image_size` of the configuration, 448 where it says nothing."""
        return int(getattr(self.network.config, "skelbench_image_size", _SIDE))

    @property
    def _side(self) -> int:
        return self.image_size // int(self.network.config.vision_config.patch_size)

    @property
    def tokens_per_frame(self) -> int:
        """Image tokens a frame takes in the prompt: patches merged four and four."""
        return int((self._side // self.network.config.vision_config.spatial_merge_size) ** 2)

    def _grid(self, count: int) -> Int[Tensor, "M 3"]:
        return torch.tensor([[1, self._side, self._side]]).expand(count, -1)

    def see(self, pixels: Float[Tensor, "M 3 H W"]) -> Float[Tensor, "M K E"]:
        """Image tokens: patches in the tower's order (each frame held still for its temporal patch), tower, merger."""
        vision = self.network.config.vision_config
        patch, merge, still = vision.patch_size, vision.spatial_merge_size, vision.temporal_patch_size
        blocks, count = self._side // merge, len(pixels)
        cut = pixels.reshape(count, 3, blocks, merge, patch, blocks, merge, patch)
        cut = cut.permute(0, 2, 5, 3, 6, 1, 4, 7).unsqueeze(6).expand(-1, -1, -1, -1, -1, -1, still, -1, -1)
        rows = cut.reshape(count * self._side**2, 3 * still * patch * patch)
        seen = self.network.model.visual(rows.to(self.network.dtype), grid_thw=self._grid(count).to(pixels.device))
        return seen.pooler_output.reshape(count, self.tokens_per_frame, -1)  # type: ignore[no-any-return]

    def positions(self, ids: Int[Tensor, " L"], along: Int[Tensor, " L"]) -> Int[Tensor, "3 L"]:
        """Time, height and width of image tokens; words count on from where the images end, three times alike."""
        is_image = ids == self.image_token
        frames = int(is_image.sum()) // self.tokens_per_frame
        last = int(is_image.nonzero().max()) + 1 if frames else 0
        if not frames:
            return along.expand(3, -1)
        before, _ = self.network.model.get_rope_index(
            ids[None, :last], mm_token_type_ids=is_image[None, :last].int(), image_grid_thw=self._grid(frames)
        )
        after = along[last:] - last + int(before.max()) + 1
        return torch.cat([before[:, 0], after.expand(3, -1)], dim=1)

    @classmethod
    def tiny(
        cls, tokens: Mapping[str, int], vocabulary: int, width: int, layers: int, image_size: int
    ) -> PreTrainedModel:
        """A small Qwen2.5-VL with random weights."""
        vision = {
            "depth": layers, "hidden_size": width, "num_heads": width // 48, "intermediate_size": width * 8 // 3,
            "out_hidden_size": width, "patch_size": _PATCH, "spatial_merge_size": _MERGE, "window_size": 4 * _PATCH,
            "fullatt_block_indexes": [layers - 1],
        }  # fmt: skip
        text = {
            "vocab_size": vocabulary, "hidden_size": width, "num_hidden_layers": layers,
            "num_attention_heads": width // 48, "num_key_value_heads": width // 48,
            "intermediate_size": width * 8 // 3, "max_position_embeddings": 4096, "eos_token_id": tokens["end"],
            "pad_token_id": tokens["pad"], "bos_token_id": None, "tie_word_embeddings": True,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [8, 8, 8]},
        }  # fmt: skip
        config = Qwen2_5_VLConfig(
            vision_config=vision, text_config=text, image_token_id=tokens["image"], tie_word_embeddings=True,
            skelbench_image_size=image_size,
        )  # fmt: skip
        return Qwen2_5_VLForConditionalGeneration(config)
