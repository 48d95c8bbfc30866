"""A model from random weights, of a recipe's shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from transformers import AutoTokenizer

from skelbench import __version__
from skelbench.models import ModelSettings, SkeletonLLM, load_model
from skelbench.models.backbones import BACKBONES
from skelbench.models.prompts import OPEN_RECOGNITION, RECOGNITION, prompt_before_answer, repeated_texts
from skelbench.models.tokenizer import train_tokenizer
from skelbench.records import Truth
from skelbench.render import renderer_from, settings_of
from skelbench.training.recipe import Recipe
from skelbench.training.sources import load_sources
from skelbench.training.tasks import Taught, lessons_of

__all__ = ["build_model", "keep_tokenizer", "model_to_train"]

_CLIPS_READ = 1500  # whose texts the tokenizer learns from
_LABELS_ONLY = {"choose_label", "contrast"}  # tasks that say nothing but labels


def model_to_train(recipe: Recipe, labels: Sequence[str], paths: Mapping[str, Path] | None = None) -> SkeletonLLM:
    """The model that a recipe starts from: a saved one with these labels as its choices, or one of random weights."""
    if not recipe.start:
        return build_model(recipe, labels, paths)
    model = load_model(None if recipe.start == "default" else recipe.start)
    model.settings = replace(
        model.settings, name=recipe.name, choices=tuple(labels), training_data=recipe.data, code_version=__version__,
        stages=(*model.settings.stages, *(stage.as_table() for stage in recipe.stages)), people=0, temperature=1.0,
        rejection={}, figures={},
    )  # fmt: skip
    model.rejection = None
    return model


def keep_tokenizer(model: SkeletonLLM, folder: Path) -> None:
    """Keep the model's tokenizer in a run's folder, or give the model the one kept there.

    One trained anew on texts that changed meanwhile would give trained weights other words.
    """
    if folder.exists():
        model.tokenizer = AutoTokenizer.from_pretrained(folder)
        return
    part = folder.with_suffix(".part")
    model.tokenizer.save_pretrained(part)
    part.replace(folder)  # whole or not at all


def build_model(recipe: Recipe, labels: Sequence[str], paths: Mapping[str, Path] | None = None) -> SkeletonLLM:
    """Renderer, tiny backbone and tokenizer; the same weights for the same recipe.

    The tokenizer learns from the prompt, the labels and what the stages ask and answer; bytes cover whatever else is
    asked later.
    """
    torch.manual_seed(recipe.seed)
    shape, family = recipe.shape, BACKBONES[recipe.shape.family]
    layout = family.layout
    texts = [prompt_before_answer(RECOGNITION, shape.frames, 1, layout), *labels] * 20
    texts += _texts_taught(recipe, labels, paths)
    tokenizer = train_tokenizer(texts, shape.vocabulary, layout, repeated_texts(shape.frames, layout))
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
        open_question=OPEN_RECOGNITION if any("name_action" in stage.shares for stage in recipe.stages) else "",
    )  # fmt: skip
    return SkeletonLLM(renderer, backbone, tokenizer, settings)


def _texts_taught(recipe: Recipe, labels: Sequence[str], paths: Mapping[str, Path] | None) -> list[str]:
    """Questions and answers of the first clips; none where labels are all that is said."""
    shares = {name: share for stage in recipe.stages for name, share in stage.shares.items()}
    if set(shares) <= _LABELS_ONLY:
        return []
    clips = load_sources(recipe.data, paths, recipe.shots)
    texts = []
    for number in range(min(_CLIPS_READ, len(clips))):
        clip = clips[number]
        truth, generator = clip.sequence.truth or Truth(clip.label), np.random.default_rng([recipe.seed, number])
        for lesson in lessons_of(Taught(truth, tuple(labels), True, generator), shares):
            texts += [lesson.question, lesson.answer]
    return texts
