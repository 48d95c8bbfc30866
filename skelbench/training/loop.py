"""The training loop: stages in order, a line a step, checkpoints that resume where they stood."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader, Subset

from skelbench.datasets import load
from skelbench.errors import ParameterError
from skelbench.models import SkeletonLLM
from skelbench.models.packing import PackedQuestion
from skelbench.training.precision import call_in
from skelbench.training.recipe import Recipe
from skelbench.training.run import RunFolder, parameter_summary
from skelbench.training.stage import Stage, parameters_of
from skelbench.training.stream import ClipStream, DrawnClip

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
    """One model, one recipe, one run folder; `run` may be killed at any moment and called again."""

    model: SkeletonLLM
    recipe: Recipe
    folder: RunFolder
    report: Report = lambda line: None
    workers: int = 1
    accelerator: Accelerator = field(init=False)
    clips_seen: int = 0

    def __post_init__(self) -> None:
        self.accelerator = Accelerator(cpu=not torch.cuda.is_available())

    def run(self) -> SkeletonLLM:
        """Train all stages, from the last checkpoint where there is one."""
        state = self.folder.load_checkpoint()
        first_stage = int(state["stage"]) if state else 0
        for number, stage in enumerate(self.recipe.stages[first_stage:], first_stage):
            resumed = state if state and number == first_stage else None
            self._run_stage(number, stage, resumed)
        return self.model

    def _run_stage(self, number: int, stage: Stage, state: dict[str, Any] | None) -> None:
        self.model.train().requires_grad_(False)
        trained = parameters_of(self.model, stage.trains)
        if not trained:
            raise ParameterError(
                f"Stage '{stage.name}' trains {', '.join(sorted(stage.trains))}, where this model has no parameters: "
                "name another part or a renderer that learns"
            )
        for parameter in trained:
            parameter.requires_grad_(True)
        optimiser = torch.optim.AdamW(
            trained, lr=stage.learning_rate, weight_decay=stage.weight_decay, betas=(0.9, 0.98), fused=True
        )
        step = self._resume(optimiser, state)
        optimiser = self.accelerator.prepare(optimiser)
        packed = self.model.pack(self.model.question())
        for batch in self._batches(stage, number, step):
            began = time.monotonic()
            line = self._step(batch, packed, optimiser, learning_rate_at(step, stage), trained)
            step += 1
            line = {"step": step, "stage": stage.name, "seconds": round(time.monotonic() - began, 3), **line}
            self.folder.append_step(line)
            self.report({**line, "steps": stage.steps})
            if step % self.recipe.checkpoint_every == 0 or step == stage.steps:
                self._save(number, step, optimiser)

    def _step(
        self, batch: list[DrawnClip], packed: PackedQuestion, optimiser: Any, rate: float, trained: list[Any]
    ) -> dict[str, Any]:
        for group in optimiser.param_groups:
            group["lr"] = rate
        labels = torch.tensor([clip["label"] for clip in batch], device=self.model.device)
        clips = [(clip["positions"], clip["scene"]) for clip in batch]
        dtype = torch.bfloat16 if self.recipe.precision == "bf16" else torch.float32
        scores, _ = call_in(dtype, self.model, "backbone", (clips, packed))
        loss = -scores.gather(1, labels[:, None]).mean()
        optimiser.zero_grad()
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        self.clips_seen += len(batch)
        return {
            "clips_seen": self.clips_seen, "loss": round(float(loss.detach()), 5), "learning_rate": rate,
            "accuracy": round(float((scores.argmax(1) == labels).float().mean()), 4),
            "render": parameter_summary(dict(self.model.renderer.named_parameters())),
        }  # fmt: skip

    def _batches(self, stage: Stage, number: int, step: int) -> Iterator[list[DrawnClip]]:
        """Batches from `step` on; no stage sees another's clips, and clip i is the same whenever it is drawn."""
        shape = self.recipe.shape
        stream = ClipStream(
            load(self.recipe.data), self.model.choices, frames=shape.frames, size=shape.image_size,
            seed=self.recipe.seed + number, learned_times=self.model.renderer.moments is not None,
        )  # fmt: skip
        drawn = sum(earlier.steps * earlier.batch for earlier in self.recipe.stages[:number])
        wanted = Subset(stream, range(drawn + step * stage.batch, drawn + stage.steps * stage.batch))
        context = "fork" if self.workers else None
        yield from DataLoader(
            wanted, batch_size=stage.batch, num_workers=self.workers, collate_fn=list, multiprocessing_context=context
        )

    def _save(self, number: int, step: int, optimiser: Any) -> None:
        self.folder.save_checkpoint(
            {"stage": number, "step": step, "clips_seen": self.clips_seen, "model": self.model.state_dict(),
             "optimiser": optimiser.state_dict(), "random": torch.get_rng_state()}
        )  # fmt: skip

    def _resume(self, optimiser: torch.optim.Optimizer, state: dict[str, Any] | None) -> int:
        if state is None:
            return 0
        self.model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.clips_seen = int(state["clips_seen"])
        self.folder.keep_steps_before(int(state["step"]) + 1)
        return int(state["step"])
