"""A model from random weights, of a recipe's shape."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from skelbench import __version__
from skelbench.models import ModelSettings, SkeletonLLM
from skelbench.models.backbones import BACKBONES
from skelbench.models.prompts import RECOGNITION, prompt_before_answer
from skelbench.models.tokenizer import train_tokenizer
from skelbench.render import renderer_from, settings_of
from skelbench.training.recipe import Recipe

__all__ = ["build_model"]


def build_model(recipe: Recipe, labels: Sequence[str]) -> SkeletonLLM:
    """Renderer, tiny backbone and tokenizer; the same weights for the same recipe.

    The tokenizer learns from the prompt and the labels alone; bytes cover whatever else is asked later.
    """
    torch.manual_seed(recipe.seed)
    shape, family = recipe.shape, BACKBONES[recipe.shape.family]
    layout = family.layout
    texts = [prompt_before_answer(RECOGNITION, shape.frames, 1, layout), *labels]
    tokenizer = train_tokenizer(texts * 20, shape.vocabulary, layout)
    tokens = {
        name: int(tokenizer.convert_tokens_to_ids(token))
        for name, token in (("image", layout.image), ("end", layout.end), ("pad", layout.pad))
    }
    network = family.tiny(tokens, len(tokenizer), shape.width, shape.layers, shape.image_size)
    renderer, backbone = renderer_from(shape.renderer), family(network, shape.normalise)
    pinned = {name: value for name, value in settings_of(renderer).items() if name != "threads"}
    settings = ModelSettings(
        name=recipe.name, choices=tuple(labels), frames=shape.frames, normalise=shape.normalise,
        patches="all" if backbone.tower is None else shape.patches,
        renderer=pinned, stages=tuple(stage.as_table() for stage in recipe.stages),
        training_data=recipe.data, code_version=__version__,
    )  # fmt: skip
    return SkeletonLLM(renderer, backbone, tokenizer, settings)
