from __future__ import annotations

import numpy as np
from numba import njit, types
from numba.extending import intrinsic

from skelbench.render.lanes import LANES, Lanes, Memory


@intrinsic
def _compute(typing, address, stride, number):
    """Plane 1 = 2^round(x) (1 + x - n), plane 2 = max(3 x^2 - x + 2, 5), from x in plane 0; plane 3 counts."""

    def emit(context, builder, signature, arguments):
        address, stride, number = arguments
        memory = Memory(builder, address, stride)
        x = memory[0]
        whole = x.rounded()
        memory[1] = (x - whole + 1).times_power_of_two(whole)
        memory[2] = x.polynomial((2.0, -1.0, 3.0)).at_least(5)
        memory[3] = Lanes.counting(builder) * Lanes.of(builder, number)
        return context.get_dummy_value()

    return types.void(types.uintp, types.uintp, types.float32), emit


@njit
def compute(planes, number):
    _compute(planes.ctypes.data, np.uintp(planes.strides[0]), number)


def test_every_operator_does_in_each_lane_what_it_says():
    planes = np.zeros((4, LANES), np.float32)
    planes[0] = x = np.array([-9.3, -2.5, -1.0, -0.4, 0.0, 0.7, 1.5, 4.2], np.float32)
    compute(planes, np.float32(0.5))
    np.testing.assert_allclose(planes[1], 2 ** np.rint(x) * (1 + x - np.rint(x)), rtol=1e-6)
    np.testing.assert_allclose(planes[2], np.maximum(3 * x**2 - x + 2, 5), rtol=1e-6)
    np.testing.assert_allclose(planes[3], np.arange(LANES) / 2)
