"""What the arithmetic alone costs: the pairs of Gaussian and pixel that count, times two exponentials each."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from torch import Tensor

from skelbench.render.blocks import WIDE
from skelbench.render.draction import DrActionConfig
from skelbench.render.footprint import footprints
from skelbench.render.lanes import Lanes
from skelbench.render.measure.clock import least_ms
from skelbench.render.posing import gather_cloud, poses_of
from skelbench.render.rig import rig_of
from skelbench.render.scene import Scene

__all__ = ["count_pairs", "floor_ms", "library_pair_ns", "pair_ns"]

# 2^f on [-1/2, 1/2] and (1 - exp(-x)) / x on [0, 1], Chebyshev interpolation, relative error 1e-7: the shortest
# polynomials that hold single precision.
_POWER_OF_TWO = (1.0000000754548972, 0.6931471880262273, 0.2402210748530968, 0.05550357114222094, 0.009676031918255982,
                 0.001339086336353527)  # fmt: skip
_SHARE_HELD = (0.9999999328983433, -0.4999951599438619, 0.16660967121588122, -0.041418763025030524,
               0.00783736380139762, -0.0009125453916188538)  # fmt: skip
_PAIRS = 1 << 19  # of the calibration
_STREAMS = 4  # independent chains, so that the processor waits for none of them


def count_pairs(positions: Tensor, scene: Scene, config: DrActionConfig) -> int:
    """Pixels inside a Gaussian's cut ellipse, over all Gaussians and frames of a clip (1 T P J 3)."""
    rig = rig_of(scene.topology, config.samples_per_bone, config.joint_radius, config.bone_radius)
    cloud = gather_cloud([poses_of(positions, scene, config.velocity)], [rig])
    ellipses = footprints(cloud).detach().double().numpy()[cloud.visible.numpy() > 0]
    height, width = scene.camera.size
    return sum(_pixels_inside(ellipse, -2 * math.log(config.cut), height, width) for ellipse in ellipses)


def _pixels_inside(ellipse: Any, reach: float, height: int, width: int) -> int:
    """Pixels with a dx^2 + 2 b dx dy + d dy^2 <= reach, counted row by row."""
    u, v, a, b, d = ellipse
    extent = math.sqrt(reach * a / (a * d - b * b))
    rows = np.arange(max(0, math.ceil(v - extent)), min(height - 1, math.floor(v + extent)) + 1)
    dy = rows - v
    half = np.sqrt(np.maximum((b * dy) ** 2 - a * (d * dy**2 - reach), 0)) / a
    middle = u - b * dy / a
    first = np.maximum(np.ceil(middle - half), 0)
    last = np.minimum(np.floor(middle + half), width - 1)
    return int(np.maximum(last - first + 1, 0).sum())


@lru_cache(maxsize=1)
def pair_ns() -> float:
    """Nanoseconds of one core for the two exponentials of a pair, in vector registers as the kernels compute them."""
    blocks = _PAIRS // (WIDE * _STREAMS)
    return least_ms(lambda: _exponentials(blocks, np.float32(-3.0)), repeats=30, seconds=0.2) * 1e6 / _PAIRS


@lru_cache(maxsize=1)
def library_pair_ns() -> float:
    """Nanoseconds of one core for two exponentials of torch, the library's own vectorised ones, in the first cache."""
    values = torch.linspace(-5.0, 0.0, 4096)
    out = torch.empty_like(values)

    def many() -> None:
        for _ in range(50):
            torch.exp(values, out=out)

    return 2 * least_ms(many, repeats=30, seconds=0.2) * 1e6 / (50 * len(values))


def floor_ms(pairs: int) -> float:
    """Milliseconds of one core below which no renderer that computes every pair can come."""
    return pairs * pair_ns() / 1e6


def _type_pairs(typing: Any, count: Any, start: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        blocks, first = arguments
        zero = Lanes.of(builder, 0.0, WIDE).value
        totals = [cgutils.alloca_once_value(builder, zero) for _ in range(_STREAMS)]  # type: ignore[no-untyped-call]
        with cgutils.for_range(builder, blocks) as loop:
            along = Lanes.of(builder, builder.sitofp(loop.index, zero.type.element), WIDE)
            for stream, total in enumerate(totals):
                t = Lanes.of(builder, first, WIDE) - (along + stream) * 1e-5
                x = t.power_of_two(_POWER_OF_TWO)
                alpha = x * x.polynomial(_SHARE_HELD)
                builder.store((Lanes(builder, builder.load(total)) + alpha).value, total)
        together = Lanes(builder, builder.load(totals[0]))
        for total in totals[1:]:
            together = together + Lanes(builder, builder.load(total))
        return builder.extract_element(together.value, cgutils.int32_t(0))

    return types.float32(types.intp, types.float32), emit


_pairs_of: Any = intrinsic(_type_pairs)


@njit(nogil=True, cache=True, error_model="numpy")
def _exponentials(blocks, start):  # type: ignore[no-untyped-def]
    return _pairs_of(blocks, start)
