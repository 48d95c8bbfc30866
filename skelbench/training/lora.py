"""Low-rank adaptation (Hu et al. 2021, arXiv 2106.09685) of the language model through peft: added, trained, merged.

A stage that ends merges what it learned, so that no later stage and no saved model can lose it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from skelbench.errors import ModelError
from skelbench.models import SkeletonLLM

__all__ = ["add_lora", "has_lora", "merge_lora"]

_TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")  # as published


def add_lora(model: SkeletonLLM, rank: int, alpha: float, seed: int) -> None:
    """Put a low-rank update beside every linear layer of the language model; it changes nothing before it is trained.

    Raises:
        ModelError: the extra `lora` is not installed, the model has updates already, or no layer to adapt.
    """
    try:
        from peft import LoraConfig, inject_adapter_in_model
    except ModuleNotFoundError as error:
        raise ModelError("Low-rank adaptation needs the extra 'lora': pip install 'skelbench[lora]'") from error
    if has_lora(model):
        raise ModelError("The language model has low-rank updates already: merge them before adding others")
    config = LoraConfig(r=rank, lora_alpha=alpha, target_modules=list(_TARGETS), lora_dropout=0.0)  # type: ignore[arg-type]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        try:
            inject_adapter_in_model(config, model.backbone.language_model)
        except ValueError as error:
            raise ModelError(f"Expected linear layers called {', '.join(_TARGETS)} to adapt, but {error}") from error


def has_lora(model: SkeletonLLM) -> bool:
    """Whether low-rank updates stand beside the language model's layers."""
    return next(_adapted(model), None) is not None


def merge_lora(model: SkeletonLLM) -> None:
    """Add every update to the weights that it stands beside, W + (alpha / rank) B A, and take it away."""
    for parent, name, layer in list(_adapted(model)):
        layer.merge()
        setattr(parent, name, layer.get_base_layer())
    if hasattr(model.backbone.language_model, "peft_config"):
        del model.backbone.language_model.peft_config


def _adapted(model: SkeletonLLM) -> Iterator[tuple[nn.Module, str, Any]]:
    for parent in model.backbone.language_model.modules():
        for name, child in parent.named_children():
            if hasattr(child, "get_base_layer") and hasattr(child, "lora_A"):
                yield parent, name, child
