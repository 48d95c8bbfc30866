"""A training stage is a value: its name, its tasks, what it trains, how long, how fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from torch import nn

from skelbench.errors import ParameterError
from skelbench.models import SkeletonLLM
from skelbench.registry import suggest
from skelbench.training.tasks import TASKS, TaskShare

__all__ = ["PARTS_OF_MODEL", "Stage", "named_parameters_of", "parameters_of"]

Optimiser = Literal["adamw", "muon"]
OPTIMISERS = get_args(Optimiser)
PARTS_OF_MODEL = ("render", "vision", "project", "language", "lora")


@dataclass(frozen=True)
class Stage:
    """One stage; all parameters outside `trains` stay bit-identical. `task` names one task, `tasks` several.

    Raises:
        ParameterError: a part or task of that name does not exist, no task is named, or a number is not positive.
    """

    name: str
    task: str  # the one task, or "" where `tasks` says more
    trains: frozenset[str]
    clips: int  # clips seen, each drawn anew
    learning_rate: float
    batch: int = 24
    weight_decay: float = 0.05
    optimiser: Optimiser = "adamw"
    muon_rate: float = 1.0  # Muon's steps beside AdamW's
    warm_up: float = 0.05  # share of the steps
    tasks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # name -> weight, branches, share
    negatives: str = "running"  # wrong labels: what the model confuses now, "meaning", or the path of a table
    lora_rank: int = 8  # of the updates where "lora" is trained
    lora_alpha: float = 16.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "trains", frozenset(self.trains))
        if not self.task and not self.tasks:
            raise ParameterError(f"Stage '{self.name}' needs a task. Known: {', '.join(TASKS)}")
        asked = [*([self.task] if self.task else []), *self.tasks]
        parts = [(part, PARTS_OF_MODEL) for part in self.trains]
        for name, known in [*((task, tuple(TASKS)) for task in asked), *parts, (self.optimiser, OPTIMISERS)]:
            if name not in known:
                raise ParameterError(
                    f"Stage '{self.name}' names '{name}'.{suggest(name, known)} Known: {', '.join(known)}"
                )
        self._refuse_nonsense()
        self._refuse_unknown_settings()
        _ = self.shares

    def _refuse_nonsense(self) -> None:
        counts, rates = (self.clips, self.batch, self.lora_rank), (self.learning_rate, self.lora_alpha)
        if min(counts) < 1 or not min(rates) > 0:
            raise ParameterError(
                f"Stage '{self.name}' needs positive clips, batch, learning_rate, lora_rank and lora_alpha"
            )
        if {"language", "lora"} <= self.trains:
            raise ParameterError(f"Stage '{self.name}' trains the language model or low-rank updates of it, not both")

    def _refuse_unknown_settings(self) -> None:
        for name, share in self.tasks.items():
            for key in share:
                if key not in (settings := [one.name for one in fields(TaskShare)]):
                    raise ParameterError(
                        f"Task '{name}' of stage '{self.name}' has no setting '{key}'. Known: {', '.join(settings)}"
                    )

    @property
    def shares(self) -> dict[str, TaskShare]:
        """Every task with its weight and its number of branches."""
        one = {self.task: TaskShare()} if self.task else {}
        return one | {name: TaskShare(**share) for name, share in self.tasks.items()}

    @property
    def steps(self) -> int:
        """Optimiser steps."""
        return max(1, self.clips // self.batch)

    def as_table(self) -> dict[str, Any]:
        """The stage as a record keeps it."""
        return {
            "name": self.name, "tasks": {name: asdict(share) for name, share in self.shares.items()},
            "trains": sorted(self.trains), "clips": self.clips,
            "batch": self.batch, "learning_rate": self.learning_rate, "weight_decay": self.weight_decay,
            "optimiser": self.optimiser, "muon_rate": self.muon_rate,
            **({"negatives": self.negatives} if "yes_no" in self.shares else {}),
            **({"lora_rank": self.lora_rank, "lora_alpha": self.lora_alpha} if "lora" in self.trains else {}),
        }  # fmt: skip


def parameters_of(model: SkeletonLLM, parts: Iterable[str]) -> list[nn.Parameter]:
    """Parameters of the named parts, each once (the language head shares its words with the embedding)."""
    return list(named_parameters_of(model, parts).values())


def named_parameters_of(model: SkeletonLLM, parts: Iterable[str]) -> dict[str, nn.Parameter]:
    """The same under their names in the model."""
    network = model.backbone.network
    modules: dict[str, list[nn.Module]] = {
        "render": [model.renderer],
        "vision": [network.model.vision_tower],
        "project": [network.model.multi_modal_projector],
        "language": [network.model.language_model, network.lm_head],
    }
    chosen = set(parts)
    wanted = {id(p) for part in chosen - {"lora"} for module in modules[part] for p in module.parameters()}
    return {
        name: parameter
        for name, parameter in model.named_parameters()
        if (id(parameter) in wanted and "lora_" not in name) or ("lora" in chosen and "lora_" in name)
    }
