from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from skelbench.render.blocks import PAINT_PLANES, TRACE_PLANES, WIDE
from skelbench.render.tiles import BAND, clear_tile, clear_traced_tile, fetch_tile, lay_down_tile

SIZE = (11, 21)  # the second tile each way is cut off by the edge


def where(picture, row, column):
    address = picture.ctypes.data + row * picture.strides[1] + column * picture.strides[2]
    return np.uintp(address), np.uintp(picture.strides[1]), np.uintp(picture.strides[0])


def extent(tile, row, column):
    return np.uintp(tile.ctypes.data), np.uintp(min(BAND, SIZE[0] - row)), np.uintp(min(WIDE, SIZE[1] - column))


@njit
def clear(address):
    clear_tile(address)


@njit
def clear_traced(address):
    clear_traced_tile(address)


@njit
def fetch(tile, frame, upstream):
    fetch_tile(tile, frame, upstream)


@njit
def lay_down(tile, picture):
    lay_down_tile(tile, picture)


def test_a_cleared_tile_is_black_and_one_for_the_way_back_lets_everything_through():
    tile = np.full((BAND, PAINT_PLANES, WIDE), 7, np.float32)
    clear(np.uintp(tile.ctypes.data))
    assert (tile == 0).all()
    tile = np.full((BAND, TRACE_PLANES, WIDE), 7, np.float32)
    clear_traced(np.uintp(tile.ctypes.data))
    assert (tile[:, 0] == 1).all()
    assert (tile[:, 1:] == 0).all()


@pytest.mark.parametrize(("row", "column"), [(0, 0), (0, WIDE), (BAND, 0), (BAND, WIDE)])
def test_a_tile_is_laid_down_where_the_picture_is_and_nowhere_else(row, column):
    rng = np.random.default_rng(0)
    tile = rng.uniform(0, 1.2, (BAND, PAINT_PLANES, WIDE)).astype(np.float32)
    picture = np.full((3, *SIZE), 7, np.float32)
    lay_down(extent(tile, row, column), where(picture, row, column))
    wanted = np.full((3, *SIZE), 7, np.float32)
    inside = wanted[:, row : row + BAND, column : column + WIDE]
    inside[:] = np.minimum(tile, 1).transpose(1, 0, 2)[:, : inside.shape[1], : inside.shape[2]]
    np.testing.assert_array_equal(picture, wanted)


@pytest.mark.parametrize(("row", "column"), [(0, 0), (BAND, WIDE)])
def test_a_fetched_tile_knows_what_is_left_to_paint_and_sees_no_gradient_beyond_the_edge(row, column):
    rng = np.random.default_rng(0)
    frame, upstream = rng.normal(size=(2, 3, *SIZE)).astype(np.float32)
    tile = np.full((BAND, TRACE_PLANES, WIDE), 7, np.float32)
    fetch(extent(tile, row, column), where(frame, row, column), where(upstream, row, column))
    g = upstream[:, row : row + BAND, column : column + WIDE]
    inside = tile[: g.shape[1], :, : g.shape[2]]
    np.testing.assert_allclose(inside[:, 1], (g * frame[:, row : row + BAND, column : column + WIDE]).sum(0), atol=1e-6)
    np.testing.assert_array_equal(inside[:, 2:], g.transpose(1, 0, 2))
    assert (tile[: g.shape[1], 0] == 1).all()
    assert (tile[: g.shape[1], 1:, g.shape[2] :] == 0).all()
