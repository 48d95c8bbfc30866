"""Splats of one picture, drawn or traced back one after the other on a pad (numba, single precision, no GIL).

A splat is a column of nine numbers: u v (pixels), the conic a b d, the opacity o, and the colour r g b. It is drawn on
the pixels of its ellipse a dx^2 + 2 b dx dy + d dy^2 <= reach, in blocks (`blocks`); pixels of a block that lie outside
the ellipse are drawn too (they are below the cut). A tile of the pad (`tiles`) is made ready when it is first touched.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from skelbench.render.blocks import (
    MOST_ROWS,
    NARROW,
    PAINT_PLANES,
    SUMS,
    WIDE,
    paint_block,
    ratios,
    trace_block,
)
from skelbench.render.order import nearest_first
from skelbench.render.tiles import BAND, clear_tile, clear_traced_tile, fetch_tile

__all__ = ["lay_out", "new_pad", "paint_one", "tile_of", "trace_one", "under"]

_ZERO, _ONE, _HALF = np.float32(0), np.float32(1), np.float32(0.5)
_FAINTEST = 120 / np.log2(np.e)  # squared ellipse radius / (1 - tilt) at which a weight is too small for a float
_FLAGS = {"contract", "nsz", "arcp"}


@njit(nogil=True, cache=True, error_model="numpy")
def new_pad(size, planes):  # type: ignore[no-untyped-def]
    """Memory for a pad, where in it the pad starts (on a cache line), and marks of tiles (strips bands)."""
    strips, bands = (size[1] + WIDE - 1) // WIDE, (size[0] + BAND - 1) // BAND
    memory = np.empty(strips * bands * BAND * planes * WIDE + 16, np.float32)
    start = (memory.ctypes.data + 63) // 64 * 64
    return memory, (np.uintp(start), planes, size), np.zeros((strips, bands), np.uint8)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def lay_out(splats, reach, size, boxes):  # type: ignore[no-untyped-def]
    """First row, last row, first column and last column (4 n) of each splat; last < first where nothing is drawn."""
    u, v, a, b, d, opacity = splats[0], splats[1], splats[2], splats[3], splats[4], splats[5]
    tops, bottoms, lefts, rights = boxes[0], boxes[1], boxes[2], boxes[3]
    height, width = np.float32(size[0] - 1), np.float32(size[1] - 1)
    for place in range(len(u)):
        spread = reach / (a[place] * d[place] - b[place] * b[place])
        high, wide = np.sqrt(spread * a[place]), np.sqrt(spread * d[place])
        drawn = opacity[place] > 0
        tops[place] = np.int32(np.ceil(min(max(v[place] - high, _ZERO), height + _ONE)))
        bottoms[place] = np.int32(np.floor(max(min(v[place] + high, height), -_ONE))) if drawn else -1
        lefts[place] = np.int32(np.ceil(min(max(u[place] - wide, _ZERO), width + _ONE)))
        rights[place] = np.int32(np.floor(max(min(u[place] + wide, width), -_ONE)))


@njit(nogil=True, cache=True, error_model="numpy")
def _order(boxes, depth):  # type: ignore[no-untyped-def]
    """Splats that touch the picture, nearest first."""
    rows = np.empty(boxes.shape[1], np.int32)
    count = 0
    for place in range(boxes.shape[1]):
        if boxes[0, place] <= boxes[1, place] and boxes[2, place] <= boxes[3, place]:
            rows[count] = place
            count += 1
    return nearest_first(depth, rows[:count])


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _rows_at_once(splat, reach):  # type: ignore[no-untyped-def]
    """How many rows may be drawn by multiplication: a pixel that is too faint for a float at the first stays black."""
    tilt = abs(splat[3]) / np.sqrt(splat[2] * splat[4])
    if reach <= np.float32(_FAINTEST) * (_ONE - tilt):
        return MOST_ROWS
    return 1 + int(max(_ZERO, np.sqrt(np.float32(_FAINTEST)) - np.sqrt(reach)) / np.sqrt(splat[4]))


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _rows_of_block(splat, box, reach, columns):  # type: ignore[no-untyped-def]
    """First and last row of the ellipse within some columns (dx from ... to)."""
    v, a, b, d = splat[1], splat[2], splat[3], splat[4]
    area, (near, far) = a * d - b * b, columns
    lean = b / a * np.sqrt(reach * a / area)  # dx at the topmost point; -lean at the lowest
    upper, lower = min(max(lean, near), far), min(max(-lean, near), far)
    above = b * upper + np.sqrt(max(reach * d - area * upper * upper, _ZERO))
    below = b * lower - np.sqrt(max(reach * d - area * lower * lower, _ZERO))
    return max(box[0], int(np.ceil(v - above / d))), min(box[1], int(np.floor(v - below / d)))


@njit(nogil=True, cache=True, error_model="numpy")
def tile_of(pad, strip, band):  # type: ignore[no-untyped-def]
    """Address of a tile, and its rows and columns that lie in the picture."""
    address, planes, (height, width) = pad
    bands = (height + BAND - 1) // BAND
    address += np.uintp((strip * bands + band) * BAND * planes * WIDE * 4)
    return address, np.uintp(min(BAND, height - band * BAND)), np.uintp(min(WIDE, width - strip * WIDE))


@njit(nogil=True, cache=True, error_model="numpy")
def under(picture, size, strip, band):  # type: ignore[no-untyped-def]
    """Where a tile lies in a picture (3 H W) at an address."""
    row, channel = 4 * size[1], 4 * size[0] * size[1]
    return picture + np.uintp(band * BAND * row + strip * WIDE * 4), np.uintp(row), np.uintp(channel)


@njit(nogil=True, cache=True, error_model="numpy")
def _make_ready(paper, strip, top, bottom):  # type: ignore[no-untyped-def]
    """Tiles of a strip that no splat has touched yet."""
    pad, marks, frame, upstream = paper
    for band in range(top // BAND, bottom // BAND + 1):
        if not marks[strip, band]:
            marks[strip, band] = 1
            tile = tile_of(pad, strip, band)
            if pad[1] == PAINT_PLANES:
                clear_tile(tile[0])
            elif frame:
                fetch_tile(tile, under(frame, pad[2], strip, band), under(upstream, pad[2], strip, band))
            else:
                clear_traced_tile(tile[0])


@njit(nogil=True, cache=True, error_model="numpy")
def _draw_rows(pad, where, what, wide):  # type: ignore[no-untyped-def]
    if pad[1] == PAINT_PLANES:
        paint_block(where, what, wide)
    else:
        trace_block(where, what, wide)


@njit(nogil=True, cache=True, error_model="numpy")
def _walk(splat, box, reach, paper, sums):  # type: ignore[no-untyped-def]
    """Paint or trace back (the planes of the pad tell) one splat, block by block.

    `paper`: the pad, marks of its tiles that are ready, the addresses of the picture and of its gradient, if any.
    """
    u, v, a, b, d = splat[0], splat[1], splat[2], splat[3], splat[4]
    pad, most, ladder = paper[0], _rows_at_once(splat, reach), ratios(d)
    row_bytes = pad[1] * WIDE * 4
    for strip in range(box[2] // WIDE, box[3] // WIDE + 1):
        first, last = max(box[2], strip * WIDE), min(box[3], strip * WIDE + WIDE - 1)
        wide = first // NARROW != last // NARROW
        top, bottom = box[0], box[1]
        if box[3] - box[2] > NARROW and (first > box[2] or last < box[3]):
            top, bottom = _rows_of_block(splat, box, reach, (np.float32(first) - u, np.float32(last) - u))
        _make_ready(paper, strip, top, bottom)
        x = strip * WIDE if wide else first // NARROW * NARROW
        address = tile_of(pad, strip, 0)[0] + np.uintp(top * row_bytes + 4 * (x - strip * WIDE))
        while top <= bottom:
            rows = min(most, bottom + 1 - top)
            what = (np.float32(x) - u, np.float32(top) - v, a, b, d, splat[5], splat[6], splat[7], splat[8], *ladder)
            _draw_rows(pad, (address, np.uintp(rows), sums), what, wide)
            top += rows
            address += np.uintp(rows * row_bytes)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _splat_of(splats, g):  # type: ignore[no-untyped-def]
    shape = (splats[0, g], splats[1, g], splats[2, g], splats[3, g], splats[4, g])
    return (*shape, splats[5, g], splats[6, g], splats[7, g], splats[8, g])


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _collect(splat, total, gradients, g):  # type: ignore[no-untyped-def]
    """The gradient of one splat, from sums over its pixels."""
    a, b, d = splat[2], splat[3], splat[4]
    p, px, pxx, py, pxy, pyy = total[0], total[1], total[2], total[3], total[4], total[5]
    gradients[0, g], gradients[1, g] = a * px + b * py, b * px + d * py
    gradients[2, g], gradients[3, g], gradients[4, g] = -_HALF * pxx, -pxy, -_HALF * pyy
    gradients[5, g] = p / splat[5]
    gradients[6, g], gradients[7, g], gradients[8, g] = total[6], total[7], total[8]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def paint_one(splats, depth, reach, size, paper):  # type: ignore[no-untyped-def]
    """Draw the splats (9 n) of one picture on a pad, farthest first."""
    boxes = np.empty((4, splats.shape[1]), np.int32)
    lay_out(splats, reach, size, boxes)
    for place in _order(boxes, depth)[::-1]:
        box = (boxes[0, place], boxes[1, place], boxes[2, place], boxes[3, place])
        _walk(_splat_of(splats, place), box, reach, paper, np.uintp(0))


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def trace_one(splats, depth, reach, size, paper, gradients):  # type: ignore[no-untyped-def]
    """Gradients (9 n) of the splats of one picture."""
    boxes, sums = np.empty((4, splats.shape[1]), np.int32), np.empty(SUMS, np.float32)
    lay_out(splats, reach, size, boxes)
    for place in _order(boxes, depth):
        splat = _splat_of(splats, place)
        box = (boxes[0, place], boxes[1, place], boxes[2, place], boxes[3, place])
        sums[:] = 0
        _walk(splat, box, reach, paper, np.uintp(sums.ctypes.data))
        _collect(splat, sums, gradients, place)
