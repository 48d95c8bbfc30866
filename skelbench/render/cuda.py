"""The `cuda` backend: Triton kernels on a CUDA device (or in Triton's interpreter, on the CPU)."""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.splats import BACKENDS, Splats, nearest_first

__all__ = ["composite_cuda"]

_MOST_PLACES = 1 << 23  # places for the sums of a tile and a splat that are in memory at a time, of 36 bytes each
_EVERYWHERE = 1e15  # standard deviations: what stands for no cut
_LAUNCH = {"num_warps": 1, "enable_fp_fusion": True}


@BACKENDS.register("cuda")
def composite_cuda(splats: Splats, cut: float, threads: int) -> Tensor:
    """Pictures (M 3 H W) in single precision; splats are left out of tiles on which they weigh less than `cut`.

    Raises:
        RenderError: triton is not installed, or the splats are not on a CUDA device.
    """
    if importlib.util.find_spec("triton") is None:
        raise RenderError(
            "The backend 'cuda' needs the package triton, which is not installed: say pip install 'skelbench[cuda]', "
            "or choose the backend 'torch'"
        )
    device = splats.table.device.type
    if device != "cuda" and not (device == "cpu" and os.environ.get("TRITON_INTERPRET") == "1"):
        raise RenderError(
            f"The backend 'cuda' draws tensors on a CUDA device, found them on '{splats.table.device}': move renderer "
            "and positions there, or choose the backend 'auto'"
        )
    order, _ = nearest_first(splats)
    reach = math.sqrt(-2 * math.log(cut)) if cut > 0 else _EVERYWHERE
    pictures = _Composite.apply(splats.table, order, (splats.starts, splats.size, reach))  # type: ignore[no-untyped-call]
    return pictures.to(splats.table.dtype)  # type: ignore[no-any-return]


class _Composite(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, table: Tensor, order: Tensor, rest: tuple[Tensor, tuple[int, int], float]) -> Tensor:
        from skelbench.render import triton_kernels as kernels

        starts, size, reach = rest
        table, pictures = table.contiguous(), len(starts) - 1
        packed = table.new_empty((len(table), kernels.PACKED.value), dtype=torch.float32)
        boxes, tiles = (order.new_empty(shape, dtype=torch.int32) for shape in ((len(table), 2), (len(table),)))
        rows = starts.to(table.device, torch.int64)
        painted = table.new_empty((pictures, 3, *size), dtype=torch.float32)
        if len(table):
            blocks = -(-len(table) // kernels.ROWS.value)
            kernels.pack[(blocks,)](table, order, (packed, boxes, tiles), reach, len(table), size, **_LAUNCH)
        if pictures:
            kernels.paint[(pictures * _tiles(size),)](packed, boxes, rows, painted, size, **_LAUNCH)
        ctx.save_for_backward(table, order, packed, boxes, tiles, rows, painted)
        ctx.starts = starts
        return painted

    @staticmethod
    def backward(ctx: Any, *upstream: Any) -> Any:
        from skelbench.render import triton_kernels as kernels

        table, order, packed, boxes, tiles, rows, painted = ctx.saved_tensors
        gradients, towards = torch.zeros_like(table), upstream[0].contiguous()
        size = painted.shape[2:]
        first = torch.nn.functional.pad(tiles.cumsum(0), (1, 0))  # (G + 1) of its places, for every splat
        begins = first[rows].tolist()  # the one time the device is waited for
        for pictures in _shares(begins):
            own = slice(int(ctx.starts[pictures.start]), int(ctx.starts[pictures.stop]))
            here = first - begins[pictures.start]
            sums = packed.new_empty((begins[pictures.stop] - begins[pictures.start], kernels.PARTS.value))
            images = (painted[pictures], towards[pictures])
            launch = kernels.trace[((pictures.stop - pictures.start) * _tiles(size),)]
            launch(packed, (boxes, here), rows[pictures.start :], images, sums, size, **_LAUNCH)
            launch = kernels.settle[(own.stop - own.start,)]
            launch(table, order[own], packed[own], here[own.start :], sums, gradients, **_LAUNCH)
        return gradients, None, None


def _tiles(size: tuple[int, int]) -> int:
    from skelbench.render.triton_kernels import TILE

    side = int(TILE.value)
    return -(-size[0] // side) * -(-size[1] // side)


def _shares(begins: list[int]) -> Iterator[slice]:
    """Runs of pictures whose splats have at most `_MOST_PLACES` places (or of one picture), but for empty ones."""
    start, last = 0, len(begins) - 1
    while start < last:
        stop = start + 1
        while stop < last and begins[stop + 1] - begins[start] <= _MOST_PLACES:
            stop += 1
        if begins[stop] > begins[start]:
            yield slice(start, stop)
        start = stop
