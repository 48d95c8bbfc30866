"""The `cpu` backend: culled kernels with their own backward, shared out among threads by picture."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.kernels import paint, trace_back
from skelbench.render.splats import BACKENDS, Splats
from skelbench.render.threads import share_out

__all__ = ["composite_culled"]

_Settings = tuple[tuple[int, int], float, int]  # size, cut, threads

_LEAST_CUT = 1e-12  # what stands for no cut: no picture in single precision shows the difference


@BACKENDS.register("cpu")
def composite_culled(splats: Splats, cut: float, threads: int) -> Tensor:
    """Pictures (M 3 H W) in single precision; weights below `cut` may be left out.

    Raises:
        RenderError: the splats are not on the CPU.
    """
    if splats.table.device.type != "cpu":
        raise RenderError(f"The backend 'cpu' draws tensors on the CPU, found them on '{splats.table.device}'")
    arrays = (_single(splats.depth.detach()).contiguous().numpy(), splats.starts.numpy())
    pictures = _Composite.apply(splats.table.float(), arrays, (splats.size, cut, threads))  # type: ignore[no-untyped-call]
    return pictures.to(splats.table.dtype)  # type: ignore[no-any-return]


def _single(depth: Tensor) -> Tensor:
    """Depths in single precision; their places in the order, as numbers, where they are known better than that."""
    if depth.dtype != torch.float64:
        return depth.float()
    places: Tensor = torch.unique(depth, return_inverse=True)[1]
    return places.float()  # exact up to sixteen million


class _Composite(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, table: Tensor, arrays: tuple[Any, Any], settings: tuple[tuple[int, int], float, int]
    ) -> Tensor:
        (height, width), cut, threads = settings
        depth, starts = arrays
        rows = table.detach().T.contiguous().numpy()
        pictures = np.empty((len(starts) - 1, 3, height, width), np.float32)
        reach = np.float32(-2 * math.log(max(cut, _LEAST_CUT)))
        share_out(lambda images: paint(images, rows, depth, starts, reach, pictures), len(pictures), threads)
        result = torch.from_numpy(pictures)
        ctx.save_for_backward(table, result)
        ctx.rest = (depth, starts, reach, threads)
        return result

    @staticmethod
    def backward(ctx: Any, *upstream: Any) -> Any:
        table, result = ctx.saved_tensors
        depth, starts, reach, threads = ctx.rest
        rows = table.detach().T.contiguous().numpy()
        gradients = np.zeros_like(rows)
        painted = (result.numpy(), upstream[0].contiguous().numpy(), gradients)
        share_out(lambda images: trace_back(images, rows, depth, starts, reach, painted), len(painted[0]), threads)
        return torch.from_numpy(gradients).T, None, None
