"""InternVL (the published model's family) through transformers: any size, from a tiny random one to the hub's."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor
from transformers import InternVLConfig, InternVLForConditionalGeneration, InternVLVisionConfig, Qwen2Config

from skelbench.errors import ModelError
from skelbench.models.backbones.backbone import BACKBONES, Backbone
from skelbench.models.packing import PackedQuestion

__all__ = ["IMAGENET_MEAN", "IMAGENET_STD", "InternVLBackbone", "tiny_internvl"]

IMAGENET_MEAN = (0.485, 0.456, 0.406)  # the family's own image processor
IMAGENET_STD = (0.229, 0.224, 0.225)


@BACKBONES.register("internvl")
class InternVLBackbone(Backbone):
    """Adapter around `InternVLForConditionalGeneration`."""

    network: InternVLForConditionalGeneration

    @property
    def image_size(self) -> int:
        """Pixels of a frame's side."""
        return int(self.network.config.vision_config.image_size[0])

    @property
    def tokens_per_frame(self) -> int:
        """Image tokens a frame takes in the prompt: patches after pixel shuffle."""
        patches = self.image_size // int(self.network.config.vision_config.patch_size[0])
        return int((patches * self.network.config.downsample_ratio) ** 2)

    def prepare(self, frames: Float[Tensor, "B F 3 H W"]) -> Float[Tensor, "BF 3 H W"]:
        """Frames in [0, 1] as the vision tower wants them; differentiable.

        Raises:
            ModelError: the frames are not of the tower's size.
        """
        if frames.shape[-2:] != (self.image_size, self.image_size):
            raise ModelError(
                f"The vision tower takes frames of {self.image_size} pixels, found {tuple(frames.shape[-2:])}"
            )
        pixels = frames.flatten(0, 1)
        if self.normalise == "none":
            return pixels
        scale = 1 / pixels.new_tensor(IMAGENET_STD).view(3, 1, 1)
        shift = -pixels.new_tensor(IMAGENET_MEAN).view(3, 1, 1) * scale
        return torch.addcmul(shift, pixels, scale)

    def _embed(self, frames: Float[Tensor, "B F 3 H W"], ids: Int[Tensor, " L"]) -> Float[Tensor, "B L E"]:
        model = self.network.model
        images = model.get_image_features(pixel_values=self.prepare(frames), return_dict=True).pooler_output
        words = model.get_input_embeddings()(ids.to(frames.device)).expand(frames.shape[0], -1, -1)
        holds_image = (ids == self.network.config.image_token_id).to(frames.device)
        if int(holds_image.sum()) * frames.shape[0] != images.shape[0] * images.shape[1]:
            raise ModelError(
                f"The prompt has {int(holds_image.sum())} image tokens, {frames.shape[1]} frames give "
                f"{images.shape[1] * frames.shape[1]}"
            )
        return torch.masked_scatter(words, holds_image[None, :, None], images.to(words.dtype))

    def read(
        self, frames: Float[Tensor, "B F 3 H W"], packed: PackedQuestion
    ) -> tuple[Float[Tensor, "B M"], Float[Tensor, "B E"]]:
        """Log-probability of every scored token in one pass, and the state: before the answer, and over the images."""
        embedded = self._embed(frames, packed.ids)
        length, device = len(packed.ids), embedded.device
        blocked = torch.finfo(embedded.dtype).min
        mask = torch.zeros(length, length, dtype=embedded.dtype, device=device)
        mask = mask.masked_fill(~packed.visible.to(device), blocked).expand(frames.shape[0], 1, -1, -1)
        hidden = self.network.model.language_model(
            inputs_embeds=embedded, attention_mask=mask, position_ids=packed.position_ids.to(device)[None],
            use_cache=False,
        ).last_hidden_state  # fmt: skip
        logits = self.network.lm_head(hidden[:, packed.sources.to(device)]).float()
        targets = packed.targets.to(device).expand(frames.shape[0], -1)
        log_probs = logits.log_softmax(-1).gather(-1, targets[..., None])[..., 0]
        holds_image = (packed.ids == self.network.config.image_token_id).to(device)
        state = torch.cat([hidden[:, packed.prefix - 1], hidden[:, holds_image].mean(1)], dim=1)
        return log_probs, state.float()

    def generate(self, frames: Float[Tensor, "B F 3 H W"], prompt: Int[Tensor, " L"], max_new_tokens: int) -> Tensor:
        """Token ids (B, new) written greedily after the prompt."""
        ids = prompt.to(frames.device).expand(frames.shape[0], -1)
        written = self.network.generate(
            inputs_embeds=self._embed(frames, prompt), attention_mask=torch.ones_like(ids), do_sample=False,
            max_new_tokens=max_new_tokens,
        )  # fmt: skip
        return torch.as_tensor(written)


def tiny_internvl(
    tokens: dict[str, int], vocabulary: int, *, width: int = 192, layers: int = 4, image_size: int = 112
) -> InternVLForConditionalGeneration:
    """A small InternVL with random weights: the real architecture, a few million parameters.

    `tokens` gives the ids of the image token ("image"), the end of a turn ("end") and padding ("pad").
    """
    vision = InternVLVisionConfig(
        hidden_size=width, num_hidden_layers=layers, num_attention_heads=width // 48, intermediate_size=width * 8 // 3,
        image_size=[image_size, image_size], patch_size=[14, 14],
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
