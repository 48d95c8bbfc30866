"""Weights that no training leaves behind are refused, and the tensor that holds them is named."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from skelbench.errors import FormatError

__all__ = ["LARGEST", "SMALLEST", "refuse_unsound", "sound_numbers"]

LARGEST = 1e4  # no weight, metre or logit of a sound file is larger
SMALLEST = 1e-25  # nor, unless it is zero, smaller: such numbers come out of memory that was never written


def sound_numbers(name: str, tensor: Tensor, where: str) -> Tensor:
    """The tensor in single precision, once it has been looked through; `where` names its file in the error.

    Raises:
        FormatError: it holds whole numbers, or values that are not finite, absurd (above 1e4) or never initialised
            (below 1e-25 but not zero).
    """
    if not tensor.is_floating_point():
        raise FormatError(f"Expected numbers with a fraction in tensor {name} of {where}, found {tensor.dtype}")
    numbers = tensor.detach().float()
    size = numbers.abs()
    faults = {
        "values that are not finite": ~torch.isfinite(numbers),
        f"values above {LARGEST:g}": size > LARGEST,
        f"values that were never initialised (below {SMALLEST:g})": (size > 0) & (size < SMALLEST),
    }
    found = [f"{int(rows.sum())} {fault}" for fault, rows in faults.items() if rows.any()]
    if found:
        raise FormatError(
            f"Expected sound weights in tensor {name} of {where}, "
            f"found {' and '.join(found)} among {numbers.numel()}: take another file"
        )
    return numbers


def refuse_unsound(state: Mapping[str, Tensor], where: str) -> None:
    """Look through all tensors of a file.

    Raises:
        FormatError: see `sound_numbers`; the first tensor at fault is named.
    """
    for name, tensor in state.items():
        sound_numbers(name, tensor, where)
