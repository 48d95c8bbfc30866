"""Train one reader of a comparison, and read clips with it; a killed training goes on where it stood."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from skelbench.models.baselines import Baseline
from skelbench.training.comparison.draws import Draws
from skelbench.training.comparison.grid import Budget
from skelbench.training.precision import call_in
from skelbench.training.run import RunFolder, parameter_summary
from skelbench.training.schedule import half_cosine

__all__ = ["Lesson", "read_all", "teach"]

Report = Callable[[int, int, float], None]  # steps done, of all, loss


@dataclass(frozen=True)
class Lesson:
    """How one training goes."""

    clips: int
    learning_rate: float
    seed: int
    budget: Budget
    checkpoint_every: int = 100

    @property
    def steps(self) -> int:
        """Optimiser steps."""
        return max(1, self.clips // self.budget.batch)


@dataclass
class _Learner:
    """A reader, its optimiser and what they have spent so far."""

    reader: Baseline
    lesson: Lesson
    folder: RunFolder
    step: int = 0
    cpu_seconds: float = 0.0
    optimiser: torch.optim.Optimizer = field(init=False)

    def __post_init__(self) -> None:
        self.trained = [parameter for parameter in self.reader.parameters() if parameter.requires_grad]
        decay = self.lesson.budget.weight_decay
        self.optimiser = torch.optim.AdamW(
            self.trained, lr=self.lesson.learning_rate, weight_decay=decay, betas=(0.9, 0.98)
        )

    def resume(self) -> None:
        """Go back to the last checkpoint, where there is one."""
        state = self.folder.load_checkpoint()
        if state is None:
            self.folder.keep_steps_before(1)
            return
        self.reader.load_state_dict(state["reader"])
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.step, self.cpu_seconds = int(state["step"]), float(state["cpu_seconds"])
        self.folder.keep_steps_before(self.step + 1)

    def save(self) -> None:
        """Replace the checkpoint."""
        self.folder.save_checkpoint(
            {"reader": self.reader.state_dict(), "optimiser": self.optimiser.state_dict(), "step": self.step,
             "random": torch.get_rng_state(), "cpu_seconds": self.cpu_seconds}
        )  # fmt: skip

    def learn(self, clips: list[Any], answers: list[int]) -> dict[str, Any]:
        """One step; what it was like."""
        lesson = self.lesson
        rate = half_cosine(self.step, lesson.steps, lesson.learning_rate, lesson.budget.warm_up)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        labels = torch.tensor(answers)
        scores = _scored(self.reader, clips)
        loss = self.reader.loss(scores, labels)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimiser.step()
        self.step += 1
        return {
            "clips_seen": self.step * len(clips), "loss": round(float(loss.detach()), 5), "learning_rate": rate,
            "accuracy": round(float((scores.argmax(1) == labels).float().mean()), 4),
            "render": parameter_summary(self.reader.watched()),
        }  # fmt: skip


def _scored(reader: Baseline, clips: list[Any]) -> Float[Tensor, "B C"]:
    """Scores in the precision the reader learns in."""
    if reader.precision == "bf16" and reader.rounded:
        return call_in(torch.bfloat16, reader, reader.rounded, (clips,)).float()  # type: ignore[no-any-return]
    with torch.autocast("cpu", torch.bfloat16, enabled=reader.precision == "bf16"):
        return reader(clips).float()  # type: ignore[no-any-return]


def teach(reader: Baseline, draws: Draws, lesson: Lesson, folder: RunFolder, report: Report) -> float:
    """Train a reader to the end of its lesson and leave it in evaluation mode; returns CPU seconds, all threads.

    The same arguments give the same weights on one machine and one thread, however often the run was killed.
    """
    learner = _Learner(reader.train(), lesson, folder)
    learner.resume()
    left = range(learner.step, lesson.steps)
    began = time.process_time()
    for clips, answers in draws.batches(lesson.seed, lesson.budget.batch, left):
        line = learner.learn(clips, answers)
        now = time.process_time()
        seconds, began = now - began, now
        learner.cpu_seconds += seconds
        folder.append_step({"step": learner.step, "stage": "compare", "seconds": round(seconds, 3), **line})
        if learner.step % lesson.checkpoint_every == 0 or learner.step == lesson.steps:
            learner.save()
        report(learner.step, lesson.steps, line["loss"])
    reader.eval()
    return learner.cpu_seconds


@torch.no_grad()
def read_all(reader: Baseline, draws: Draws, batch: int = 24) -> tuple[Float[Tensor, "B C"], float]:
    """Scores of every clip as it is, in float32, and the tokens a clip took on average."""
    reader.eval()
    scores, tokens = [], 0.0
    for start in range(0, len(draws), batch):
        clips = [draws.as_it_is(row) for row in range(start, min(start + batch, len(draws)))]
        scores.append(reader(clips).float())
        tokens += reader.tokens(clips) * len(clips)
    return torch.cat(scores), tokens / len(draws)
