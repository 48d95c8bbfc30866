"""The `torch` backend: compositing in tiles, on any device and in any precision, without a map kept for the backward.

Each tile of `TILE` x `TILE` pixels blends the splats whose ellipse's bounding box touches it, nearest first. Tiles that
touch about as many splats are blended together, a fixed number of pairs of pixel and splat at a time; the way back
walks the same tiles again and computes again what it needs, so that memory holds the splats and the pictures, no more.

With x = o w, S the sum of x up to a splat and T = exp(-S): C = sum_i (T_before - T_after) c_i. Backward, with g = dL/dC
and q_i = g.c_i: dL/dx_i = T_after q_i - sum_{m > i} (T_before - T_after)_m q_m; from p = x dL/dx, the gradient by
ln w, all else follows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from skelbench.render.splats import BACKENDS, Splats, nearest_first

__all__ = ["TILE", "composite_tiled"]

TILE = 8  # pixels on a side
_CELLS = {"cpu": 1 << 18}  # pairs of pixel and splat that are in memory at a time, to stay in a core's cache ...
_CELLS_ELSEWHERE = 1 << 24  # ... or to fill a device
_EVERYWHERE = 1e15  # standard deviations: what stands for no cut


@BACKENDS.register("torch")
def composite_tiled(splats: Splats, cut: float, threads: int) -> Tensor:
    """Pictures (M 3 H W); splats are left out of tiles on which they weigh less than `cut`. `threads` plays no part.

    Half precisions are computed in single.
    """
    table = splats.table if splats.table.dtype in (torch.float32, torch.float64) else splats.table.float()
    lists = _tile_lists(table.detach(), splats, cut)
    pictures = _Composite.apply(table, lists)  # type: ignore[no-untyped-call]
    return pictures.to(splats.table.dtype)  # type: ignore[no-any-return]


@dataclass(frozen=True, eq=False)
class _TileLists:
    """Which splats each tile blends: a run of `rows` for every tile, nearest first; tiles count picture by picture."""

    rows: Tensor  # (L) rows of the table
    first: Tensor  # (tiles) where a tile's run starts
    counts: Tensor  # (tiles) how long it is
    grid: tuple[int, int, int]  # pictures, tiles down, tiles across
    size: tuple[int, int]


def _tile_lists(table: Tensor, splats: Splats, cut: float) -> _TileLists:
    pictures, device = len(splats.starts) - 1, table.device
    down, across = -(-splats.size[0] // TILE), -(-splats.size[1] // TILE)
    nearest, picture = nearest_first(splats)
    left, top, wide, high = _tiles_touched(table[nearest], cut, (down, across))
    touched = wide * high
    pair = torch.repeat_interleave(torch.arange(len(nearest), device=device), touched)  # one for a splat on a tile
    number = torch.arange(len(pair), device=device) - (touched.cumsum(0) - touched)[pair]
    row, column = top[pair] + number // wide[pair], left[pair] + number % wide[pair]
    tile = (picture[nearest[pair]] * down + row) * across + column
    counts = torch.bincount(tile, minlength=pictures * down * across)
    rows = nearest[pair[torch.argsort(tile, stable=True)]]
    return _TileLists(rows, counts.cumsum(0) - counts, counts, (pictures, down, across), splats.size)


def _tiles_touched(table: Tensor, cut: float, tiles: tuple[int, int]) -> tuple[Tensor, ...]:
    """Left, top, columns and rows (G, each) of the tiles an ellipse's box touches; none for splats without opacity.

    The ellipse is a dx^2 + 2 b dx dy + d dy^2 <= -2 ln cut.
    """
    u, v, a, b, d, opacity = table[:, :6].unbind(1)
    reach = math.sqrt(-2 * math.log(cut)) if cut > 0 else _EVERYWHERE
    area = (a * d - b * b).clamp(min=torch.finfo(table.dtype).tiny)
    spans = []
    for centre, extent, count in ((u, (d / area).sqrt(), tiles[1]), (v, (a / area).sqrt(), tiles[0])):
        low = ((centre - reach * extent) / TILE).floor().clamp(0, count)
        high = ((centre + reach * extent) / TILE).floor().clamp(-1, count - 1)
        spans.append((low.long(), torch.where(opacity > 0, high - low + 1, 0).clamp(min=0).long()))
    (left, wide), (top, high) = spans
    return left, top, wide, high


@dataclass(frozen=True, eq=False)
class _Batch:
    """Tiles that are blended together: their splats (t n), padded with rows whose `there` is 0."""

    tiles: Tensor  # (t)
    rows: Tensor  # (t n) of the table
    there: Tensor  # (t n)
    corner: Tensor  # (t 2) column and row of the first pixel


def _batches(lists: _TileLists) -> Iterator[_Batch]:
    """All tiles that blend anything, longest lists first."""
    counts, order = lists.counts.sort(descending=True, stable=True)
    lengths, cells = counts.cpu().numpy(), _CELLS.get(counts.device.type, _CELLS_ELSEWHERE)
    start = 0
    while start < len(lengths) and lengths[start]:
        longest = int(lengths[start])
        stop = start + max(1, cells // (longest * TILE * TILE))
        tiles, many = order[start:stop], counts[start:stop]
        tiles, many = tiles[many > 0], many[many > 0]
        place = torch.arange(longest, device=tiles.device)
        there = place < many[:, None]
        rows = lists.rows[torch.where(there, lists.first[tiles][:, None] + place, 0)]
        across = lists.grid[2]
        corner = torch.stack([tiles % across, tiles // across % lists.grid[1]], dim=1) * TILE
        yield _Batch(tiles, rows, there, corner)
        start = stop


@dataclass(frozen=True, eq=False)
class _Blend:
    """What the splats of a batch do to the pixels of its tiles."""

    dx: Tensor  # (t n TILE) pixel column less u
    dy: Tensor  # (t n TILE) pixel row less v
    x: Tensor  # (t n TILE TILE) optical depth, rows before columns
    after: Tensor  # (t n TILE TILE) light let through by the splat and all before it
    painted: Tensor  # (t n TILE TILE) light it holds back


def _blend(table: Tensor, batch: _Batch) -> _Blend:
    u, v, a, b, d, opacity = table[batch.rows, :6].unbind(2)  # each (t n)
    pixel = torch.arange(TILE, dtype=table.dtype, device=table.device)
    dx = batch.corner[:, :1, None] + pixel - u[..., None]
    dy = batch.corner[:, 1:, None] + pixel - v[..., None]
    # a dx^2 + 2 b dx dy + d dy^2 as a sum of squares, which stays exact where u and v are large
    root = a.sqrt()
    upright = (d - (b / root) ** 2).clamp(min=0).sqrt()
    slanted = (root[..., None] * dx)[..., None, :] + ((b / root)[..., None] * dy)[..., None]
    power = slanted.square_().add_((upright[..., None] * dy).square()[..., None])
    x = power.mul_(-0.5).exp_().mul_((opacity * batch.there)[..., None, None])
    after = x.cumsum(1).neg_().exp_()
    painted = torch.empty_like(x)
    painted[:, 0], painted[:, 1:] = 1.0, after[:, :-1]
    painted.mul_(torch.expm1(-x).neg_())
    return _Blend(dx, dy, x, after, painted)


class _Composite(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, table: Tensor, lists: _TileLists) -> Tensor:
        pictures, down, across = lists.grid
        tiles = table.new_zeros(pictures * down * across, 3, TILE * TILE)
        for batch in _batches(lists):
            painted = _blend(table, batch).painted.flatten(2)
            tiles[batch.tiles] = table[batch.rows, 6:].transpose(1, 2) @ painted
        result = _joined(tiles, lists).clamp_(max=1)
        ctx.save_for_backward(table, result)
        ctx.lists = lists
        return result

    @staticmethod
    def backward(ctx: Any, *upstream: Any) -> Any:
        table, result = ctx.saved_tensors
        lists: _TileLists = ctx.lists
        gradients = torch.zeros_like(table)
        towards = _cut_up(upstream[0], lists)
        whole = _cut_up((upstream[0] * result).sum(1, keepdim=True), lists)
        for batch in _batches(lists):
            found = _trace(table, batch, towards[batch.tiles], whole[batch.tiles])
            gradients.index_add_(0, batch.rows[batch.there], found[batch.there])
        return gradients, None


def _trace(table: Tensor, batch: _Batch, g: Tensor, whole: Tensor) -> Tensor:
    """Gradients (t n 9) by the splats of a batch, from dL/dC (t 3 pixels) and g.C (t 1 pixels) of its tiles."""
    blend = _blend(table, batch)
    a, b, d, opacity = table[batch.rows, 2:6].unbind(2)
    painted = blend.painted.flatten(2)
    colour = painted @ g.transpose(1, 2)
    q = table[batch.rows, 6:] @ g  # (t n pixels)
    rest = whole - painted.mul_(q).cumsum(1)
    p = q.mul_(blend.after.flatten(2)).sub_(rest).mul_(blend.x.flatten(2)).view(blend.x.shape)
    columns = torch.stack([torch.ones_like(blend.dx), blend.dx, blend.dx**2], dim=-1)  # (t n TILE 3)
    by_row = p @ columns  # (t n TILE 3): sums along each row of pixels
    dy = blend.dy[..., None]
    (sum_p, px, pxx), (py, pxy, _), (pyy, _, _) = (
        (by_row * weight).sum(2).unbind(2) for weight in (torch.ones_like(dy), dy, dy**2)
    )
    shape = [a * px + b * py, b * px + d * py, -pxx / 2, -pxy, -pyy / 2, sum_p / opacity]
    return torch.cat([torch.stack(shape, dim=2), colour], dim=2)


def _joined(tiles: Tensor, lists: _TileLists) -> Tensor:
    """Pictures (M C H W) from tiles (tiles C pixels)."""
    pictures, down, across = lists.grid
    height, width = lists.size
    whole = tiles.reshape(pictures, down, across, -1, TILE, TILE).permute(0, 3, 1, 4, 2, 5)
    return whole.reshape(pictures, -1, down * TILE, across * TILE)[..., :height, :width].contiguous()


def _cut_up(pictures: Tensor, lists: _TileLists) -> Tensor:
    """Tiles (tiles C pixels) of pictures (M C H W), zero beyond the edges."""
    count, down, across = lists.grid
    height, width = lists.size
    padded = torch.nn.functional.pad(pictures, (0, across * TILE - width, 0, down * TILE - height))
    cut = padded.reshape(count, -1, down, TILE, across, TILE).permute(0, 2, 4, 1, 3, 5)
    return cut.reshape(count * down * across, -1, TILE * TILE)
