from __future__ import annotations

import numpy as np
import pytest

from skelbench.render.cutting import mark_patches
from skelbench.render.kernels import paint, trace_back

REACH = np.float32(-2 * np.log(1e-6))
STARTS, SIZE = np.array([0, 0, 2, 2]), (20, 40)
# one splat of half a pixel on the crossing of four patches of ten, one of a tenth of a pixel inside another
SPLATS = np.array(
    [[19.5, 9.5, 4, 0, 4, 0.5, 1, 0.5, 0.25], [33.0, 12.0, 100, 0, 100, 0.5, 1, 1, 1]], np.float32
).T.copy()
DEPTH = np.array([2.0, 1.0], np.float32)


@pytest.fixture
def mask():
    marked = np.zeros((3, 2, 4), bool)
    mark_patches((0, 3), SPLATS, STARTS, REACH, (marked, 10, SIZE))
    return marked


def test_the_patches_of_a_splat_are_marked(mask):
    assert mask[0].sum() == mask[2].sum() == 0
    assert mask[1].tolist() == [[False, True, True, False], [False, True, True, True]]


def test_painted_and_traced_patches_are_those_of_whole_pictures(mask):
    whole, patches = np.empty((3, 3, *SIZE), np.float32), np.empty((5, 3, 10, 10), np.float32)
    firsts = np.array([0, 0, 5, 5])
    nothing = (np.zeros((0, 0, 0), bool), np.zeros(0, np.int64))
    paint((0, 3), SPLATS, DEPTH, STARTS, REACH, (whole, *nothing, SIZE))
    paint((0, 3), SPLATS, DEPTH, STARTS, REACH, (patches, mask, firsts, SIZE))
    grid = whole.reshape(3, 3, 2, 10, 4, 10).transpose(0, 2, 4, 1, 3, 5)
    np.testing.assert_array_equal(grid[mask], patches)
    upstream = np.random.default_rng(0).normal(size=patches.shape).astype(np.float32)
    scattered = np.zeros_like(grid)
    scattered[mask] = upstream
    scattered = np.ascontiguousarray(scattered.transpose(0, 3, 1, 4, 2, 5).reshape(whole.shape))
    found, wanted = np.zeros_like(SPLATS), np.zeros_like(SPLATS)
    trace_back((0, 3), SPLATS, DEPTH, STARTS, REACH, (patches, upstream, found, mask, firsts, SIZE))
    trace_back((0, 3), SPLATS, DEPTH, STARTS, REACH, (whole, scattered, wanted, *nothing, SIZE))
    np.testing.assert_array_equal(found, wanted)
    assert np.abs(found).max() > 0
