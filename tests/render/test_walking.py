from __future__ import annotations

import numpy as np

from skelbench.render.blocks import PAINT_PLANES, TRACE_PLANES, WIDE
from skelbench.render.tiles import BAND
from skelbench.render.walking import lay_out, new_pad, paint_one, tile_of, trace_one, under

SIZE = (30, 50)
REACH = np.float32(9.0)


def ellipses():
    """A circle of radius 6 inside, one that hangs over a corner, one outside, one without opacity, a slanted one."""
    rows = [
        [20.0, 10, 0.25, 0, 0.25, 1], [49, 29, 0.25, 0, 0.25, 1], [-9, 5, 0.25, 0, 0.25, 1],
        [20, 10, 0.25, 0, 0.25, 0], [25, 15, 0.2, 0.12, 0.1, 1],
    ]  # fmt: skip
    return np.array([[*row, 1, 1, 1] for row in rows], np.float32).T.copy()


def test_boxes_are_the_pixels_of_the_ellipses():
    splats, boxes = ellipses(), np.empty((4, 5), np.int32)
    lay_out(splats, REACH, SIZE, boxes)
    assert boxes[:, 0].tolist() == [4, 16, 14, 26]
    assert boxes[:, 1].tolist() == [23, 29, 43, 49]
    for place in (2, 3):
        assert boxes[0, place] > boxes[1, place] or boxes[2, place] > boxes[3, place]
    u, v, a, b, d = splats[:5, 4].astype(float)
    dx, dy = np.arange(SIZE[1]) - u, np.arange(SIZE[0])[:, None] - v
    rows, columns = np.nonzero(a * dx**2 + 2 * b * dx * dy + d * dy**2 <= 9)
    assert boxes[:, 4].tolist() == [rows.min(), rows.max(), columns.min(), columns.max()]


def test_a_pad_starts_on_a_cache_line_and_knows_its_tiles():
    memory, pad, marks = new_pad(SIZE, PAINT_PLANES)
    assert pad[0] % 64 == 0
    assert marks.shape == (4, 4)
    address, rows, columns = tile_of(pad, 3, 3)
    assert (rows, columns) == (30 - 3 * BAND, 50 - 3 * WIDE)
    assert address - pad[0] == (3 * 4 + 3) * BAND * PAINT_PLANES * WIDE * 4
    assert address + BAND * PAINT_PLANES * WIDE * 4 <= memory.ctypes.data + memory.nbytes
    assert under(1000, SIZE, 1, 2) == (1000 + 4 * (2 * BAND * 50 + WIDE), 4 * 50, 4 * 30 * 50)


def test_only_tiles_that_splats_touch_are_made_ready():
    splats, depth = ellipses()[:, :2].copy(), np.array([1.0, 2.0], np.float32)
    memory, pad, marks = new_pad(SIZE, PAINT_PLANES)
    paint_one(splats, depth, REACH, SIZE, (pad, marks, np.uintp(0), np.uintp(0)))
    # rows 4 to 16 and columns 14 to 26, its lowest row in the second strip alone; rows 23 to 29, columns 43 to 49
    assert np.argwhere(marks.T).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1], [2, 1], [2, 2], [2, 3], [3, 2], [3, 3]]
    memory, pad, marks = new_pad(SIZE, TRACE_PLANES)
    gradient = np.zeros_like(splats)
    trace_one(splats, depth, REACH, SIZE, (pad, marks, np.uintp(0), np.uintp(0)), gradient)
    assert marks.sum() == 9
    assert (gradient == 0).all()
    assert memory.size
