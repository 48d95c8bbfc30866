"""Culled compositing of splats over image rows, forward and in one backward pass (numba, single precision, no GIL).

A splat is a row of nine numbers: u v (pixels), the conic a b d, the opacity o, and the colour r g b. Its optical depth
at a pixel is x = o exp(-(a dx^2 + 2 b dx dy + d dy^2) / 2). Nearest first, T = prod(1 - alpha), alpha = 1 - exp(-x),
C = sum T alpha c (Kerbl et al. 2023, eq. 3). Backward, with g = dL/dC, q = g.c and the rest g.C - sum of what was
painted so far times q: dL/dx = T_after q - rest, and from p = x dL/dx, the gradient by ln w, all else follows.

Rows are walked in blocks of `LANES` pixels that start at multiples of `LANES`; pixels of a block that lie outside the
ellipse are drawn too (they are below the cut). Scratch rows are padded by one block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import float32, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from skelbench.render.lanes import LANES, Lanes, Memory

__all__ = ["paint", "trace_back"]

_LOG2_E = np.float32(np.log2(np.e))
_ONE, _HALF = np.float32(1), np.float32(0.5)
_SMALLEST = -120.0  # 2^-120: below any cut, above the smallest float
# 2^f on [-1/2, 1/2] (relative error 1.0e-7) and (1 - exp(-x)) / x on [0, 1] (6.7e-8), Chebyshev interpolation.
_POWER_OF_TWO = (1.0000000754548972, 0.6931471880262273, 0.2402210748530968, 0.05550357114222094, 0.009676031918255982,
                 0.001339086336353527)  # fmt: skip
_SHARE_HELD = (0.9999999328983433, -0.4999951599438619, 0.16660967121588122, -0.041418763025030524,
               0.00783736380139762, -0.0009125453916188538)  # fmt: skip
_SUMS = 9  # p, p dx, p dx^2, p dy, p dx dy, p dy^2, and what was painted times g (3)
_FLAGS = {"contract", "nsz", "arcp"}


def _optical_depth(dx: Lanes, power: Sequence[Lanes]) -> Lanes:
    """2^(c0 + c1 dx + c2 dx^2): the splat along one row, opacity included."""
    t = ((dx * power[2] + power[1]) * dx + power[0]).at_least(_SMALLEST)
    whole = t.rounded()
    return (t - whole).polynomial(_POWER_OF_TWO).times_power_of_two(whole)


def _alpha(x: Lanes) -> Lanes:
    """1 - exp(-x) for 0 <= x <= 1 (opacities are at most 1)."""
    return x * x.polynomial(_SHARE_HELD)


def _emit_paint(memory: Memory, dx: Lanes, power: Sequence[Lanes], colour: Sequence[Lanes]) -> None:
    seen = memory[0]
    painted = seen * _alpha(_optical_depth(dx, power))
    memory[0] = seen - painted
    for channel in range(3):
        memory[channel + 1] = memory[channel + 1] + painted * colour[channel]


def _emit_trace(memory: Memory, dx: Lanes, power: Sequence[Lanes], colour: Sequence[Lanes]) -> list[Lanes]:
    seen, rest, upstream = memory[0], memory[1], [memory[2], memory[3], memory[4]]
    x = _optical_depth(dx, power)
    painted = seen * _alpha(x)
    after = seen - painted
    q = upstream[0] * colour[0] + upstream[1] * colour[1] + upstream[2] * colour[2]
    left = rest - painted * q
    memory[0], memory[1] = after, left
    p = x * (after * q - left)
    return [p, p * dx, p * dx * dx, *(painted * g for g in upstream)]


_WHERE = types.UniTuple(types.uintp, 4)  # type: ignore[no-untyped-call]  # address, bytes to next plane, blocks, sums
_ROW = types.UniTuple(types.float32, 8)  # type: ignore[no-untyped-call]  # first dx, power (3), colour (3), dy


def _unpacked(builder: Any, arguments: Any) -> tuple[list[Any], list[Lanes]]:
    where, row = (cgutils.unpack_tuple(builder, value) for value in arguments)  # type: ignore[no-untyped-call]
    return where, [Lanes.of(builder, number) for number in row]


def _type_paint(typing: Any, where: Any, row: Any) -> Any:
    """Paint a span of blocks; planes at the address: T, red, green, blue."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        (address, stride, blocks, _), (first, *row) = _unpacked(builder, arguments)
        ramp = first + Lanes.counting(builder)
        with cgutils.for_range(builder, blocks) as loop:
            at, dx = _block(builder, address, loop.index, ramp)
            _emit_paint(Memory(builder, at, stride), dx, row[:3], row[3:6])
        return context.get_dummy_value()

    return types.void(_WHERE, _ROW), emit


def _type_trace(typing: Any, where: Any, row: Any) -> Any:
    """Trace a span of blocks back; planes at the address: T, rest, three of dL/dC; adds to the sums (9 x LANES)."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        (address, stride, blocks, sums), (first, *row) = _unpacked(builder, arguments)
        ramp = first + Lanes.counting(builder)
        zero = Lanes.of(builder, 0.0).value
        totals = [cgutils.alloca_once_value(builder, zero) for _ in range(6)]  # type: ignore[no-untyped-call]
        with cgutils.for_range(builder, blocks) as loop:
            at, dx = _block(builder, address, loop.index, ramp)
            terms = _emit_trace(Memory(builder, at, stride), dx, row[:3], row[3:6])
            for total, term in zip(totals, terms, strict=True):
                builder.store((Lanes(builder, builder.load(total)) + term).value, total)
        p, px, pxx, *colour = (Lanes(builder, builder.load(total)) for total in totals)
        dy, kept = row[6], Memory(builder, sums, sums.type(4 * LANES))
        for place, term in enumerate((p, px, pxx, p * dy, px * dy, p * dy * dy, *colour)):
            kept[place] = kept[place] + term
        return context.get_dummy_value()

    return types.void(_WHERE, _ROW), emit


_paint_row: Any = intrinsic(_type_paint)
_trace_row: Any = intrinsic(_type_trace)


def _block(builder: Any, address: Any, index: Any, ramp: Lanes) -> tuple[Any, Lanes]:
    """Address and dx of the index-th block of a span."""
    bytes_on = builder.mul(index, index.type(4 * LANES))
    pixels_on = builder.sitofp(builder.mul(index, index.type(LANES)), ramp.value.type.element)
    return builder.add(address, bytes_on), ramp + Lanes.of(builder, pixels_on)


@njit(nogil=True, cache=True, error_model="numpy")
def _drawn_order(splats, depth, first, last):  # type: ignore[no-untyped-def]
    """Rows first ... last - 1 that have any opacity, nearest first, equal depths in row order."""
    rows = np.empty(last - first, np.int64)
    count = 0
    for row in range(first, last):
        if splats[row, 5] > 0:
            rows[count] = row
            count += 1
    rows = rows[:count]
    return rows[np.argsort(depth[rows], kind="mergesort")]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _rows_touched(splat, reach, height):  # type: ignore[no-untyped-def]
    """First row and one past the last on which the ellipse a dx^2 + 2 b dx dy + d dy^2 <= reach lies."""
    a, b, d = splat[2], splat[3], splat[4]
    extent = np.sqrt(reach * a / (a * d - b * b))
    top, bottom = splat[1] - extent, splat[1] + extent
    if not (bottom >= 0 and top <= height - 1):
        return 0, 0
    return int(np.ceil(max(top, float32(0)))), int(np.floor(min(bottom, float32(height - 1)))) + 1


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _blocks_touched(middle, half, width):  # type: ignore[no-untyped-def]
    """First pixel of the span middle - half ... middle + half and how many blocks of LANES pixels cover it."""
    left, right = middle - half, middle + half
    if not (right >= 0 and left <= width - 1):
        return 0, 0
    start = int(np.ceil(max(left, float32(0)))) // LANES * LANES
    stop = int(np.floor(min(right, float32(width - 1)))) + 1
    return start, (stop - start + LANES - 1) // LANES


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _walk(splat, reach, planes, sums):  # type: ignore[no-untyped-def]
    """Paint (sums empty) or trace back one splat, row by row."""
    u, v, a, b, d = splat[0], splat[1], splat[2], splat[3], splat[4]
    height, width = planes.shape[1], planes.shape[2] - LANES
    address = planes.ctypes.data
    scale, shift = -_HALF * _LOG2_E, np.log2(splat[5])
    lean, open_width, shrink = -b / a, reach / a, (a * d - b * b) / (a * a)
    top, bottom = _rows_touched(splat, reach, height)
    for y in range(top, bottom):
        dy = float32(y) - v
        half = np.sqrt(max(open_width - dy * dy * shrink, float32(0)))
        start, blocks = _blocks_touched(u + lean * dy, half, width)
        row = (float32(start) - u, shift + scale * d * dy * dy, scale * (b + b) * dy, scale * a,
               splat[6], splat[7], splat[8], dy)  # fmt: skip
        at = address + np.uintp(y * planes.strides[1] + 4 * start)
        where = (at, np.uintp(planes.strides[0]), np.uintp(blocks), np.uintp(sums.ctypes.data))
        if len(sums):
            _trace_row(where, row)
        else:
            _paint_row(where, row)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def paint(images, splats, depth, starts, reach, frames):  # type: ignore[no-untyped-def]
    """Draw images[0] ... images[1] - 1: splats starts[m] ... starts[m+1] - 1 onto frames (M 3 H W)."""
    height, width = frames.shape[2], frames.shape[3]
    planes = np.empty((4, height, width + LANES), np.float32)
    no_sums = np.empty(0, np.float32)
    for image in range(images[0], images[1]):
        planes[0] = _ONE
        planes[1:] = 0
        for row in _drawn_order(splats, depth, starts[image], starts[image + 1]):
            _walk(splats[row], reach, planes, no_sums)
        for channel in range(3):
            for y in range(height):
                for x in range(width):
                    frames[image, channel, y, x] = min(planes[channel + 1, y, x], _ONE)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _trace_splat(splat, reach, planes, sums, gradient):  # type: ignore[no-untyped-def]
    """The gradient of one splat, from sums over its pixels."""
    sums[:] = 0
    _walk(splat, reach, planes, sums)
    total = sums.reshape(_SUMS, LANES).sum(axis=1)
    a, b, d = splat[2], splat[3], splat[4]
    p, px, pxx, py, pxy, pyy = total[0], total[1], total[2], total[3], total[4], total[5]
    gradient[0], gradient[1] = a * px + b * py, b * px + d * py
    gradient[2], gradient[3], gradient[4] = -_HALF * pxx, -pxy, -_HALF * pyy
    gradient[5] = p / splat[5]
    gradient[6:] = total[6:]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def trace_back(images, splats, depth, starts, reach, painted):  # type: ignore[no-untyped-def]
    """Gradients of splats from the drawn frames and dL/dframes; `painted` = (frames, frame gradients, gradients)."""
    frames, upstream, gradients = painted
    height, width = frames.shape[2], frames.shape[3]
    planes = np.zeros((5, height, width + LANES), np.float32)
    sums = np.empty(_SUMS * LANES, np.float32)
    for image in range(images[0], images[1]):
        planes[0] = _ONE
        planes[1] = 0
        for channel in range(3):
            for y in range(height):
                for x in range(width):
                    planes[channel + 2, y, x] = upstream[image, channel, y, x]
                    planes[1, y, x] += upstream[image, channel, y, x] * frames[image, channel, y, x]
        for row in _drawn_order(splats, depth, starts[image], starts[image + 1]):
            _trace_splat(splats[row], reach, planes, sums, gradients[row])
