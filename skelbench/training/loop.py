"""The training loop: stages in order, a line a step, checkpoints that resume where they stood."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from torch import nn
from torch.utils.data import DataLoader, Subset

from skelbench.errors import ParameterError
from skelbench.models import SkeletonLLM
from skelbench.training.lora import add_lora, merge_lora
from skelbench.training.losses import learn
from skelbench.training.negatives import RunningConfusions, hard_negatives
from skelbench.training.optimisers import Optimisers
from skelbench.training.precision import call_in
from skelbench.training.recipe import Recipe
from skelbench.training.run import RunFolder, parameter_summary
from skelbench.training.sources import load_sources
from skelbench.training.stage import Stage, named_parameters_of
from skelbench.training.stream import ClipStream, Drawing, DrawnClip
from skelbench.training.teaching import Teaching

__all__ = ["Trainer", "learning_rate_at"]

Report = Callable[[dict[str, Any]], None]


def learning_rate_at(step: int, stage: Stage) -> float:
    """Linear warm-up, then a half cosine down to 2 % (Loshchilov & Hutter 2017)."""
    warm = max(1, int(stage.warm_up * stage.steps))
    if step < warm:
        return stage.learning_rate * (step + 1) / warm
    done = (step - warm) / max(1, stage.steps - warm)
    return stage.learning_rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))


@dataclass
class Trainer:
    """One model, one recipe, one run folder; `run` may be killed at any moment and called again.

    Under `accelerate launch` with several processes each takes its share of every batch; the gradient is that of the
    whole batch, and one process alone writes.
    """

    model: SkeletonLLM
    recipe: Recipe
    folder: RunFolder
    report: Report = lambda line: None
    workers: int = 1
    paths: Mapping[str, Path] = field(default_factory=dict)  # folders of recorded sets
    accelerator: Accelerator = field(init=False)
    confusions: RunningConfusions = field(init=False)
    clips_seen: int = 0

    def __post_init__(self) -> None:
        self.accelerator = Accelerator(cpu=not torch.cuda.is_available())
        self.confusions = RunningConfusions(self.model.choices)

    def run(self) -> SkeletonLLM:
        """Train all stages, from the last checkpoint where there is one."""
        state = self.folder.load_checkpoint()
        if self.accelerator.is_main_process:
            self.folder.keep_steps_before(int(state["step"]) + 1 if state else 1)
        first_stage = int(state["stage"]) if state else 0
        for number, stage in enumerate(self.recipe.stages[first_stage:], first_stage):
            resumed = state if state and number == first_stage else None
            self._run_stage(number, stage, resumed)
        return self.model

    def _run_stage(self, number: int, stage: Stage, state: dict[str, Any] | None) -> None:
        self.model.train().requires_grad_(False)
        if "lora" in stage.trains:
            add_lora(self.model, stage.lora_rank, stage.lora_alpha, self.recipe.seed + number)
        named = named_parameters_of(self.model, stage.trains)
        trained = list(named.values())
        if not trained:
            raise ParameterError(
                f"Stage '{stage.name}' trains {', '.join(sorted(stage.trains))}, where this model has no parameters: "
                "name another part or a renderer that learns"
            )
        for parameter in trained:
            parameter.requires_grad_(True)
        optimiser = Optimisers(named, stage)
        before = sum(earlier.steps for earlier in self.recipe.stages[:number])
        step = self._resume(optimiser, state) - before if state else 0
        optimiser.prepare(self.accelerator.prepare_optimizer)
        began = time.monotonic()
        for batch in self._batches(stage, number, step):
            learnt = self._step(batch, before + step, optimiser, learning_rate_at(step, stage), trained)
            step += 1
            seconds, began = round(time.monotonic() - began, 3), time.monotonic()
            line = {"step": before + step, "stage": stage.name, "seconds": seconds, **learnt}
            if self.accelerator.is_main_process:
                self._keep(line, number, step == stage.steps, optimiser)
        if "lora" in stage.trains:
            merge_lora(self.model)

    def _step(
        self, batch: list[DrawnClip], step: int, optimiser: Optimisers, rate: float, trained: list[nn.Parameter]
    ) -> dict[str, Any]:
        places = count(self.accelerator.process_index, self.accelerator.num_processes)  # in the whole batch
        lessons = [
            self.confusions.fill(clip["lessons"], clip["label"], np.random.default_rng([self.recipe.seed, step, place]))
            for clip, place in zip(batch, places, strict=False)
        ]
        clips = [(clip["positions"], clip["scene"]) for clip in batch]
        dtype = torch.bfloat16 if self.recipe.precision == "bf16" else torch.float32
        packed, logits = call_in(dtype, Teaching(self.model), "backbone", (clips, lessons))
        learnt = learn(packed, logits)
        optimiser.zero_grad()
        self.accelerator.backward(learnt.loss)
        self._share_gradients(trained)
        self.accelerator.clip_grad_norm_(trained, 1.0)
        optimiser.step(rate)
        seen = self.confusions.observe(packed, learnt.sums, [clip["label"] for clip in batch])
        self.confusions.update(self.accelerator.reduce(seen))
        self.clips_seen += len(batch) * self.accelerator.num_processes
        tasks = learnt.by_task(packed)
        return {
            "clips_seen": self.clips_seen,
            "loss": round(float(self.accelerator.reduce(learnt.loss.detach(), "mean")), 5), "learning_rate": rate,
            "accuracy": tasks["choose_label"]["exact"] if "choose_label" in tasks else None, "tasks": tasks,
            "render": parameter_summary(dict(self.model.renderer.named_parameters())),
        }  # fmt: skip

    def _share_gradients(self, trained: list[nn.Parameter]) -> None:
        """Every process gets the mean gradient of all."""
        if self.accelerator.num_processes == 1:
            return
        for parameter in trained:
            own = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
            parameter.grad = self.accelerator.reduce(own, "mean")

    def _batches(self, stage: Stage, number: int, step: int) -> Iterator[list[DrawnClip]]:
        """This process's share of every batch from `step` on; clip i is the same whenever it is drawn.

        No stage sees another's clips, unless all clips of the source are used up.

        Raises:
            ParameterError: the batch cannot be shared evenly.
        """
        shape, processes = self.recipe.shape, self.accelerator.num_processes
        if stage.batch % processes:
            raise ParameterError(f"A batch of {stage.batch} clips cannot be shared evenly by {processes} processes")
        drawing = Drawing(
            self.model.choices, shape.frames, shape.image_size, self.recipe.seed + number, stage.shares,
            self.recipe.variety, hard_negatives(stage.negatives, self.model.choices),
            self.model.renderer.moments is not None,
        )  # fmt: skip
        stream = ClipStream(load_sources(self.recipe.data, self.paths, self.recipe.shots), drawing)
        drawn = sum(earlier.steps * earlier.batch for earlier in self.recipe.stages[:number])
        first, last = drawn + step * stage.batch, drawn + stage.steps * stage.batch
        wanted = Subset(stream, range(first + self.accelerator.process_index, last, processes))
        context = "fork" if self.workers else None
        yield from DataLoader(
            wanted, batch_size=stage.batch // processes, num_workers=self.workers, collate_fn=list,
            multiprocessing_context=context,
        )  # fmt: skip

    def _keep(self, line: dict[str, Any], number: int, is_last: bool, optimiser: Optimisers) -> None:
        """Write the step's line, tell of it, and save a checkpoint where one is due."""
        self.folder.append_step(line)
        self.report(line)
        if line["step"] % self.recipe.checkpoint_every == 0 or is_last:
            self.folder.save_checkpoint(
                {"stage": number, "step": line["step"], "clips_seen": self.clips_seen,
                 "model": self.model.state_dict(), "optimiser": optimiser.state(),
                 "random": torch.get_rng_state(), "confusions": self.confusions.readiness}
            )  # fmt: skip

    def _resume(self, optimiser: Optimisers, state: dict[str, Any]) -> int:
        """Go back to a checkpoint; the number of steps made until then, over all stages."""
        self.model.load_state_dict(state["model"])
        optimiser.load(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.confusions.readiness = state["confusions"]
        self.clips_seen = int(state["clips_seen"])
        return int(state["step"])
