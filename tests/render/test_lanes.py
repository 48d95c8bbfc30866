from __future__ import annotations

import numpy as np
import pytest
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from skelbench.render.lanes import Lanes, Memory, summed

POWERS = (1.0, 0.6931472, 0.2402265, 0.0555033, 0.0096185, 0.00134, 0.0001535)  # 2^f by its Taylor series, nearly


def calculation(width: int):
    """Plane 1 = 2^x, plane 2 = 3 x^2 - x + 2 between -5 and 5, plane 3 = lanes times a number where x > 0."""

    @intrinsic
    def compute(typing, address, number):
        def emit(context, builder, signature, arguments):
            memory = Memory(builder, arguments[0], 4 * width, width)
            x = memory[0]
            memory[1] = x.power_of_two(POWERS)
            memory[2] = x.polynomial((2.0, -1.0, 3.0)).within(5)
            counted = Lanes.counting(builder, width) * Lanes.of(builder, arguments[1], width)
            memory[3] = counted.where_above(0.0, x)
            return context.get_dummy_value()

        return types.void(types.uintp, types.float32), emit

    @njit
    def run(planes, number):
        compute(planes.ctypes.data, number)

    return run


@pytest.mark.parametrize("width", [8, 16])
def test_every_operator_does_in_each_lane_what_it_says(width):
    planes = np.zeros((4, width), np.float32)
    planes[0] = x = np.resize(np.array([-99.3, -2.5, -1.0, -0.4, 0.0, 0.7, 1.5, 42.2], np.float32), width)
    calculation(width)(planes, np.float32(0.5))
    np.testing.assert_allclose(planes[1], 2.0 ** x.astype(np.float64), rtol=1e-6)
    np.testing.assert_allclose(planes[2], np.clip(3 * x**2 - x + 2, -5, 5), rtol=1e-6)
    np.testing.assert_allclose(planes[3], np.arange(width) / 2 * (x > 0))


@pytest.mark.parametrize("width", [8, 16])
def test_eight_registers_are_summed_at_once(width):
    @intrinsic
    def add(typing, address):
        def emit(context, builder, signature, arguments):
            memory = Memory(builder, arguments[0], 4 * width, width)
            rows = [memory[plane] for plane in range(8)]
            Memory(builder, arguments[0], 4, 8)[0] = summed(rows)
            return rows[7].total()

        return types.float32(types.uintp), emit

    @njit
    def run(planes):
        return add(planes.ctypes.data)

    planes = np.random.default_rng(0).integers(-9, 9, (8, width)).astype(np.float32)
    wanted = planes.sum(1)
    assert run(planes) == wanted[7]
    np.testing.assert_array_equal(planes.reshape(-1)[:8], wanted)


def test_constants_are_listed_lane_by_lane():
    @intrinsic
    def write(typing, address):
        def emit(context, builder, signature, arguments):
            Memory(builder, arguments[0], 4, 4)[0] = Lanes.listing(builder, (1.0, 2.5, -3.0, 8.0))
            return cgutils.true_bit

        return types.boolean(types.uintp), emit

    @njit
    def run(floats):
        return write(floats.ctypes.data)

    floats = np.zeros(4, np.float32)
    assert run(floats)
    assert floats.tolist() == [1.0, 2.5, -3.0, 8.0]
