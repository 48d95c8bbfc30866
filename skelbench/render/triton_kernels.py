"""Compositing on a CUDA device: Triton kernels, forward and analytic backward, in single precision.

`pack` turns every splat into `PACKED` numbers and the box of tiles its ellipse touches; `paint` and `trace` run one
program of one warp for each tile of a picture. A program walks the picture's splats, nearest first, many boxes at a
time; the boxes that hold its tile become the bits of a number, and the bits are taken one by one. Nothing is listed.

The conic is a sum of squares, w = 2^-(m^2 + n^2) with m = P dx + Q dy and n = R dy, which costs two operations a pixel
and stays exact where dx and dy are large. With x = o w and T the light that is left: C = sum_i T_i (1 - exp(-x_i)) c_i.
Backward, with g = dL/dC, q = g.c, and the rest g.C - sum of what was painted so far times q: dL/dx = T_after q - rest,
and from p = x dL/dx, the gradient by ln w, all else follows (Kerbl et al. 2023, in logarithms). Every tile leaves its
sums in a place of its own (`PARTS` numbers for each tile a splat touches) and `settle` adds them in a fixed order, so
that gradients come out the same bit for bit each time.

This module imports triton: import it only where triton is there. Under TRITON_INTERPRET=1 it runs on the CPU.
"""
# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"

from __future__ import annotations

import math

import triton
import triton.language as tl

__all__ = ["PACKED", "PARTS", "ROWS", "TILE", "pack", "paint", "settle", "trace"]

TILE = tl.constexpr(16)  # pixels on a side
PACKED = tl.constexpr(11)  # whole pixels of u and v, the rest of u and v, P Q R, log2 of the opacity, colour (3)
PARTS = tl.constexpr(9)  # sums of p, p m, p dy, p dx^2, p dx dy, p dy^2, and of what was painted times g (3)
_FIELDS = tl.constexpr(9)  # columns of the table of splats
_LANES = tl.constexpr(32)
_SIEVE = tl.constexpr(128)  # boxes looked at before any of them is looked for
ROWS = tl.constexpr(64)  # splats a program of `pack` takes
_ROOT = tl.constexpr(math.sqrt(0.5 / math.log(2)))  # exp(-q / 2) = 2^-(_ROOT^2 q)
_FLATTEST = tl.constexpr(1e-15)  # per pixel, the least P and R: wider than any picture


@triton.jit
def pack(table, order, out, reach, count, SIZE: tl.constexpr):
    """Row k of out = (packed (G PACKED), boxes (G 2), tiles (G)) from row order[k] of the table, for k below `count`.

    A box holds the tiles on which the splat weighs at least exp(-reach^2 / 2): left and right, top and bottom, two
    numbers of 16 bits each; none (right before left) where it has no opacity. `tiles` says how many there are.
    """
    k = tl.program_id(0).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    down: tl.constexpr = (SIZE[0] + TILE - 1) // TILE
    across: tl.constexpr = (SIZE[1] + TILE - 1) // TILE
    packed, boxes, tiles = out
    there = k < count
    row = table + tl.load(order + k, mask=there, other=0) * _FIELDS
    u, v = tl.load(row, mask=there, other=0), tl.load(row + 1, mask=there, other=0)
    a, b = tl.load(row + 2, mask=there, other=1), tl.load(row + 3, mask=there, other=0)
    opacity = tl.load(row + 5, mask=there, other=0)
    p = tl.maximum(tl.sqrt(a), _FLATTEST)
    q = b / p
    r = tl.sqrt(tl.maximum(tl.load(row + 4, mask=there, other=1) - q * q, _FLATTEST * _FLATTEST))
    half_width, half_height = reach * tl.sqrt(q * q + r * r) / (p * r), reach / r
    left, right = _tiles(u - half_width, u + half_width, across)
    top, bottom = _tiles(v - half_height, v + half_height, down)
    seen = (opacity > 0) & (left <= right) & (top <= bottom)
    left, right = tl.where(seen, left, 1), tl.where(seen, right, 0)
    tl.store(boxes + 2 * k, left | (right << 16), mask=there)
    tl.store(boxes + 2 * k + 1, top | (bottom << 16), mask=there)
    tl.store(tiles + k, tl.where(seen, (right - left + 1) * (bottom - top + 1), 0), mask=there)
    to = packed + k * PACKED
    _store_place(to, u, there)
    _store_place(to + 1, v, there)
    tl.store(to + 4, (p * _ROOT).to(tl.float32), mask=there)
    tl.store(to + 5, (q * _ROOT).to(tl.float32), mask=there)
    tl.store(to + 6, (r * _ROOT).to(tl.float32), mask=there)
    tl.store(to + 7, tl.log2(tl.maximum(opacity.to(tl.float32), 1e-37)), mask=there)
    for channel in tl.static_range(3):
        colour = tl.load(row + 6 + channel, mask=there, other=0)
        tl.store(to + 8 + channel, colour.to(tl.float32), mask=there)


@triton.jit
def _store_place(to, place, there):
    whole = tl.floor(place)
    tl.store(to, whole.to(tl.float32), mask=there)
    tl.store(to + 2, (place - whole).to(tl.float32), mask=there)


@triton.jit
def _tiles(low, high, count: tl.constexpr):
    """First and last of `count` tiles that the pixels low ... high touch, the last before the first if none."""
    first = tl.minimum(tl.maximum(tl.floor(low / TILE), 0.0), count * 1.0)
    last = tl.minimum(tl.maximum(tl.floor(high / TILE), -1.0), count - 1.0)
    return first.to(tl.int32), last.to(tl.int32)


@triton.jit
def _tile(SIZE: tl.constexpr):
    """Picture, row and column of the tile of this program."""
    down: tl.constexpr = (SIZE[0] + TILE - 1) // TILE
    across: tl.constexpr = (SIZE[1] + TILE - 1) // TILE
    number = tl.program_id(0)
    return (number // (down * across)).to(tl.int64), number // across % down, number % across


@triton.jit
def _holds(boxes, k, stop, row, column):
    """Which of the boxes k, before `stop`, hold this tile."""
    wide = tl.load(boxes + 2 * k, mask=k < stop, other=1)
    high = tl.load(boxes + 2 * k + 1, mask=k < stop, other=1)
    across = ((wide & 0xFFFF) <= column) & (column <= (wide >> 16))
    return across & ((high & 0xFFFF) <= row) & (row <= (high >> 16))


@triton.jit
def _any_holds(boxes, start, stop, row, column):
    """Whether one of the next `_SIEVE` boxes holds this tile."""
    return tl.max(_holds(boxes, start + tl.arange(0, _SIEVE), stop, row, column).to(tl.int32), axis=0) > 0


@triton.jit
def _which_hold(boxes, start, stop, row, column):
    """Bit i of a number is set if box start + i holds this tile."""
    lane = tl.arange(0, _LANES)
    return tl.sum(_holds(boxes, start + lane, stop, row, column).to(tl.int32) << lane, axis=0)


@triton.jit
def _lowest(bits):
    """The lowest bit that is set and its number: a power of two is exact in a float, whose exponent says it."""
    bit = bits & -bits
    return bit, ((bit.to(tl.float32).to(tl.int32, bitcast=True) >> 23) & 0xFF) - 127


@triton.jit
def _offsets(at, columns, rows):
    """Pixels from the middle of a splat, exact to a ten-millionth of a pixel wherever it lies."""
    return columns - tl.load(at) - tl.load(at + 2), rows - tl.load(at + 1) - tl.load(at + 3)


@triton.jit
def _along(at, dx, dy):
    """M (rows columns) of a splat."""
    return (tl.load(at + 4) * dx)[None, :] + (tl.load(at + 5) * dy)[:, None]


@triton.jit
def _optical_depth(at, m, dy):
    n = tl.load(at + 6) * dy
    return tl.exp2((tl.load(at + 7) - n * n)[:, None] - m * m)


@triton.jit
def _share_held(x):
    """1 - exp(-x) for 0 <= x <= 1 (opacities are at most 1), within 6.7e-8 of itself: Chebyshev interpolation."""
    share = -0.0009125453916188538 * x + 0.00783736380139762
    share = share * x - 0.041418763025030524
    share = share * x + 0.16660967121588122
    share = share * x - 0.4999951599438619
    return x * (share * x + 0.9999999328983433)


@triton.jit
def paint(packed, boxes, starts, pictures, SIZE: tl.constexpr):
    """One tile of one of the pictures (M 3 H W): its splats are rows starts[m] ... starts[m + 1] - 1."""
    picture, row, column = _tile(SIZE)
    x, y = column * TILE + tl.arange(0, TILE), row * TILE + tl.arange(0, TILE)
    columns, rows = x.to(tl.float32), y.to(tl.float32)
    seen = tl.full((TILE, TILE), 1.0, tl.float32)
    red, green, blue = tl.zeros_like(seen), tl.zeros_like(seen), tl.zeros_like(seen)
    stop = tl.load(starts + picture + 1)
    for sieve in range(tl.load(starts + picture), stop, _SIEVE):
        if _any_holds(boxes, sieve, stop, row, column):
            for start in range(sieve, tl.minimum(sieve + _SIEVE, stop), _LANES):
                bits = _which_hold(boxes, start, stop, row, column)
                while bits != 0:
                    bit, lane = _lowest(bits)
                    bits = bits ^ bit
                    at = packed + (start + lane) * PACKED
                    dx, dy = _offsets(at, columns, rows)
                    painted = seen * _share_held(_optical_depth(at, _along(at, dx, dy), dy))
                    seen -= painted
                    red += painted * tl.load(at + 8)
                    green += painted * tl.load(at + 9)
                    blue += painted * tl.load(at + 10)
    out = pictures + picture * (3 * SIZE[0] * SIZE[1]) + y[:, None] * SIZE[1] + x[None, :]
    inside = (y < SIZE[0])[:, None] & (x < SIZE[1])[None, :]
    tl.store(out, tl.minimum(red, 1.0), mask=inside)
    tl.store(out + SIZE[0] * SIZE[1], tl.minimum(green, 1.0), mask=inside)
    tl.store(out + 2 * SIZE[0] * SIZE[1], tl.minimum(blue, 1.0), mask=inside)


@triton.jit
def trace(packed, places, starts, images, sums, SIZE: tl.constexpr):
    """The sums of one tile for each of its splats.

    places = (boxes, first (G): where the sums of a splat begin), images = (pictures, dL/dpictures).
    """
    boxes, first = places
    picture, row, column = _tile(SIZE)
    x, y = column * TILE + tl.arange(0, TILE), row * TILE + tl.arange(0, TILE)
    columns, rows = x.to(tl.float32), y.to(tl.float32)
    where = picture * (3 * SIZE[0] * SIZE[1]) + y[:, None] * SIZE[1] + x[None, :]
    inside = (y < SIZE[0])[:, None] & (x < SIZE[1])[None, :]
    red, green, blue = _planes(images[1] + where, inside, SIZE)
    painted_red, painted_green, painted_blue = _planes(images[0] + where, inside, SIZE)
    rest = red * painted_red + green * painted_green + blue * painted_blue
    seen = tl.full((TILE, TILE), 1.0, tl.float32)
    stop = tl.load(starts + picture + 1)
    for sieve in range(tl.load(starts + picture), stop, _SIEVE):
        if _any_holds(boxes, sieve, stop, row, column):
            for start in range(sieve, tl.minimum(sieve + _SIEVE, stop), _LANES):
                bits = _which_hold(boxes, start, stop, row, column)
                while bits != 0:
                    bit, lane = _lowest(bits)
                    bits = bits ^ bit
                    at = packed + (start + lane) * PACKED
                    dx, dy = _offsets(at, columns, rows)
                    m = _along(at, dx, dy)
                    depth = _optical_depth(at, m, dy)
                    painted = seen * _share_held(depth)
                    seen -= painted
                    q = red * tl.load(at + 8) + green * tl.load(at + 9) + blue * tl.load(at + 10)
                    rest -= painted * q
                    p = depth * (seen * q - rest)
                    place = tl.load(first + start + lane) + _place_in_box(boxes + 2 * (start + lane), row, column)
                    out = sums + place * PARTS
                    _leave_shape(out, p, m, dx, dy)
                    _leave_colour(out + 6, painted, red, green, blue)


@triton.jit
def _planes(at, inside, SIZE: tl.constexpr):
    """Red, green and blue of a tile, zero beyond the edges of the picture."""
    plane: tl.constexpr = SIZE[0] * SIZE[1]
    red, green = tl.load(at, mask=inside, other=0), tl.load(at + plane, mask=inside, other=0)
    return red, green, tl.load(at + 2 * plane, mask=inside, other=0)


@triton.jit
def _place_in_box(box, row, column):
    """Which tile of a box this is, row by row."""
    wide, top = tl.load(box), tl.load(box + 1) & 0xFFFF
    left, right = wide & 0xFFFF, wide >> 16
    return (row - top) * (right - left + 1) + (column - left)


@triton.jit
def _leave_shape(out, p, m, dx, dy):
    along = tl.sum(p, axis=0)  # (columns)
    along_y = tl.sum(p * dy[:, None], axis=0)
    along_yy = tl.sum(p * (dy * dy)[:, None], axis=0)
    tl.store(out, tl.sum(along, axis=0))
    tl.store(out + 1, tl.sum(tl.sum(p * m, axis=0), axis=0))
    tl.store(out + 2, tl.sum(along_y, axis=0))
    tl.store(out + 3, tl.sum(along * dx * dx, axis=0))
    tl.store(out + 4, tl.sum(along_y * dx, axis=0))
    tl.store(out + 5, tl.sum(along_yy, axis=0))


@triton.jit
def _leave_colour(out, painted, red, green, blue):
    tl.store(out, tl.sum(tl.sum(painted * red, axis=0), axis=0))
    tl.store(out + 1, tl.sum(tl.sum(painted * green, axis=0), axis=0))
    tl.store(out + 2, tl.sum(tl.sum(painted * blue, axis=0), axis=0))


@triton.jit
def settle(table, order, packed, first, sums, gradients):
    """Row order[k] of the gradients (G 9) from the sums that lie from first[k] to first[k + 1]."""
    k = tl.program_id(0).to(tl.int64)
    start, stop = tl.load(first + k), tl.load(first + k + 1)
    row = tl.load(order + k) * _FIELDS
    lane = tl.arange(0, _LANES)
    part = tl.arange(0, 16)
    total = tl.zeros((_LANES, 16), tl.float32)
    for place in range(start, stop, _LANES):
        mask = (place + lane < stop)[:, None] & (part < PARTS)[None, :]
        total += tl.load(sums + (place + lane)[:, None] * PARTS + part[None, :], mask=mask, other=0)
    found = tl.sum(total, axis=0)
    p, pm, py = _pick(found, part, 0), _pick(found, part, 1), _pick(found, part, 2)
    along, slant, upright = (tl.load(packed + k * PACKED + 4), tl.load(packed + k * PACKED + 5),
                             tl.load(packed + k * PACKED + 6))  # fmt: skip
    opacity = tl.maximum(tl.load(table + row + 5).to(tl.float32), 1e-37)
    out = gradients + row
    scale: tl.constexpr = 1 / (_ROOT * _ROOT)
    tl.store(out, along * pm * scale)  # a px + b py = P pm, b px + d py = Q pm + R^2 py, in units of _ROOT
    tl.store(out + 1, (slant * pm + upright * upright * py) * scale)
    tl.store(out + 2, -0.5 * _pick(found, part, 3))
    tl.store(out + 3, -_pick(found, part, 4))
    tl.store(out + 4, -0.5 * _pick(found, part, 5))
    tl.store(out + 5, p / opacity)
    tl.store(out + part, found, mask=(part >= 6) & (part < PARTS))


@triton.jit
def _pick(numbers, places, place: tl.constexpr):
    return tl.sum(tl.where(places == place, numbers, 0.0), axis=0)
