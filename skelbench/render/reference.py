"""Compositing as it is defined: every splat on every pixel, in plain torch, any precision."""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import Tensor

from skelbench.render.splats import BACKENDS, Splats

__all__ = ["composite_reference"]

_PAIRS_AT_ONCE = 1 << 20  # of splat and pixel: whole pictures of maps would cost more to fetch than to compute


@BACKENDS.register("reference")
def composite_reference(splats: Splats, cut: float, threads: int) -> Tensor:
    """Pictures (M 3 H W); weights below `cut` count as zero, and `threads` plays no part."""
    starts = splats.starts.tolist()
    spans = [slice(first, last) for first, last in pairwise(starts)]
    return torch.stack([_blend(splats.table[span], splats.depth[span], splats.size, cut) for span in spans])


def _blend(table: Tensor, depth: Tensor, size: tuple[int, int], cut: float) -> Tensor:
    """Blend N splats, nearest first: C = sum_i c_i alpha_i T_i with T_i = prod_{j<i} (1 - alpha_j).

    Kerbl et al. 2023, eq. 3, https://arxiv.org/abs/2308.04079; here alpha = 1 - exp(-o w), so that the product is the
    exponential of a sum: T_i = exp(-sum_{j<i} o_j w_j).
    """
    table = table[torch.argsort(depth, stable=True)]
    at_once = max(1, _PAIRS_AT_ONCE // max(1, len(table) * size[1]))
    bands = [range(first, min(first + at_once, size[0])) for first in range(0, size[0], at_once)]
    return torch.cat([_blend_rows(table, rows, size[1], cut) for rows in bands], dim=1)


def _blend_rows(table: Tensor, rows: range, width: int, cut: float) -> Tensor:
    """(3 R W) of R rows; table (N 9) nearest first."""
    u, v, a, b, d, opacity = table[:, :6, None, None].unbind(1)  # each (N 1 1)
    dx = torch.arange(width, dtype=table.dtype, device=table.device) - u  # (N 1 W)
    dy = torch.arange(rows.start, rows.stop, dtype=table.dtype, device=table.device)[:, None] - v  # (N R 1)
    power = -(a * dx**2 + 2 * b * dx * dy + d * dy**2) / 2
    if cut > 0:  # what counts as zero anyway need not be computed: exponentials that underflow are slow
        power = power.clamp(min=math.log(cut) - 1)
    weight = torch.exp(power)
    optical_depth = opacity * torch.where(weight >= cut, weight, torch.zeros_like(weight))
    before = torch.cat([torch.zeros_like(optical_depth[:1]), optical_depth.cumsum(0)[:-1]])
    painted = torch.exp(-before) * -torch.expm1(-optical_depth)
    return torch.einsum("nc,nhw->chw", table[:, 6:], painted)
