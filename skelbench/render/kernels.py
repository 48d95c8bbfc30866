"""Culled compositing of whole pictures, forward and in one backward pass (numba, single precision, no GIL)."""

from __future__ import annotations

import numpy as np
from numba import njit

from skelbench.render.blocks import PAINT_PLANES, TRACE_PLANES, flush_tiny, restore
from skelbench.render.cutting import cut_out, put_back
from skelbench.render.tiles import lay_down_tile
from skelbench.render.walking import new_pad, paint_one, tile_of, trace_one, under

__all__ = ["paint", "trace_back"]


@njit(nogil=True, cache=True, error_model="numpy")
def _lay_down(pad, marks, picture):  # type: ignore[no-untyped-def]
    """Copy what was drawn into a black picture at an address."""
    for band in range(marks.shape[1]):
        for strip in range(marks.shape[0]):
            if marks[strip, band]:
                lay_down_tile(tile_of(pad, strip, band), under(picture, pad[2], strip, band))


@njit(nogil=True, cache=True, error_model="numpy")
def paint(images, splats, depth, starts, reach, out):  # type: ignore[no-untyped-def]
    """Draw images[0] ... images[1] - 1: splats (9 G), starts[m] ... starts[m+1] - 1 of them on picture m.

    `out` = (pictures (M 3 H W), mask, firsts, size) with no mask (0 rows columns); or, with a mask (M rows columns) of
    patches, the patches (K 3 p p) in place of pictures, and the number of each picture's first one. It is one kernel
    for both, so that both are equal to the last bit.
    """
    setting = flush_tiny()
    pictures, masks, firsts, size = out
    memory, pad, marks = new_pad(size, PAINT_PLANES)
    paper = (pad, marks, np.uintp(0), np.uintp(0))
    for image in range(images[0], images[1]):
        first, last = starts[image], starts[image + 1]
        marks[:] = 0
        paint_one(splats[:, first:last], depth[first:last], reach, size, paper)
        if len(masks):
            cut_out(pad, marks, masks[image], pictures[firsts[image] :])
        else:
            pictures[image] = 0
            _lay_down(pad, marks, np.uintp(pictures.ctypes.data + image * pictures.strides[0]))
    restore(setting)
    memory[0] = 0  # until here the pad must live


@njit(nogil=True, cache=True, error_model="numpy")
def trace_back(images, splats, depth, starts, reach, painted):  # type: ignore[no-untyped-def]
    """Gradients of splats from what `paint` drew and dL/d of that.

    `painted` = (pictures or patches, their gradient, gradients (9 G) to be written, mask, firsts, size).
    """
    setting = flush_tiny()
    pictures, upstream, gradients, masks, firsts, size = painted
    memory, pad, marks = new_pad(size, TRACE_PLANES)
    paper = (pad, marks, np.uintp(0), np.uintp(0))
    for image in range(images[0], images[1]):
        first, last = starts[image], starts[image + 1]
        marks[:] = 0
        if len(masks):
            put_back(pad, marks, masks[image], pictures[firsts[image] :], upstream[firsts[image] :])
        else:
            offset = image * pictures.strides[0]
            paper = (pad, marks, np.uintp(pictures.ctypes.data + offset), np.uintp(upstream.ctypes.data + offset))
        trace_one(splats[:, first:last], depth[first:last], reach, size, paper, gradients[:, first:last])
    restore(setting)
    memory[0] = 0  # until here the pad must live
