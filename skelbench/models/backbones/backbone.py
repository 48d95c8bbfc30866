"""What SkeletonLLM asks of a vision-language model, and the registry of those that can give it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

from jaxtyping import Float, Int
from torch import Tensor, nn
from transformers import PreTrainedConfig, PreTrainedModel

from skelbench.models.packing import PackedQuestion
from skelbench.registry import Registry

__all__ = ["BACKBONES", "Backbone", "backbone_for"]


class Backbone(nn.Module, ABC):
    """A vision-language model of transformers behind three verbs; frames stay differentiable throughout."""

    def __init__(self, network: PreTrainedModel, normalise: Literal["none", "imagenet"] = "imagenet") -> None:
        super().__init__()
        self.network = network
        self.normalise = normalise

    @property
    @abstractmethod
    def image_size(self) -> int:
        """Pixels of a frame's side."""

    @property
    @abstractmethod
    def tokens_per_frame(self) -> int:
        """Image tokens a frame takes in the prompt."""

    @abstractmethod
    def prepare(self, frames: Float[Tensor, "B F 3 H W"]) -> Float[Tensor, "BF 3 H W"]:
        """Pixels as the vision tower wants them, from frames in [0, 1]; differentiable."""

    @abstractmethod
    def read(
        self, frames: Float[Tensor, "B F 3 H W"], packed: PackedQuestion
    ) -> tuple[Float[Tensor, "B M"], Float[Tensor, "B E"]]:
        """Log-probability of every scored token, and the model's state: what it knows just before it answers.

        The state is the last hidden state before the answer, followed by the mean over all image tokens.
        """

    @abstractmethod
    def generate(self, frames: Float[Tensor, "B F 3 H W"], prompt: Int[Tensor, " L"], max_new_tokens: int) -> Tensor:
        """Token ids (B, new) written greedily after the prompt."""


BACKBONES: Registry[type[Backbone]] = Registry("vision-language backbone")


def backbone_for(config: PreTrainedConfig) -> type[Backbone]:
    """The adapter for a model's configuration.

    Raises:
        UnknownNameError: no adapter is registered for its `model_type`.
    """
    return BACKBONES[config.model_type]
