"""Culled compositing of splats over image rows, forward and in one backward pass (numba, single precision, no GIL).

A splat is a row of nine numbers: u v (pixels), the conic a b d, the opacity o, and the colour r g b. Its weight at a
pixel is w = exp(-(a dx^2 + 2 b dx dy + d dy^2) / 2), and what it adds to the optical depth there is x = o w. Nearest
first, T = prod(1 - alpha), alpha = 1 - exp(-x), C = sum T alpha c (Kerbl et al. 2023, eq. 3). Backward, with g = dL/dC,
q = g.c and the rest g.C - sum of what was painted so far: dL/dx = T_after q - rest; from it all else follows.

Rows are walked in blocks of `LANES` pixels so that they fill vector registers; pixels of the last block that lie
outside the ellipse are drawn too (they are below the cut). Scratch rows are padded by one block.
"""

from __future__ import annotations

import numpy as np
from numba import float32, njit

__all__ = ["LANES", "paint", "trace_back"]


LANES = 8

_HALF_LOG2_E = np.float32(0.5 * np.log2(np.e))
_ONE, _HALF = np.float32(1), np.float32(0.5)
# 2^f on [-1/2, 1/2] (relative error 1.0e-7) and (1 - exp(-x)) / x on [0, 1] (6.7e-8), Chebyshev interpolation.
_E0, _E1, _E2, _E3, _E4, _E5 = (
    np.float32(c)
    for c in (1.0000000754548972, 0.6931471880262273, 0.2402210748530968, 0.05550357114222094, 0.009676031918255982,
              0.001339086336353527)
)  # fmt: skip
_A0, _A1, _A2, _A3, _A4, _A5 = (
    np.float32(c)
    for c in (0.9999999328983433, -0.4999951599438619, 0.16660967121588122, -0.041418763025030524,
              0.00783736380139762, -0.0009125453916188538)
)  # fmt: skip
_FLAGS = {"contract", "reassoc", "nsz", "arcp"}
_SMALLEST = np.float32(-120)  # 2^-120: below any cut, above the smallest float


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _weight(twice_power):  # type: ignore[no-untyped-def]
    """exp(-twice_power / 2) for twice_power >= 0."""
    t = max(-twice_power * _HALF_LOG2_E, _SMALLEST)
    n = np.floor(t + _HALF)
    f = t - n
    p = _E0 + f * (_E1 + f * (_E2 + f * (_E3 + f * (_E4 + f * _E5))))
    return p * np.int32((np.int32(n) + 127) << 23).view(np.float32)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _alpha(x):  # type: ignore[no-untyped-def]
    """1 - exp(-x) for 0 <= x <= 1 (opacities are at most 1)."""
    return x * (_A0 + x * (_A1 + x * (_A2 + x * (_A3 + x * (_A4 + x * _A5)))))


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
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
def _blocks_touched(splat, reach, dy, width):  # type: ignore[no-untyped-def]
    """First pixel of the span on row dy and how many blocks of LANES pixels cover it."""
    a, b, d = splat[2], splat[3], splat[4]
    middle = splat[0] - b * dy / a
    half = np.sqrt(max((b * dy) * (b * dy) - a * (d * dy * dy - reach), float32(0))) / a
    left, right = middle - half, middle + half
    if not (right >= 0 and left <= width - 1):
        return 0, 0
    start = int(np.ceil(max(left, float32(0))))
    stop = int(np.floor(min(right, float32(width - 1)))) + 1
    return start, (stop - start + LANES - 1) // LANES


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _paint_splat(splat, reach, seen, red, green, blue):  # type: ignore[no-untyped-def]
    u, v, a, b2, d, o = splat[0], splat[1], splat[2], splat[3] + splat[3], splat[4], splat[5]
    cr, cg, cb = splat[6], splat[7], splat[8]
    height, width = seen.shape[0], seen.shape[1] - LANES
    top, bottom = _rows_touched(splat, reach, height)
    for y in range(top, bottom):
        dy = float32(y) - v
        start, blocks = _blocks_touched(splat, reach, dy, width)
        base, slope = d * dy * dy, b2 * dy
        count = blocks * LANES
        row, r, g, bl = (
            seen[y, start : start + count],
            red[y, start : start + count],
            green[y, start : start + count],
            blue[y, start : start + count],
        )
        left = float32(start) - u
        for x in range(count):
            dx = left + float32(np.int32(x))
            weight = _weight(base + dx * (slope + a * dx))
            painted = row[x] * _alpha(o * weight)
            row[x] -= painted
            r[x] += painted * cr
            g[x] += painted * cg
            bl[x] += painted * cb


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def paint(images, splats, depth, starts, reach, frames):  # type: ignore[no-untyped-def]
    """Draw images[0] ... images[1] - 1: splats starts[m] ... starts[m+1] - 1 onto frames (M 3 H W)."""
    height, width = frames.shape[2], frames.shape[3]
    planes = np.empty((4, height, width + LANES), np.float32)
    for image in range(images[0], images[1]):
        planes[0] = _ONE
        planes[1:] = 0
        for row in _drawn_order(splats, depth, starts[image], starts[image + 1]):
            _paint_splat(splats[row], reach, planes[0], planes[1], planes[2], planes[3])
        for channel in range(3):
            for y in range(height):
                for x in range(width):
                    frames[image, channel, y, x] = min(planes[channel + 1, y, x], _ONE)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _trace_splat(splat, reach, state, planes, gradient):  # type: ignore[no-untyped-def]  # noqa: PLR0915
    u, v, a, b, d, o = splat[0], splat[1], splat[2], splat[3], splat[4], splat[5]
    cr, cg, cb = splat[6], splat[7], splat[8]
    height, width = state.shape[1], state.shape[2] - LANES
    top, bottom = _rows_touched(splat, reach, height)
    zero = float32(0)
    p0, px, py, pxx, pxy, pyy = zero, zero, zero, zero, zero, zero
    gr, gg, gb = zero, zero, zero
    for y in range(top, bottom):
        dy = float32(y) - v
        start, blocks = _blocks_touched(splat, reach, dy, width)
        base, slope = d * dy * dy, (b + b) * dy
        s0, s1, s2 = zero, zero, zero
        stop = start + blocks * LANES
        t, rest = state[0, y, start:stop], state[1, y, start:stop]
        r, g, h = planes[0, y, start:stop], planes[1, y, start:stop], planes[2, y, start:stop]
        near = float32(start) - u
        for k in range(stop - start):
            dx = near + float32(np.int32(k))
            depth = o * _weight(base + dx * (slope + a * dx))
            painted = t[k] * _alpha(depth)
            after = t[k] - painted
            q = r[k] * cr + g[k] * cg + h[k] * cb
            left = rest[k] - painted * q
            p = depth * (after * q - left)
            t[k] = after
            rest[k] = left
            gr += painted * r[k]
            gg += painted * g[k]
            gb += painted * h[k]
            s0 += p
            s1 += p * dx
            s2 += p * dx * dx
        p0, px, py = p0 + s0, px + s1, py + dy * s0
        pxx, pxy, pyy = pxx + s2, pxy + dy * s1, pyy + dy * dy * s0
    gradient[0], gradient[1] = a * px + b * py, b * px + d * py
    gradient[2], gradient[3], gradient[4] = -_HALF * pxx, -pxy, -_HALF * pyy
    gradient[5] = p0 / o
    gradient[6], gradient[7], gradient[8] = gr, gg, gb


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def trace_back(images, splats, depth, starts, reach, painted):  # type: ignore[no-untyped-def]
    """Gradients of splats from the drawn frames and dL/dframes; `painted` = (frames, frame gradients, gradients)."""
    frames, upstream, gradients = painted
    height, width = frames.shape[2], frames.shape[3]
    state = np.zeros((2, height, width + LANES), np.float32)
    planes = np.zeros((3, height, width + LANES), np.float32)
    for image in range(images[0], images[1]):
        state[0] = _ONE
        for y in range(height):
            for x in range(width):
                total = float32(0)
                for channel in range(3):
                    planes[channel, y, x] = upstream[image, channel, y, x]
                    total += upstream[image, channel, y, x] * frames[image, channel, y, x]
                state[1, y, x] = total
        for row in _drawn_order(splats, depth, starts[image], starts[image + 1]):
            _trace_splat(splats[row], reach, state, planes, gradients[row])
