"""The looks of Gaussians on bodies, forward and backward, in one walk over each body (numba, no GIL).

The formulas are those of `appearance`: the modulation 10 -> 64 -> 5, whose last four inputs never change with the pose
and are folded into its bias, the two sigmoids of the opacity, the depth colour. The hidden layer lives in registers and
is computed again on the way back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from skelbench.render.blocks import WIDE
from skelbench.render.lanes import Lanes, Memory, power_of_two
from skelbench.render.wearing import MOTION, VISIBLE

__all__ = ["CHANGE", "depth_bounds", "shade_bodies", "trace_bounds", "trace_looks"]

CHANGE = 5  # what modulation changes: red, green, blue, opacity, gate
_ZERO, _ONE, _TWO, _HALF = np.float32(0), np.float32(1), np.float32(2), np.float32(0.5)
_FLAGS = {"contract", "nsz", "arcp"}
_LOG2_E = math.log2(math.e)


def _bytes(count: int) -> int:
    return 4 * count


def _numbers(builder: Any, address: Any, count: int) -> list[Lanes]:
    """Consecutive floats, each in every lane."""
    found = []
    for place in range(count):
        pointer = builder.inttoptr(builder.add(address, address.type(4 * place)), ir.PointerType())
        found.append(Lanes.of(builder, builder.load(pointer, typ=ir.FloatType()), WIDE))
    return found


def _rows(builder: Any, address: Any, stride: Any, count: int) -> list[Any]:
    """Addresses of consecutive rows."""
    return [builder.add(address, builder.mul(stride, stride.type(row))) for row in range(count)]


def _at(builder: Any, address: Any) -> Memory:
    return Memory(builder, address, 0, WIDE)


def _sigmoid(x: Lanes) -> Lanes:
    return (power_of_two(x * -_LOG2_E) + 1.0).inverse()


def _dot(start: Lanes, first: Sequence[Lanes], second: Sequence[Lanes]) -> Lanes:
    for one, other in zip(first, second, strict=True):
        start = start + one * other
    return start


_MODULATION = types.UniTuple(types.uintp, 6)  # type: ignore[no-untyped-call]


def _type_modulate(typing: Any, where: Any, hidden: Any) -> Any:
    """Change of `WIDE` Gaussians; the addresses of their motion, biases, W1, W2, b2 and sigmoid of raw opacity.

    The change (5) lies behind the motion (6), a row of a body after the other; biases lie unit by unit. The opacity's
    and the gate's change are kept as the sigmoids they end up in.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        motion, bias, first, second, last, look = cgutils.unpack_tuple(builder, arguments[0])  # type: ignore[no-untyped-call]
        hidden, stride = cgutils.unpack_tuple(builder, arguments[1])  # type: ignore[no-untyped-call]
        rows = _rows(builder, motion, stride, MOTION + CHANGE)
        moving = [_at(builder, row)[0] for row in rows[:MOTION]]
        totals = [cgutils.alloca_once_value(builder, number.value) for number in _numbers(builder, last, CHANGE)]  # type: ignore[no-untyped-call]
        with cgutils.for_range(builder, hidden) as loop:
            start = _at(builder, builder.add(bias, builder.mul(loop.index, stride)))[0]
            w1 = builder.add(first, builder.mul(loop.index, stride.type(_bytes(MOTION))))
            w2 = builder.add(second, builder.mul(loop.index, stride.type(_bytes(CHANGE))))
            unit = _dot(start, moving, _numbers(builder, w1, MOTION))
            unit = unit.where_above(0.0, unit)
            for total, weight in zip(totals, _numbers(builder, w2, CHANGE), strict=True):
                builder.store((Lanes(builder, builder.load(total)) + unit * weight).value, total)
        change = [Lanes(builder, builder.load(total)) for total in totals]
        change[3] = _sigmoid(change[3] + _at(builder, look)[0])
        change[4] = _sigmoid(change[4])
        for row, value in zip(rows[MOTION:], change, strict=True):
            _at(builder, row)[0] = value
        return context.get_dummy_value()

    pair = types.UniTuple(types.uintp, 2)  # type: ignore[no-untyped-call]
    return types.void(_MODULATION, pair), generate


_modulate: Any = intrinsic(_type_modulate)


def _type_trace_unit(typing: Any, where: Any, sums: Any, size: Any) -> Any:
    """One hidden unit of all Gaussians of a body, on the way back.

    `where`: addresses of the motion, of the gradient (5) of its change behind what reaches the motion (6), the unit's
    biases and their gradient, its rows of W1 and W2; `sums`: address of the gradients of those two rows.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        motion, flow, bias, to_bias, first, second = cgutils.unpack_tuple(builder, arguments[0])  # type: ignore[no-untyped-call]
        blocks, stride = cgutils.unpack_tuple(builder, arguments[2])  # type: ignore[no-untyped-call]
        w1, w2 = _numbers(builder, first, MOTION), _numbers(builder, second, CHANGE)
        zero = Lanes.of(builder, 0.0, WIDE).value
        totals = [cgutils.alloca_once_value(builder, zero) for _ in range(MOTION + CHANGE)]  # type: ignore[no-untyped-call]
        with cgutils.for_range(builder, blocks) as loop:
            on = builder.mul(loop.index, stride.type(_bytes(WIDE)))
            moving = [_at(builder, row)[0] for row in _rows(builder, builder.add(motion, on), stride, MOTION)]
            flows = [_at(builder, row) for row in _rows(builder, builder.add(flow, on), stride, MOTION + CHANGE)]
            upstream = [memory[0] for memory in flows[MOTION:]]
            before = _dot(_at(builder, builder.add(bias, on))[0], moving, w1)
            unit = before.where_above(0.0, before)
            back = _dot(Lanes(builder, zero), upstream, w2).where_above(0.0, before)
            kept = _at(builder, builder.add(to_bias, on))
            kept[0] = kept[0] + back
            for memory, weight in zip(flows[:MOTION], w1, strict=True):
                memory[0] = memory[0] + back * weight
            terms = [*(back * one for one in moving), *(unit * one for one in upstream)]
            for total, term in zip(totals, terms, strict=True):
                builder.store((Lanes(builder, builder.load(total)) + term).value, total)
        for place, total in enumerate(totals):
            at = builder.inttoptr(builder.add(arguments[1], stride.type(4 * place)), ir.PointerType())
            found = builder.fadd(builder.load(at, typ=ir.FloatType()), Lanes(builder, builder.load(total)).total())
            builder.store(found, at)
        return context.get_dummy_value()

    pair = types.UniTuple(types.uintp, 2)  # type: ignore[no-untyped-call]
    return types.void(_MODULATION, types.uintp, pair), generate


_trace_unit: Any = intrinsic(_type_trace_unit)


@njit(nogil=True, cache=True, error_model="numpy")
def depth_bounds(state, depth, column, group, bounds):  # type: ignore[no-untyped-def]
    """Nearest and farthest depth of what is seen of each group of bodies, and how often each occurs (groups 4)."""
    width = state.shape[2]
    for first in range(0, len(state), group):
        nearest, farthest, near_ties, far_ties = np.float32(1e6), np.float32(-1e6), _ZERO, _ZERO
        for body in range(first, first + group):
            for n in range(width):
                if state[body, VISIBLE, n] > 0:
                    z = depth[column + body * width + n]
                    near_ties = _ONE if z < nearest else near_ties + (_ONE if z == nearest else _ZERO)
                    far_ties = _ONE if z > farthest else far_ties + (_ONE if z == farthest else _ZERO)
                    nearest, farthest = min(nearest, z), max(farthest, z)
        here = bounds[first // group]
        here[0], here[1], here[2], here[3] = nearest, farthest, near_ties, far_ties


@njit(nogil=True, cache=True, error_model="numpy")
def trace_bounds(state, depths, bounds, to_bounds, flow):  # type: ignore[no-untyped-def]
    """Give what reaches the nearest and the farthest depth to the Gaussians there; ties share.

    `depths`: depths (G), the clip's first column, bodies of a group; `flow`: row MOTION is what reaches the depth.
    """
    depth, column, group = depths
    width = state.shape[2]
    for body in range(len(state)):
        here, ends = bounds[body // group], to_bounds[body // group]
        for n in range(width):
            if state[body, VISIBLE, n] > 0:
                z = depth[column + body * width + n]
                if z == here[0]:
                    flow[body, MOTION, n] += ends[0] / here[2]
                if z == here[1]:
                    flow[body, MOTION, n] += ends[1] / here[3]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _ramp(z, bounds, least):  # type: ignore[no-untyped-def]
    """D in [0, 1] and its derivatives by z, by the nearest and by the farthest depth.

    With a `least` span: d = 1/2 + (z - middle) / max(span, least); else d = (z - nearest) / (span + 1e-6).
    """
    nearest, farthest = bounds[0], bounds[1]
    if least == 0:
        share = _ONE / (farthest - nearest + np.float32(1e-6))
        d = (z - nearest) * share
        return d, share, d * share - share, -d * share
    span = farthest - nearest
    share = _ONE / max(span, least)
    off = (z - (nearest + farthest) * _HALF) * share
    bend = off * share if span >= least else _ZERO
    return _HALF + off, share, bend - _HALF * share, -bend - _HALF * share


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _mixed(rgb, d, mix):  # type: ignore[no-untyped-def]
    """A colour with its share of the depth colour, and that depth colour."""
    ramp = (d, _ONE - _TWO * abs(d - _HALF), _ONE - d)
    keep = _ONE - mix
    return (keep * rgb[0] + mix * ramp[0], keep * rgb[1] + mix * ramp[1], keep * rgb[2] + mix * ramp[2]), ramp


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _look(state, look, n):  # type: ignore[no-untyped-def]
    """Colour before it is cut to [0, 1], and opacity, of a Gaussian."""
    raw = (look[0, n] + state[MOTION, n], look[1, n] + state[MOTION + 1, n], look[2, n] + state[MOTION + 2, n])
    return raw, state[MOTION + 3, n] * state[MOTION + 4, n]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _within(x):  # type: ignore[no-untyped-def]
    return min(max(x, _ZERO), _ONE)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _change(state, looks, weights):  # type: ignore[no-untyped-def]
    """Write the change rows of a body; without modulation nothing changes and the gate is open."""
    look, bias = looks
    w1, w2, b2 = weights
    width = state.shape[1]
    if not len(w1):
        state[MOTION : MOTION + 3] = _ZERO
        state[MOTION + 3] = look[3]
        state[MOTION + 4] = _ONE
    else:
        for n in range(0, width, WIDE):
            on = 4 * n
            where = (np.uintp(state.ctypes.data + on), np.uintp(bias.ctypes.data + on), np.uintp(w1.ctypes.data),
                     np.uintp(w2.ctypes.data), np.uintp(b2.ctypes.data),
                     np.uintp(look.ctypes.data + 3 * look.strides[0] + on))  # fmt: skip
            _modulate(where, (np.uintp(len(w1)), np.uintp(4 * width)))


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def shade_bodies(span, state, looks, weights, depths, splats):  # type: ignore[no-untyped-def]
    """Colours and opacities of bodies span[0] ... span[1] - 1 of a clip.

    Args:
        span: bodies of the clip.
        state: (Q STATE_ROWS N); the change rows are written.
        looks: sigmoids of the raw looks (4 N) and the biases of the hidden layer (64 N).
        weights: W1 (64 6), W2 (64 5), b2 (5); no rows without modulation.
        depths: bounds (groups 4), bodies of a group, least span or 0, share of the depth colour.
        splats: the table (9 G), depths (G), and the clip's first column.
    """
    bounds, group, least, mix = depths
    table, depth, column = splats
    width = state.shape[2]
    for body in range(span[0], span[1]):
        here = state[body]
        _change(here, looks, weights)
        first, extremes = column + body * width, bounds[body // group]
        for n in range(width):
            raw, opacity = _look(here, looks[0], n)
            table[5, first + n] = opacity * here[VISIBLE, n]
            d = _ramp(depth[first + n], extremes, least)[0] if here[VISIBLE, n] > 0 else _HALF
            colour, _ = _mixed((_within(raw[0]), _within(raw[1]), _within(raw[2])), d, mix)
            for channel in range(3):
                table[6 + channel, first + n] = _within(colour[channel])


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _trace_look(here, look, n, ramp, upstream, mix):  # type: ignore[no-untyped-def]
    """Gradients of the five changes, of d, and of the share of the depth colour, of one Gaussian."""
    raw, _ = _look(here, look, n)
    rgb = (_within(raw[0]), _within(raw[1]), _within(raw[2]))
    colour, tint = _mixed(rgb, ramp, mix)
    g0 = upstream[1] if 0 <= colour[0] <= 1 else _ZERO
    g1 = upstream[2] if 0 <= colour[1] <= 1 else _ZERO
    g2 = upstream[3] if 0 <= colour[2] <= 1 else _ZERO
    to_mix = g0 * (tint[0] - rgb[0]) + g1 * (tint[1] - rgb[1]) + g2 * (tint[2] - rgb[2])
    to_d = mix * (g0 - _TWO * np.sign(ramp - _HALF) * g1 - g2)
    keep = _ONE - mix
    h0 = keep * g0 if 0 <= raw[0] <= 1 else _ZERO
    h1 = keep * g1 if 0 <= raw[1] <= 1 else _ZERO
    h2 = keep * g2 if 0 <= raw[2] <= 1 else _ZERO
    first, gate = here[MOTION + 3, n], here[MOTION + 4, n]
    opacity = upstream[0] * here[VISIBLE, n]
    return (h0, h1, h2, opacity * gate * first * (_ONE - first), opacity * gate * first * (_ONE - gate)), to_d, to_mix


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def trace_looks(span, state, looks, weights, depths, flows):  # type: ignore[no-untyped-def]
    """What reaches motion and depth of bodies span[0] ... span[1] - 1, and the parameters.

    Args:
        span: as in `shade_bodies`; so are the next four.
        state: (Q STATE_ROWS N).
        looks: sigmoids and biases.
        weights: W1, W2, b2.
        depths: bounds, bodies of a group, least span, share of the depth colour.
        flows: gradient of the table (9 G), depths (G), the clip's first column; what reaches motion (6), depth (1) and
            is scratch (4) of each body (Q 11 N), to be written; to be added to: of the looks (5 N: four sigmoids, the
            opacity's first being that of its logit), the biases (64 N), W1 and W2 (64 11), b2 (5), the bounds
            (groups 2), the share of the depth colour (1).
    """
    bounds, group, least, mix = depths
    gradient, depth, column, flow, (to_look, to_bias, to_weights, to_b2, to_bounds, to_mix) = flows
    width = state.shape[2]
    to_depth = np.empty(width, np.float32)
    for body in range(span[0], span[1]):
        here, first, kept = state[body], column + body * width, flow[body]
        extremes, ends = bounds[body // group], to_bounds[body // group]
        kept[:] = 0
        to_depth[:] = 0
        for n in range(width):
            if here[VISIBLE, n] <= 0:
                continue
            g = first + n
            upstream = (gradient[5, g], gradient[6, g], gradient[7, g], gradient[8, g])
            ramp = _ramp(depth[g], extremes, least)
            change, to_d, share = _trace_look(here, looks[0], n, ramp[0], upstream, mix)
            to_mix[0] += share
            to_depth[n] = to_d * ramp[1]
            ends[0] += to_d * ramp[2]
            ends[1] += to_d * ramp[3]
            for c in range(5):
                kept[MOTION + c, n] = change[c]
                to_look[c, n] += change[c]
                to_b2[c] += change[c]
        for unit in range(len(weights[0])):
            _trace_one(unit, here, looks[1], weights, (kept, to_bias, to_weights))
        kept[MOTION] = to_depth


@njit(nogil=True, cache=True, error_model="numpy")
def _row(table, row):  # type: ignore[no-untyped-def]
    return np.uintp(table.ctypes.data + row * table.strides[0])


@njit(nogil=True, cache=True, error_model="numpy")
def _trace_one(unit, here, bias, weights, flows):  # type: ignore[no-untyped-def]
    kept, to_bias, to_weights = flows
    w1, w2, _ = weights
    where = (np.uintp(here.ctypes.data), np.uintp(kept.ctypes.data), _row(bias, unit), _row(to_bias, unit),
             _row(w1, unit), _row(w2, unit))  # fmt: skip
    sums = _row(to_weights, unit)
    _trace_unit(where, sums, (np.uintp(here.shape[1] // WIDE), np.uintp(4 * here.shape[1])))
