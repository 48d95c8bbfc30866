"""A training stage is a value: its name, its task, what it trains, how long, how fast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from torch import nn

from skelbench.errors import ParameterError
from skelbench.models import SkeletonLLM
from skelbench.registry import suggest

__all__ = ["PARTS_OF_MODEL", "Stage", "parameters_of"]

PARTS_OF_MODEL = ("render", "vision", "project", "language")
TASKS = ("choose_label",)


@dataclass(frozen=True)
class Stage:
    """One stage; all parameters outside `trains` stay bit-identical.

    Raises:
        ParameterError: a part or task of that name does not exist, or a number is not positive.
    """

    name: str
    task: str
    trains: frozenset[str]
    clips: int  # clips seen, each drawn anew
    learning_rate: float
    batch: int = 24
    weight_decay: float = 0.05
    warm_up: float = 0.05  # share of the steps

    def __post_init__(self) -> None:
        object.__setattr__(self, "trains", frozenset(self.trains))
        for name, known in [(self.task, TASKS), *((part, PARTS_OF_MODEL) for part in self.trains)]:
            if name not in known:
                raise ParameterError(
                    f"Stage '{self.name}' names '{name}'.{suggest(name, known)} Known: {', '.join(known)}"
                )
        if min(self.clips, self.batch) < 1 or not self.learning_rate > 0:
            raise ParameterError(f"Stage '{self.name}' needs positive clips, batch and learning_rate")

    @property
    def steps(self) -> int:
        """Optimiser steps."""
        return max(1, self.clips // self.batch)

    def as_table(self) -> dict[str, Any]:
        """The stage as a record keeps it."""
        return {
            "name": self.name, "task": self.task, "trains": sorted(self.trains), "clips": self.clips,
            "batch": self.batch, "learning_rate": self.learning_rate, "weight_decay": self.weight_decay,
        }  # fmt: skip


def parameters_of(model: SkeletonLLM, parts: Iterable[str]) -> list[nn.Parameter]:
    """Parameters of the named parts, each once (the language head shares its words with the embedding)."""
    network = model.backbone.network
    modules: dict[str, list[nn.Module]] = {
        "render": [model.renderer],
        "vision": [network.model.vision_tower],
        "project": [network.model.multi_modal_projector],
        "language": [network.model.language_model, network.lm_head],
    }
    found = {id(p): p for part in sorted(parts) for module in modules[part] for p in module.parameters()}
    return list(found.values())
