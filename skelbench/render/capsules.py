"""Capsules: strokes between two points of the picture with a soft edge, and the backends that composite them.

A capsule runs from (u0, v0) to (u1, v1), its half width from r0 to r1, its colour from c0 to c1. At a pixel p, with e
the way from end to end, t = clamp((p - p0).e / e.e, 0, 1), d = |p - p0 - t e| and r = r0 + t (r1 - r0):

    cover = S((r - d) / s) - S((-r - d) / s),   S(x) = 1 / (1 + exp(-x)),   alpha = o cover

That is a bar of width 2 r blurred by the logistic of scale s (pixels): across a straight stroke cover sums to 2 r
whatever s is, and it crosses one half at d = r. Pictures are C = sum_i T_i alpha_i c_i, T_i = prod_{j<i} (1 - alpha_j),
nearest first (Porter & Duff 1984). Cover below the cut may be left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.registry import Registry
from skelbench.render.capsule_kernels import mark_capsules, paint_capsules, trace_capsules
from skelbench.render.splats import AUTO
from skelbench.render.threads import default_threads, share_out

__all__ = [
    "CAPSULE_BACKENDS",
    "CAPSULE_FIELDS",
    "Capsules",
    "capsule_backend",
    "composite_capsules",
    "composite_capsules_culled",
    "composite_capsules_reference",
    "touched_by_capsules",
]

CAPSULE_FIELDS = ("u0", "v0", "r0", "u1", "v1", "r1", "softness", "opacity", "red0", "green0", "blue0", "red1",
                  "green1", "blue1")  # fmt: skip
_LEAST_CUT = 1e-30  # what stands for no cut: in single precision nothing is left there
_TINY = 1e-12  # pixel^2


@dataclass(frozen=True, eq=False)
class Capsules:
    """Capsules in M pictures; those of one picture lie together, in the order that decides equal depths."""

    table: Tensor  # (G 14): CAPSULE_FIELDS, pixels
    depth: Tensor  # (G) nearest is painted over what is behind it
    starts: Tensor  # (M + 1) int64, picture m owns rows starts[m] ... starts[m + 1] - 1
    size: tuple[int, int]  # height, width


# (capsules, cut on the cover, threads) -> pictures (M 3 H W), differentiable in the table
CapsuleCompositor = Callable[[Capsules, float, int], Tensor]
CAPSULE_BACKENDS: Registry[CapsuleCompositor] = Registry("backend for capsules")


def capsule_backend(name: str, tensor: Tensor) -> str:
    """The backend of that name, or with "auto" the one for the tensor's device.

    Raises:
        UnknownNameError: no backend is called that.
    """
    if name == AUTO:
        return "cpu" if tensor.device.type == "cpu" else "reference"
    _ = CAPSULE_BACKENDS[name]
    return name


def composite_capsules(capsules: Capsules, cut: float = 1e-6, threads: int = 0, backend: str = AUTO) -> Tensor:
    """Pictures (M 3 H W) by a backend of `CAPSULE_BACKENDS`."""
    compositor = CAPSULE_BACKENDS[capsule_backend(backend, capsules.table)]
    return compositor(capsules, cut, threads or default_threads())


@CAPSULE_BACKENDS.register("reference")
def composite_capsules_reference(capsules: Capsules, cut: float, threads: int) -> Tensor:
    """Pictures (M 3 H W) as they are defined: every capsule on every pixel, plain torch, any device and precision."""
    spans = [slice(first, last) for first, last in pairwise(capsules.starts.tolist())]
    return torch.stack([_blend(capsules.table[span], capsules.depth[span], capsules.size, cut) for span in spans])


def _blend(table: Tensor, depth: Tensor, size: tuple[int, int], cut: float) -> Tensor:
    rows = table[torch.argsort(depth, stable=True), :, None, None]
    u0, v0, r0, u1, v1, r1, softness, opacity = rows[:, :8].unbind(1)  # each (N 1 1)
    along_x, along_y = u1 - u0, v1 - v0
    across = torch.arange(size[1], dtype=table.dtype, device=table.device) - u0  # (N 1 W)
    down = torch.arange(size[0], dtype=table.dtype, device=table.device)[:, None] - v0  # (N H 1)
    length2 = along_x**2 + along_y**2
    apart = length2 > _TINY
    share = (across * along_x + down * along_y) / torch.where(apart, length2, 1.0)
    share = torch.where(apart, share, 0.0).clamp(0, 1)
    distance = ((across - share * along_x) ** 2 + (down - share * along_y) ** 2 + _TINY).sqrt()
    half = r0 + share * (r1 - r0)
    cover = torch.sigmoid((half - distance) / softness) - torch.sigmoid((-half - distance) / softness)
    cover = torch.where(distance <= half + _margin(cut) * softness, cover, 0.0)
    alpha = opacity * cover
    seen = torch.cumprod(1 - alpha, dim=0)
    before = torch.cat([torch.ones_like(seen[:1]), seen[:-1]])
    colour = rows[:, 8:11] + share[:, None] * (rows[:, 11:] - rows[:, 8:11])  # (N 3 H W)
    return ((before * alpha)[:, None] * colour).sum(0)


@CAPSULE_BACKENDS.register("cpu")
def composite_capsules_culled(capsules: Capsules, cut: float, threads: int) -> Tensor:
    """Pictures (M 3 H W) by compiled kernels that visit each capsule's own box, with their own backward.

    Raises:
        RenderError: the capsules are not on the CPU.
    """
    if capsules.table.device.type != "cpu":
        raise RenderError(f"The backend 'cpu' draws tensors on the CPU, found them on '{capsules.table.device}'")
    order = _nearest_first(capsules)
    arrays = (order, capsules.starts.numpy())
    return _Composite.apply(  # type: ignore[no-any-return, no-untyped-call]
        capsules.table, arrays, (capsules.size, _margin(cut), threads)
    )


def touched_by_capsules(capsules: Capsules, patch: int, cut: float) -> Tensor:
    """(M rows columns) which patches hold a pixel that some capsule covers above the cut, whatever backend draws."""
    rows, starts = capsules.table.detach().double().cpu().numpy(), capsules.starts.numpy()
    height, width = capsules.size
    masks = np.zeros((len(starts) - 1, height // patch, width // patch), np.bool_)
    mark_capsules(rows, starts, _margin(cut), (masks, patch))
    return torch.from_numpy(masks)


def _margin(cut: float) -> float:
    """How many softnesses beyond its half width a capsule's cover falls below the cut."""
    return -math.log(max(cut, _LEAST_CUT))


def _nearest_first(capsules: Capsules) -> np.ndarray:
    depth, starts = capsules.depth.detach().numpy(), capsules.starts.tolist()
    spans = [first + np.argsort(depth[first:last], kind="stable") for first, last in pairwise(starts)]
    return np.concatenate([np.empty(0, np.int64), *spans]).astype(np.int64)


class _Composite(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, table: Tensor, arrays: tuple[Any, Any], settings: tuple[Any, float, int]) -> Tensor:
        (height, width), margin, threads = settings
        order, starts = arrays
        rows = table.detach().contiguous().numpy()
        pictures = np.zeros((len(starts) - 1, 3, height, width), rows.dtype)
        reach = rows.dtype.type(margin)
        share_out(lambda span: paint_capsules(span, rows, order, starts, reach, pictures), len(pictures), threads)
        ctx.save_for_backward(table)
        ctx.rest = (order, starts, reach, threads)
        return torch.from_numpy(pictures)

    @staticmethod
    def backward(ctx: Any, *upstream: Any) -> Any:
        (table,) = ctx.saved_tensors
        order, starts, reach, threads = ctx.rest
        rows = table.detach().contiguous().numpy()
        gradients = np.zeros_like(rows)
        flow = (upstream[0].contiguous().numpy(), gradients)
        share_out(lambda span: trace_capsules(span, rows, order, starts, reach, flow), len(starts) - 1, threads)
        return torch.from_numpy(gradients), None, None
