"""What turns gradients into steps: AdamW for all, or Muon for the matrices between layers and AdamW for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from skelbench.training.stage import Stage

__all__ = ["Optimisers", "matrices_between_layers"]

_BETAS = (0.9, 0.98)
_MOMENTUM = 0.95


class Optimisers:
    """One optimiser or two, called as one."""

    def __init__(self, trained: Mapping[str, nn.Parameter], stage: Stage) -> None:
        hidden = matrices_between_layers(trained) if stage.optimiser == "muon" else []
        taken = {id(parameter) for parameter in hidden}
        rest = [parameter for parameter in trained.values() if id(parameter) not in taken]
        how: dict[str, Any] = {"lr": stage.learning_rate, "weight_decay": stage.weight_decay}
        self.muon_rate = stage.muon_rate
        self.all: list[torch.optim.Optimizer] = []
        if hidden:
            # steps as large as AdamW's, so that one rate does for both (Liu et al. 2025, arXiv 2502.16982, eq. 4)
            self.all.append(torch.optim.Muon(hidden, momentum=_MOMENTUM, adjust_lr_fn="match_rms_adamw", **how))
        if rest:
            self.all.append(torch.optim.AdamW(rest, betas=_BETAS, fused=True, **how))

    def prepare(self, wrap: Callable[[torch.optim.Optimizer], Any]) -> None:
        """Hand every optimiser to what runs it."""
        self.all = [wrap(one) for one in self.all]

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for one in self.all:
            one.zero_grad()

    def step(self, rate: float) -> None:
        """One step of this learning rate; matrices between layers take a multiple of it."""
        for one in self.all:
            for group in one.param_groups:
                group["lr"] = rate * (self.muon_rate if "ns_steps" in group else 1.0)
            one.step()

    def state(self) -> list[dict[str, Any]]:
        """What a checkpoint keeps."""
        return [one.state_dict() for one in self.all]

    def load(self, state: Sequence[dict[str, Any]]) -> None:
        """Go back to a kept state."""
        for one, kept in zip(self.all, state, strict=True):
            one.load_state_dict(kept)


def matrices_between_layers(trained: Mapping[str, Tensor]) -> list[Any]:
    """Weights of linear layers inside the transformers: matrices that map hidden states to hidden states.

    Embeddings, heads, patches, normalisations, biases and the renderer are none (Jordan et al. 2024, Muon).
    """
    return [one for name, one in trained.items() if one.ndim == 2 and ".layer" in name and name.startswith("backbone")]
