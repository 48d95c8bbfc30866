"""The `cpu` backend: culled kernels with their own backward, shared out among threads by picture."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.cutting import mark_patches
from skelbench.render.kernels import paint, trace_back
from skelbench.render.splats import BACKENDS, Splats
from skelbench.render.threads import share_out

__all__ = ["composite_culled", "paint_cut", "paint_pictures", "touched", "trace_cut", "trace_pictures"]

Array = npt.NDArray[Any]
Limits = tuple[float, int]  # cut, threads
Cut = tuple[Array, int, tuple[int, int]]  # marked patches (M rows columns), pixels of a side, picture size
_NO_PATCHES = (np.zeros((0, 0, 0), np.bool_), np.zeros(0, np.int64))
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
    pictures = _Composite.apply(splats.table.float(), arrays, splats.size, (cut, threads))  # type: ignore[no-untyped-call]
    return pictures.to(splats.table.dtype)  # type: ignore[no-any-return]


def _single(depth: Tensor) -> Tensor:
    """Depths in single precision; their places in the order, as numbers, where they are known better than that."""
    if depth.dtype != torch.float64:
        return depth.float()
    places: Tensor = torch.unique(depth, return_inverse=True)[1]
    return places.float()  # exact up to sixteen million


def paint_pictures(table: Array, depth: Array, starts: Array, pictures: Array, limits: Limits) -> None:
    """Draw pictures (M 3 H W) of splats, a column (9 G) each; picture m owns starts[m] ... starts[m + 1] - 1."""
    reach, out = _reach(limits[0]), (pictures, *_NO_PATCHES, pictures.shape[2:])
    share_out(lambda images: paint(images, table, depth, starts, reach, out), len(pictures), limits[1])


def trace_pictures(
    table: Array, depth: Array, starts: Array, painted: tuple[Array, Array, Array], limits: Limits
) -> None:
    """Write dL/dtable (9 G); `painted` = (the pictures, dL/dpictures, dL/dtable)."""
    reach, flows = _reach(limits[0]), (*painted, *_NO_PATCHES, painted[0].shape[2:])
    share_out(lambda images: trace_back(images, table, depth, starts, reach, flows), len(painted[0]), limits[1])


def touched(table: Array, starts: Array, size: tuple[int, int], patch: int, limits: Limits) -> Array:
    """(M rows columns) which patches any splat of the table (9 G) touches above the cut."""
    mask, reach = np.zeros((len(starts) - 1, size[0] // patch, size[1] // patch), np.bool_), _reach(limits[0])
    share_out(lambda images: mark_patches(images, table, starts, reach, (mask, patch, size)), len(mask), limits[1])
    return mask


def paint_cut(table: Array, depth: Array, starts: Array, cut: Cut, limits: Limits) -> Array:
    """The marked patches (K 3 p p) of pictures of a size; `cut` = (mask, patch, size)."""
    mask, patch, size = cut
    firsts = _firsts(mask)
    patches, reach = np.empty((int(firsts[-1]), 3, patch, patch), np.float32), _reach(limits[0])
    out = (patches, mask, firsts, size)
    share_out(lambda images: paint(images, table, depth, starts, reach, out), len(mask), limits[1])
    return patches


def trace_cut(table: Array, depth: Array, starts: Array, cut: tuple[Cut, tuple[Array, ...]], limits: Limits) -> None:
    """Write dL/dtable (9 G); `cut` = (as in `paint_cut`, (the patches, dL/dpatches, dL/dtable))."""
    (mask, _, size), painted = cut
    flows, reach = (*painted, mask, _firsts(mask), size), _reach(limits[0])
    share_out(lambda images: trace_back(images, table, depth, starts, reach, flows), len(mask), limits[1])


def _firsts(mask: Array) -> Array:
    """(M + 1) number of each picture's first marked patch."""
    return np.concatenate([[0], np.cumsum(mask.sum((1, 2)))])


def _reach(cut: float) -> np.float32:
    """Squared ellipse radius at which a weight falls below the cut."""
    return np.float32(-2 * math.log(max(cut, _LEAST_CUT)))


class _Composite(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, table: Tensor, arrays: tuple[Array, Array], size: tuple[int, int], limits: Limits) -> Tensor:
        columns = table.detach().T.contiguous().numpy()
        result = torch.empty(len(arrays[1]) - 1, 3, *size)
        depth, starts = arrays
        paint_pictures(columns, depth, starts, result.numpy(), limits)
        ctx.save_for_backward(table, result)
        ctx.rest = (arrays, limits)
        return result

    @staticmethod
    def backward(ctx: Any, *upstream: Any) -> Any:
        table, result = ctx.saved_tensors
        (depth, starts), limits = ctx.rest
        columns = table.detach().T.contiguous().numpy()
        gradient = np.zeros_like(columns)
        trace_pictures(columns, depth, starts, (result.numpy(), upstream[0].contiguous().numpy(), gradient), limits)
        return torch.from_numpy(gradient).T, None, None, None
