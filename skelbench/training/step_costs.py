"""Where the time of a training step goes: processor milliseconds a clip, part by part."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import torch
from torch import nn

from skelbench.models import SkeletonLLM
from skelbench.models.lessons import PackedLessons, pack_lessons
from skelbench.training.build import build_model
from skelbench.training.losses import learn
from skelbench.training.precision import call_in
from skelbench.training.recipe import Recipe
from skelbench.training.sources import load_sources
from skelbench.training.stage import parameters_of
from skelbench.training.stream import ClipStream, Drawing, DrawnClip

__all__ = ["PARTS", "step_costs"]

PARTS = ("made", "drawn", "seen", "read", "backward", "optimised")


class _Timed(nn.Module):
    """The forward pass of a step, which notes when each of its parts ended."""

    def __init__(self, model: SkeletonLLM) -> None:
        super().__init__()
        self.model = model
        self.ends: list[float] = []

    def forward(self, batch: Sequence[DrawnClip]) -> tuple[PackedLessons, torch.Tensor]:
        model, backbone, self.ends = self.model, self.model.backbone, []
        clips = [(clip["positions"], clip["scene"]) for clip in batch]
        if model.settings.patches == "foreground":
            drawn = model.renderer.draw_patches(clips, backbone.patch)
            self.ends.append(time.process_time())
            mask = torch.cat([one.mask for one in drawn])
            images, kept = backbone.see_patches(torch.cat([one.patches for one in drawn]), mask)
        else:
            frames = torch.cat(model.renderer.draw(clips))
            self.ends.append(time.process_time())
            images = backbone.see(backbone.prepare(frames)).flatten(0, 1)
            kept = torch.ones(*frames.shape[:2], backbone.tokens_per_frame, dtype=torch.bool)
        self.ends.append(time.process_time())
        lessons = [clip["lessons"] for clip in batch]
        packed = pack_lessons(model.tokenizer, lessons, backbone.tokens_per_frame, backbone.layout, kept)
        logits = backbone.read_lessons(images, packed)
        self.ends.append(time.process_time())
        return packed, logits


def step_costs(recipe: Recipe, steps: int = 6) -> dict[str, Any]:
    """Processor milliseconds a clip of every part of a step of the recipe's first stage: each part's fastest.

    The same batch is taken again and again, after one step to warm up; no rate moves the weights. What else runs on the
    machine can only add to a part, so the least of each is the nearest to the truth.
    """
    stage, shape = recipe.stages[0], recipe.shape
    clips = load_sources(recipe.data)
    model = build_model(recipe, tuple(dict.fromkeys(clips.labels))).train()
    drawing = Drawing(
        model.choices, shape.frames, shape.image_size, recipe.seed, stage.shares, recipe.variety,
        learned_times=model.renderer.moments is not None,
    )  # fmt: skip
    stream, trained = ClipStream(clips, drawing), parameters_of(model, stage.trains)
    optimiser = torch.optim.AdamW(trained, lr=0.0, weight_decay=0.0, fused=True)
    dtype = torch.bfloat16 if recipe.precision == "bf16" else torch.float32
    best = dict.fromkeys(PARTS, float("inf"))
    for step in range(steps + 1):
        ends = _step(model, stream, stage.batch, (optimiser, trained, dtype))
        for part, began, ended in zip(PARTS, ends, ends[1:], strict=False):
            best[part] = min(best[part], ended - began) if step else best[part]
    found = {part: 1000 * seconds / stage.batch for part, seconds in best.items()}
    return {"unit": "ms a clip", "batch": stage.batch, "patches": model.settings.patches, **found,
            "all": sum(found.values())}  # fmt: skip


def _step(
    model: SkeletonLLM, stream: ClipStream, count: int, how: tuple[torch.optim.Optimizer, list[nn.Parameter], Any]
) -> list[float]:
    """When each part ended, after when the step began, in processor seconds."""
    optimiser, trained, dtype = how
    timed, began = _Timed(model), time.process_time()
    batch = [stream[number] for number in range(count)]
    made = time.process_time()
    packed, logits = call_in(dtype, timed, "backbone", [batch])
    loss = learn(packed, logits).loss
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    back = time.process_time()
    nn.utils.clip_grad_norm_(trained, 1.0)
    optimiser.step()
    return [began, made, *timed.ends, back, time.process_time()]
