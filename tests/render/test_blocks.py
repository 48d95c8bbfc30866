"""One block of one splat against the formula in double precision."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from skelbench.render.blocks import (
    MOST_ROWS,
    NARROW,
    PAINT_PLANES,
    RUN,
    SUMS,
    TRACE_PLANES,
    WIDE,
    flush_tiny,
    paint_block,
    ratios,
    restore,
    trace_block,
)  # fmt: skip

CENTRE, CONIC, OPACITY, COLOUR = (6.3, 9.1), (0.05, 0.02, 0.03), 0.7, (0.9, 0.5, 0.1)


@njit
def paint(address, rows, splat, wide):
    setting = flush_tiny()
    paint_block((address, rows, np.uintp(0)), splat + ratios(splat[4]), wide)
    restore(setting)


@njit
def trace(address, rows, sums, splat, wide):
    trace_block((address, rows, sums), splat + ratios(splat[4]), wide)


def splat():
    numbers = (-CENTRE[0], -CENTRE[1], *CONIC, OPACITY, *COLOUR)
    return tuple(np.float32(number) for number in numbers)


def exact(rows, width):
    """Optical depth, dx and dy of every pixel."""
    dx, dy = np.arange(width) - CENTRE[0], np.arange(rows)[:, None] - CENTRE[1]
    a, b, d = CONIC
    return OPACITY * np.exp(-(a * dx**2 + 2 * b * dx * dy + d * dy**2) / 2), dx, dy


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("rows", [1, RUN, RUN + 1, MOST_ROWS])
def test_a_block_is_painted_as_the_formula_says(width, rows):
    behind = np.random.default_rng(0).uniform(0, 1, (rows, PAINT_PLANES, WIDE)).astype(np.float32)
    strip = behind.copy()
    paint(np.uintp(strip.ctypes.data), np.uintp(rows), splat(), width == WIDE)
    held = -np.expm1(-exact(rows, width)[0])
    for channel in range(3):
        wanted = (1 - held) * behind[:, channel, :width] + held * COLOUR[channel]
        np.testing.assert_allclose(strip[:, channel, :width], wanted, atol=1e-6)
    assert (strip[..., width:] == behind[..., width:]).all()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_sums_are_gradients_of_the_formula(width):
    rng = np.random.default_rng(0)
    strip = rng.normal(size=(20, TRACE_PLANES, WIDE)).astype(np.float32)
    before, sums = strip.astype(np.float64)[..., :width], np.zeros(SUMS, np.float32)
    trace(np.uintp(strip.ctypes.data), np.uintp(20), np.uintp(sums.ctypes.data), splat(), width == WIDE)
    x, dx, dy = exact(20, width)
    seen, rest, *upstream = before.transpose(1, 0, 2)
    after, q = seen * np.exp(-x), sum(c * g for c, g in zip(COLOUR, upstream, strict=True))
    left = rest - (seen - after) * q
    p = x * (after * q - left)
    terms = [p, p * dx, p * dx**2, p * dy, p * dx * dy, p * dy**2, *((seen - after) * g for g in upstream)]
    np.testing.assert_allclose(sums, [term.sum() for term in terms], rtol=2e-5, atol=2e-5)
    np.testing.assert_allclose(strip[:, 0, :width], after, atol=2e-6)
    np.testing.assert_allclose(strip[:, 1, :width], left, atol=2e-6)


def test_ratios_are_exponentials():
    @njit
    def run(d):
        return ratios(d)

    np.testing.assert_allclose(run(np.float32(0.25)), np.exp([-0.25, -0.25 * RUN, -0.25 * RUN**2]), rtol=1e-6)


def test_the_setting_of_the_processor_is_put_back():
    strip = np.ones((1, PAINT_PLANES, WIDE), np.float32)
    paint(np.uintp(strip.ctypes.data), np.uintp(1), splat(), True)
    assert np.float32(2e-38) * np.float32(0.5) > 0
