"""Splats: what a backend composites, and the registry of backends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from skelbench.registry import Registry

__all__ = ["BACKENDS", "SPLAT_FIELDS", "Compositor", "Splats"]

SPLAT_FIELDS = ("u", "v", "a", "b", "d", "opacity", "red", "green", "blue")


@dataclass(frozen=True, eq=False)
class Splats:
    """Ellipses in M pictures; those of one picture lie together, in the order that decides equal depths."""

    table: Tensor  # (G 9): SPLAT_FIELDS, centre in pixels, conic a dx^2 + 2 b dx dy + d dy^2
    depth: Tensor  # (G) nearest is painted over what is behind it
    starts: Tensor  # (M + 1) int64, picture m owns rows starts[m] ... starts[m + 1] - 1
    size: tuple[int, int]  # height, width


# (splats, cut on the weight, threads) -> pictures (M 3 H W), differentiable in the table
Compositor = Callable[[Splats, float, int], Tensor]
BACKENDS: Registry[Compositor] = Registry("compositing backend")
