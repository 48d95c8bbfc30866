"""A small vision-language model of random weights, for readers that differ only in what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transformers import PreTrainedTokenizerBase

from skelbench.errors import ParameterError
from skelbench.models.backbones import BACKBONES, Backbone
from skelbench.models.tokenizer import train_tokenizer

__all__ = ["ScratchConfig", "new_backbone"]


@dataclass(frozen=True)
class ScratchConfig:
    """Size of the model: the same language model whether it is given pictures or numbers.

    Raises:
        ParameterError: a number is not positive.
    """

    family: str = "internvl"  # a registered backbone
    width: int = 144
    layers: int = 3
    frames: int = 8
    image_size: int = 112
    vocabulary: int = 512

    def __post_init__(self) -> None:
        for name in ("width", "layers", "frames", "image_size", "vocabulary"):
            if getattr(self, name) < 1:
                raise ParameterError(f"{type(self).__name__}'s {name} is out of range: {getattr(self, name)}")


def new_backbone(config: ScratchConfig, texts: Sequence[str]) -> tuple[Backbone, PreTrainedTokenizerBase]:
    """The network, its weights from torch's generator, and a tokenizer that learned its merges from the texts."""
    family = BACKBONES[config.family]
    layout = family.layout
    tokenizer = train_tokenizer(texts, config.vocabulary, layout)
    named = {"image": layout.image, "end": layout.end, "pad": layout.pad}
    tokens = {name: int(tokenizer.convert_tokens_to_ids(token)) for name, token in named.items()}
    network = family.tiny(tokens, len(tokenizer), config.width, config.layers, config.image_size)
    return family(network, "imagenet"), tokenizer
