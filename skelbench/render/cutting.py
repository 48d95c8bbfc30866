"""Patches that splats touch, painted and traced back without the pictures they would be cut from (numba, no GIL).

A patch is touched where the middle of one of its pixels lies inside the ellipse of a splat. Patches of a picture are
kept in the order of rows, then columns.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from skelbench.render.blocks import WIDE
from skelbench.render.tiles import BAND, clear_traced_tile, copy_span, place_span
from skelbench.render.walking import lay_out, tile_of

__all__ = ["cut_out", "mark_patches", "put_back"]

_FLAGS = {"contract", "nsz", "arcp"}
_ZERO, _ONE = np.float32(0), np.float32(1)


@njit(nogil=True, cache=True, error_model="numpy")
def _all_marked(mask, box, patch):  # type: ignore[no-untyped-def]
    for row in range(box[0] // patch, box[1] // patch + 1):
        for column in range(box[2] // patch, box[3] // patch + 1):
            if not mask[row, column]:
                return False
    return True


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _mark(splats, place, reach, box, grid):  # type: ignore[no-untyped-def]
    """Mark the patches of a splat, row by row of pixels."""
    mask, patch, width = grid
    u, v, a, b, d = splats[0, place], splats[1, place], splats[2, place], splats[3, place], splats[4, place]
    lean, wide, shrink = b / a, reach / a, (a * d - b * b) / (a * a)
    for y in range(box[0], box[1] + 1):
        dy = np.float32(y) - v
        half = np.sqrt(max(wide - dy * dy * shrink, _ZERO))
        first = int(np.ceil(max(u - lean * dy - half, _ZERO)))
        last = int(np.floor(min(u - lean * dy + half, np.float32(width - 1))))
        if first <= last:
            for column in range(first // patch, last // patch + 1):
                mask[y // patch, column] = True


@njit(nogil=True, cache=True, error_model="numpy")
def mark_patches(images, splats, starts, reach, grid):  # type: ignore[no-untyped-def]
    """Mark what splats (9 G) touch in images[0] ... images[1] - 1; `grid` = (mask (M rows columns), patch, size)."""
    masks, patch, size = grid
    for image in range(images[0], images[1]):
        here, mask = splats[:, starts[image] : starts[image + 1]], masks[image]
        boxes = np.empty((4, here.shape[1]), np.int32)
        lay_out(here, reach, size, boxes)
        for place in range(here.shape[1]):
            box = (boxes[0, place], boxes[1, place], boxes[2, place], boxes[3, place])
            if box[0] <= box[1] and box[2] <= box[3] and not _all_marked(mask, box, patch):
                _mark(here, place, reach, box, (mask, patch, size[1]))


@njit(nogil=True, cache=True, error_model="numpy")
def _cut_out(pad, marks, corner, patch):  # type: ignore[no-untyped-def]
    """Copy a patch (3 p p) from a pad; tiles nothing was drawn on are black."""
    side = patch.shape[1]
    for row in range(side):
        y, x = corner[0] + row, corner[1]
        while x < corner[1] + side:
            strip = x // WIDE
            stop = min(corner[1] + side, (strip + 1) * WIDE)
            for channel in range(3):
                if marks[strip, y // BAND]:
                    source = _pixel(pad, strip, y, x) + np.uintp(channel * WIDE * 4)
                    target = patch.ctypes.data + 4 * ((channel * side + row) * side + x - corner[1])
                    copy_span(np.uintp(target), source, np.uintp(stop - x))
                else:
                    patch[channel, row, x - corner[1] : stop - corner[1]] = _ZERO
            x = stop


@njit(nogil=True, cache=True, error_model="numpy")
def _pixel(pad, strip, y, x):  # type: ignore[no-untyped-def]
    """Address of a pixel in the first plane of a pad."""
    return tile_of(pad, strip, 0)[0] + np.uintp(4 * (y * pad[1] * WIDE + x % WIDE))


@njit(nogil=True, cache=True, error_model="numpy")
def _put_back(pad, marks, corner, colours, upstream):  # type: ignore[no-untyped-def]
    """Write what is left to paint, and the gradient, of a patch (3 p p) on a pad."""
    side = colours.shape[1]
    for row in range(side):
        y, x = corner[0] + row, corner[1]
        while x < corner[1] + side:
            strip = x // WIDE
            stop = min(corner[1] + side, (strip + 1) * WIDE)
            if not marks[strip, y // BAND]:
                marks[strip, y // BAND] = 1
                clear_traced_tile(tile_of(pad, strip, y // BAND)[0])
            offset = 4 * (row * side + x - corner[1])
            places = (np.uintp(colours.ctypes.data + offset), np.uintp(upstream.ctypes.data + offset))
            place_span(_pixel(pad, strip, y, x), places, np.uintp(4 * side * side), np.uintp(stop - x))
            x = stop


@njit(nogil=True, cache=True, error_model="numpy")
def cut_out(pad, marks, mask, patches):  # type: ignore[no-untyped-def]
    """Copy the marked patches of a picture from its pad to patches (K 3 p p)."""
    side, number = patches.shape[2], 0
    for row in range(mask.shape[0]):
        for column in range(mask.shape[1]):
            if mask[row, column]:
                _cut_out(pad, marks, (row * side, column * side), patches[number])
                number += 1


@njit(nogil=True, cache=True, error_model="numpy")
def put_back(pad, marks, mask, patches, upstream):  # type: ignore[no-untyped-def]
    """Write what is left to paint, and the gradient, of the marked patches of a picture on its pad."""
    side, number = patches.shape[2], 0
    for row in range(mask.shape[0]):
        for column in range(mask.shape[1]):
            if mask[row, column]:
                _put_back(pad, marks, (row * side, column * side), patches[number], upstream[number])
                number += 1
