"""A model called in half precision while its weights stay in single: one cast a step instead of one an operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.func import functional_call

__all__ = ["call_in"]


def call_in(dtype: torch.dtype, model: nn.Module, part: str, arguments: Sequence[Any]) -> Any:
    """What `model` gives when the parameters of its submodule `part` are rounded to `dtype`.

    The rounded copies exist for this call alone: gradients arrive at the parameters themselves, in their precision.
    """
    rounded: dict[str, Tensor] = {
        name: parameter.to(dtype) for name, parameter in model.named_parameters() if f".{part}." in f".{name}"
    }
    return functional_call(model, rounded, tuple(arguments))
