"""Splats: what a backend composites, the registry of backends, and which one is chosen."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from skelbench.registry import Registry

__all__ = ["AUTO", "BACKENDS", "SPLAT_FIELDS", "Compositor", "Splats", "choose_backend", "nearest_first"]

SPLAT_FIELDS = ("u", "v", "a", "b", "d", "opacity", "red", "green", "blue")
AUTO = "auto"


@dataclass(frozen=True, eq=False)
class Splats:
    """Ellipses in M pictures; those of one picture lie together, in the order that decides equal depths."""

    table: Tensor  # (G 9): SPLAT_FIELDS, centre in pixels, conic a dx^2 + 2 b dx dy + d dy^2, the rest in [0, 1]
    depth: Tensor  # (G) nearest is painted over what is behind it
    starts: Tensor  # (M + 1) int64 on the CPU, picture m owns rows starts[m] ... starts[m + 1] - 1
    size: tuple[int, int]  # height, width


def nearest_first(splats: Splats) -> tuple[Tensor, Tensor]:
    """Rows (G) picture by picture, nearest first, equal depths in row order; and the picture (G) of each row."""
    device, depth = splats.table.device, splats.depth.detach()
    many = splats.starts.diff().to(device)
    picture = torch.repeat_interleave(torch.arange(len(many), device=device), many, output_size=len(depth))
    order = torch.argsort(depth, stable=True)
    return order[torch.argsort(picture[order], stable=True)], picture


# (splats, cut on the weight, threads) -> pictures (M 3 H W), differentiable in the table. A backend may leave out
# weights below the cut, and no others: a pixel then lies within the cut times the sum of the opacities left out there,
# as a splat of optical depth x changes no channel by more than 1 - exp(-x) <= x. With a cut of 0 nothing is left out.
Compositor = Callable[[Splats, float, int], Tensor]
BACKENDS: Registry[Compositor] = Registry("compositing backend")


def choose_backend(wanted: str, device: torch.device, dtype: torch.dtype) -> str:
    """The name of the backend that draws tensors of this device and precision: `wanted`, unless that is `AUTO`.

    `AUTO` is `cuda` for single precision on a CUDA device where triton is installed, `cpu` for single precision on
    the CPU, and `torch`, which keeps the precision it is given, for everything else.

    Raises:
        UnknownNameError: no backend has that name.
    """
    if wanted != AUTO:
        BACKENDS[wanted]
        return wanted
    if device.type == "cuda" and dtype == torch.float32 and importlib.util.find_spec("triton"):
        return "cuda"
    return "cpu" if device.type == "cpu" and dtype == torch.float32 else "torch"
