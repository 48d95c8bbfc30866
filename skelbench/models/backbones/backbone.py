"""What SkeletonLLM asks of a vision-language model, what all families share, and the registry of families."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Literal

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from transformers import PreTrainedConfig, PreTrainedModel

from skelbench.errors import ModelError
from skelbench.models.backbones.attention import ATTENTION
from skelbench.models.backbones.norms import with_lean_norms
from skelbench.models.backbones.tower import Statistics, Tower
from skelbench.models.backbones.writing import write_after
from skelbench.models.foreground import keep_tokens
from skelbench.models.lessons import PackedLessons
from skelbench.models.packing import PackedQuestion
from skelbench.models.prompts import ChatLayout
from skelbench.registry import Registry
from skelbench.render import cut_patches

__all__ = ["BACKBONES", "IMAGENET", "Backbone", "Normalise", "backbone_for"]

Normalise = Literal["none", "imagenet", "family"]
IMAGENET: Statistics = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


class Backbone(nn.Module, ABC):
    """A vision-language model of transformers behind three verbs; frames stay differentiable throughout."""

    layout: ClassVar[ChatLayout]
    statistics: ClassVar[Statistics]  # of the family's own image processor

    def __init__(self, network: PreTrainedModel, normalise: Normalise = "family") -> None:
        super().__init__()
        network.set_attn_implementation(ATTENTION)
        with_lean_norms(network)
        self.network = network
        self.normalise = normalise
        self.recompute = False

    @classmethod
    @abstractmethod
    def tiny(
        cls, tokens: Mapping[str, int], vocabulary: int, width: int, layers: int, image_size: int
    ) -> PreTrainedModel:
        """A small network of random weights: the real architecture, `layers` deep on either side.

        `tokens` gives the ids of the image token ("image"), the end of a turn ("end") and padding ("pad").
        """

    @property
    @abstractmethod
    def image_size(self) -> int:
        """Pixels of a frame's side."""

    @property
    @abstractmethod
    def tokens_per_frame(self) -> int:
        """Image tokens a frame takes in the prompt."""

    @property
    def tower(self) -> Tower | None:
        """The vision tower's parts, where background blocks may be left out of it."""
        return None

    def see(self, pixels: Float[Tensor, "M 3 H W"]) -> Float[Tensor, "M K E"]:
        """What the vision tower and the projector make of prepared pictures: their image tokens."""
        side = self.image_size // self.patch
        drawn = torch.ones(len(pixels), 1, side, side, dtype=torch.bool, device=pixels.device)
        tokens = self._tower.read(cut_patches(pixels[:, None], drawn), drawn.flatten(1))
        return tokens.reshape(len(pixels), self.tokens_per_frame, -1)

    def see_whole(self, pixels: Float[Tensor, "M 3 H W"]) -> Float[Tensor, "M K E"]:
        """As `see`, by the family's own code of transformers: what `see` is judged by."""
        return self.see(pixels)

    @property
    def _tower(self) -> Tower:
        """The tower's parts.

        Raises:
            ModelError: the family's tower cannot leave patches out.
        """
        tower = self.tower
        if tower is None:
            raise ModelError(
                f"'{self.network.config.model_type}' cannot leave out background patches: read all of them"
            )
        return tower

    def recompute_layers(self, on: bool = True) -> None:
        """Have training compute every layer again on the way back: less memory, a third more time, the same gradients.

        It needs the weights of the way there: not within a call of other weights than the network's own.
        """
        self.recompute = on
        whole: nn.Module = self.network if self.tower is None else self.language_model
        how = "activation" if hasattr(whole, "activation_checkpointing_enable") else "gradient"
        getattr(whole, f"{how}_checkpointing_{'enable' if on else 'disable'}")()

    @property
    def patch(self) -> int:
        """Pixels on a side of the tower's patches."""
        return int(self._tower.patches.weight.shape[-1])

    @property
    def image_token(self) -> int:
        """Id of the image token."""
        return int(self.network.config.image_token_id)

    @property
    def language_model(self) -> nn.Module:
        """The language model without its head."""
        return self.network.model.language_model  # type: ignore[no-any-return]

    def positions(self, ids: Int[Tensor, " L"], along: Int[Tensor, " L"]) -> Int[Tensor, "R L"]:
        """Rotary positions of every token, from where it stands in its own choice's sequence (`along`)."""
        return along[None]

    def prepare(self, frames: Float[Tensor, "B F 3 H W"]) -> Float[Tensor, "BF 3 H W"]:
        """Frames in [0, 1] as the vision tower wants them; differentiable.

        Raises:
            ModelError: the frames are not of the tower's size.
        """
        self._refuse_other_sizes(frames)
        pixels, colours = frames.flatten(0, 1), self.colours
        if colours is None:
            return pixels
        scale = 1 / pixels.new_tensor(colours[1]).view(3, 1, 1)
        return torch.addcmul(-pixels.new_tensor(colours[0]).view(3, 1, 1) * scale, pixels, scale)

    def _refuse_other_sizes(self, frames: Tensor) -> None:
        if frames.shape[-2:] != (self.image_size, self.image_size):
            raise ModelError(
                f"The vision tower takes frames of {self.image_size} pixels, found {tuple(frames.shape[-2:])}"
            )

    @property
    def colours(self) -> Statistics | None:
        """Mean and standard deviation of R, G and B that the tower's pictures are normalised by, if they are."""
        if self.normalise == "none":
            return None
        return IMAGENET if self.normalise == "imagenet" else self.statistics

    def embed(self, frames: Float[Tensor, "B F 3 H W"], ids: Int[Tensor, " L"]) -> Float[Tensor, "B L E"]:
        """Words and image tokens in the order of the prompt.

        Raises:
            ModelError: the prompt has another number of image tokens than the frames give.
        """
        images = self.see(self.prepare(frames))
        words = self.network.get_input_embeddings()(ids.to(frames.device)).expand(frames.shape[0], -1, -1)
        holds_image = (ids == self.image_token).to(frames.device)
        if int(holds_image.sum()) * frames.shape[0] != images.shape[0] * images.shape[1]:
            raise ModelError(
                f"The prompt has {int(holds_image.sum())} image tokens, {frames.shape[1]} frames give "
                f"{images.shape[1] * frames.shape[1]}"
            )
        return torch.masked_scatter(words, holds_image[None, :, None], images.to(words.dtype))

    def read(
        self, frames: Float[Tensor, "B F 3 H W"], packed: PackedQuestion, kept: Bool[Tensor, "B F K"] | None = None
    ) -> tuple[Float[Tensor, "B M"], Float[Tensor, "B E"]]:
        """Log-probability of every scored token, and the model's state: what it knows just before it answers.

        The state is the last hidden state before the answer, followed by the mean over all image tokens. With `kept`,
        only those blocks of patches are read: foreground patch sparsification.
        """
        if kept is None and self.tower is None:
            return self._read_whole(frames, packed)
        self._refuse_other_sizes(frames)
        tower, side = self._tower, self.image_size // self.patch
        drawn = torch.ones(*frames.shape[:2], side**2, dtype=torch.bool, device=frames.device)
        if kept is not None:
            drawn[..., tower.blocks] = kept.to(frames.device)[..., None]
        drawn = drawn.reshape(*frames.shape[:2], side, side)
        return self.read_patches(cut_patches(frames, drawn), drawn, packed)

    def _read_whole(
        self, frames: Float[Tensor, "B F 3 H W"], packed: PackedQuestion
    ) -> tuple[Float[Tensor, "B M"], Float[Tensor, "B E"]]:
        embedded = self.embed(frames, packed.ids)
        visible = packed.visible.expand(frames.shape[0], -1, -1)
        positions = self.positions(packed.ids, packed.position_ids)[:, None].expand(-1, frames.shape[0], -1)
        hidden = self.understand(embedded, visible, positions)
        state = torch.cat(
            [hidden[:, packed.prefix - 1], hidden[:, (packed.ids == self.image_token).to(hidden.device)].mean(1)], dim=1
        )
        return self.token_log_probs(hidden[:, packed.sources.to(hidden.device)], packed), state.float()

    def read_patches(
        self, patches: Float[Tensor, "N 3 p p"], drawn: Bool[Tensor, "B F R Q"], packed: PackedQuestion
    ) -> tuple[Float[Tensor, "B M"], Float[Tensor, "B E"]]:
        """As `read`, from those patches alone, in [0, 1], that something was drawn on; blocks without any are left out.

        Args:
            patches: frame by frame, row by row.
            drawn: which of each frame's rows and columns they are.
            packed: the question.
        """
        return self.read_tokens(*self.see_patches(patches, drawn), packed)

    def read_tokens(
        self, images: Float[Tensor, "S E"], kept: Bool[Tensor, "B F K"], packed: PackedQuestion
    ) -> tuple[Float[Tensor, "B M"], Float[Tensor, "B E"]]:
        """As `read`, from the image tokens of the blocks that are kept."""
        device = images.device
        some = keep_tokens(packed, self.image_token, kept)
        ids = packed.ids[some.index]
        words = self.network.get_input_embeddings()(ids.to(device))
        holds_image = ((ids == self.image_token) & some.real).to(device)
        embedded = torch.masked_scatter(words, holds_image[..., None], images.to(words.dtype))
        positions = self.positions(packed.ids, packed.position_ids)[:, some.index]
        hidden = self.understand(embedded, some.visible, positions)
        rows = torch.arange(len(ids), device=device)
        share = holds_image / holds_image.sum(1, keepdim=True).clamp(min=1)
        mean = (hidden * share[..., None]).sum(1)
        state = torch.cat([hidden[rows, some.last_of_prefix.to(device)], mean], dim=1)
        return self.token_log_probs(hidden[rows[:, None], some.sources.to(device)], packed), state.float()

    def understand(
        self, embedded: Float[Tensor, "B L E"], visible: Bool[Tensor, "B L L"], positions: Int[Tensor, "R B L"]
    ) -> Float[Tensor, "B L E"]:
        """Last hidden states of the language model, every token looking where it may."""
        blocked = torch.finfo(embedded.dtype).min
        mask = torch.zeros(visible.shape, dtype=embedded.dtype, device=embedded.device)
        mask = mask.masked_fill(~visible.to(embedded.device), blocked)[:, None]
        places = positions.to(embedded.device)
        found = self.language_model(
            inputs_embeds=embedded, attention_mask=mask, use_cache=False,
            position_ids=places[0] if len(places) == 1 else places,
        )  # fmt: skip
        return found.last_hidden_state  # type: ignore[no-any-return]

    def token_log_probs(self, sources: Float[Tensor, "B M E"], packed: PackedQuestion) -> Float[Tensor, "B M"]:
        """Log-probability of every scored token, from the hidden states it is predicted at."""
        logits = self.network.lm_head(sources).float()
        targets = packed.targets.to(sources.device).expand(len(sources), -1)
        return logits.log_softmax(-1).gather(-1, targets[..., None])[..., 0]  # type: ignore[no-any-return]

    def see_patches(
        self, patches: Float[Tensor, "N 3 p p"], drawn: Bool[Tensor, "B F R Q"]
    ) -> tuple[Float[Tensor, "S E"], Bool[Tensor, "B F K"]]:
        """Image tokens of the blocks that something was drawn on, frame by frame, and which blocks they are."""
        flat, tower = drawn.flatten(2), self._tower
        images = tower.read(patches, flat.flatten(0, 1).to(patches.device), self.colours)
        return images, flat[..., tower.blocks.to(flat.device)].any(-1)

    def read_lessons(self, images: Float[Tensor, "N E"], packed: PackedLessons) -> Float[Tensor, "S V"]:
        """Logits at every scored token of ragged lessons, from the image tokens that their clips keep, clip by clip."""
        device, ids = images.device, packed.ids.to(images.device)
        words = self.network.get_input_embeddings()(ids)
        embedded = torch.masked_scatter(words, (ids == self.image_token)[..., None], images.to(words.dtype))
        hidden = self.understand(embedded, packed.visible, self._positions_of(packed))
        return self.network.lm_head(hidden[packed.rows.to(device), packed.sources.to(device)])  # type: ignore[no-any-return]

    def _positions_of(self, packed: PackedLessons) -> Int[Tensor, "R B L"]:
        """Rotary positions of ragged lessons, looked up where each token stands in its own branch's sequence."""
        along = torch.arange(max(int(packed.position_ids.max()) + 1, len(packed.frames)))
        ids = torch.zeros_like(along)
        ids[: len(packed.frames)] = packed.frames
        return self.positions(ids, along)[:, packed.position_ids]

    @torch.no_grad()
    def generate(self, frames: Float[Tensor, "B F 3 H W"], prompt: Int[Tensor, " L"], max_new_tokens: int) -> Tensor:
        """Token ids (B, new) written greedily after the prompt; what follows the end of a turn is padding."""
        images = self.see(self.prepare(frames))
        kept = torch.ones(*frames.shape[:2], self.tokens_per_frame, dtype=torch.bool)
        return write_after(self, images.flatten(0, 1), kept, prompt, max_new_tokens)


BACKBONES: Registry[type[Backbone]] = Registry("vision-language backbone")


def backbone_for(config: PreTrainedConfig) -> type[Backbone]:
    """The adapter for a model's configuration.

    Raises:
        UnknownNameError: no adapter is registered for its `model_type`.
    """
    return BACKBONES[config.model_type]
