"""From the logits of lessons to a loss: next-token cross-entropy on answers, and softmaxes over groups of lessons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn import functional

from skelbench.models.lessons import PackedLessons

__all__ = ["Learned", "learn"]


@dataclass(frozen=True, eq=False)
class Learned:
    """What a batch of lessons came to."""

    loss: Float[Tensor, ""]  # weighted -log p a clip, nats
    sums: Float[Tensor, " Q"]  # log p of every lesson's answer and the end of its turn, nats
    exact: Bool[Tensor, " Q"]  # whether each of its tokens was the likeliest

    def by_task(self, packed: PackedLessons) -> dict[str, dict[str, float]]:
        """Mean -log p of an answer (nats), share of answers given exactly, number of lessons."""
        found = {}
        for task in dict.fromkeys(lesson.task for lesson in packed.lessons):
            rows = [row for row, lesson in enumerate(packed.lessons) if lesson.task == task]
            loss, exact = -float(self.sums[rows].mean()), float(self.exact[rows].float().mean())
            found[task] = {"loss": round(loss, 4), "exact": round(exact, 4), "lessons": len(rows)}
        return found


def learn(packed: PackedLessons, logits: Float[Tensor, "S V"]) -> Learned:
    """The loss of a batch: its lessons' weighted -log p, summed and divided by the number of clips.

    Lessons of a group are held against each other instead: -log softmax of the first over their sums of log p.
    """
    targets = packed.targets.to(logits.device)
    log_probs = -functional.cross_entropy(logits.float(), targets, reduction="none")
    sums = packed.sum_by_lesson(log_probs)
    weights = torch.tensor([lesson.weight for lesson in packed.lessons], device=sums.device)
    alone = torch.tensor([lesson.group < 0 for lesson in packed.lessons], device=sums.device)
    losses = [-(weights * sums)[alone].sum()]
    losses += [-weights[rows[0]] * sums[rows].log_softmax(0)[0] for rows in _groups(packed)]
    wrong = (logits.detach().argmax(-1) != targets).float()
    exact = packed.sum_by_lesson(wrong) == 0
    return Learned(torch.stack(losses).sum() / int(packed.clips.max() + 1), sums.detach(), exact)


def _groups(packed: PackedLessons) -> Iterator[list[int]]:
    """Rows of the lessons that are held against each other, the right one first."""
    found: dict[tuple[int, int], list[int]] = {}
    for row, (lesson, clip) in enumerate(zip(packed.lessons, packed.clips.tolist(), strict=True)):
        if lesson.group >= 0:
            found.setdefault((clip, lesson.group), []).append(row)
    yield from found.values()
