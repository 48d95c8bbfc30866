"""One splat on one block of columns, row after row: the arithmetic that everything else waits for.

A splat's optical depth at a pixel is x = o exp(-(a dx^2 + 2 b dx dy + d dy^2) / 2). Down a column, from one row to the
next, it changes by a factor that itself changes by the same ratio exp(-d) every time; so two multiplications stand for
an exponential. Rounding would grow with the square of the rows, so every `RUN` rows both numbers are taken from a
coarser ladder built the same way, whose steps are `RUN` rows high; and a block has at most `MOST_ROWS` rows.

Nearest first, T = prod(1 - alpha), alpha = 1 - exp(-x), C = sum T alpha c (Kerbl et al. 2023, eq. 3); painting goes the
other way, farthest first, which needs no T. Backward, nearest first again, with
g = dL/dC, q = g.c and the rest g.C - sum of what was painted so far times q: dL/dx = T_after q - rest, and from
p = x dL/dx, the gradient by ln w, all else follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from skelbench.render.lanes import Lanes, Memory, power_of_two, summed

__all__ = [
    "MOST_ROWS",
    "NARROW",
    "PAINT_PLANES",
    "RUN",
    "SUMS",
    "TRACE_PLANES",
    "WIDE",
    "flush_tiny",
    "paint_block",
    "ratios",
    "restore",
    "trace_block",
]

NARROW, WIDE = 8, 16  # columns of a block
RUN, MOST_ROWS = 8, 32  # rows
PAINT_PLANES, TRACE_PLANES = 3, 5  # red, green, blue; T, the rest, three of dL/dC
SUMS = 9  # p, p dx, p dx^2, p dy, p dx dy, p dy^2, and what was painted times g (3)
_FAINT = -120.0  # log2 of an optical depth that counts as nothing
_HALF_LOG2_E = float(-np.log2(np.e) / 2)
# (1 - exp(-x)) / x on [0, 1], relative error 7.9e-8, the least that five powers can do.
_SHARE_HELD = (0.9999999207430281, -0.49999458377954786, 0.16660521813540533, -0.0414065933401599, 0.00782370443273964,
               -0.0009071574628154691)  # fmt: skip

# address of the first pixel, rows, address of the sums
_WHERE = types.UniTuple(types.uintp, 3)  # type: ignore[no-untyped-call]
# first dx, first dy, a, b, d, opacity, red, green, blue; exp(-d), exp(-RUN d), exp(-RUN^2 d)
_WHAT = types.UniTuple(types.float32, 12)  # type: ignore[no-untyped-call]


def _alpha(x: Lanes) -> Lanes:
    """1 - exp(-x) for 0 <= x <= 1 (opacities are at most 1)."""
    return x * x.polynomial(_SHARE_HELD)


class _Column:
    """The optical depth of a block, kept up to date from row to row."""

    def __init__(self, builder: Any, what: Sequence[Any], has_runs: Any, width: int) -> None:
        self.builder, self.width = builder, width
        first_dx, dy, a, b, d, opacity, *_, ratio, ratio_run, ratio_runs = (
            Lanes.of(builder, number, width) for number in what
        )
        self.dx = first_dx + Lanes.counting(builder, width)
        self.ratio, self.ratio_run, self.ratio_runs = ratio, ratio_run, ratio_runs
        slope, bend = self.dx * b * (2 * _HALF_LOG2_E), d * _HALF_LOG2_E
        x = (bend * dy + slope) * dy + self.dx * self.dx * a * _HALF_LOG2_E
        self._anchors = [
            self._slot(opacity * power_of_two(x).where_above(_FAINT, x)),
            self._slot(power_of_two(bend * (dy + dy + 1.0) + slope)),  # to the next row
            self._slot(slope),
        ]
        with builder.if_then(has_runs):
            leap = power_of_two((bend * (dy + dy + RUN) + slope) * RUN)
            builder.store(leap.value, self._anchors[2])  # to the next run
        self._row = [self._slot(dy) for _ in range(2)]
        self._dy = self._slot(dy)

    def _slot(self, start: Lanes) -> Any:
        return cgutils.alloca_once_value(self.builder, start.value)  # type: ignore[no-untyped-call]

    def _load(self, slot: Any) -> Lanes:
        return Lanes(self.builder, self.builder.load(slot))

    def start_run(self) -> None:
        """Take the optical depth of this row and its factor from the ladder, and go up one step there."""
        x, factor, leap = (self._load(slot) for slot in self._anchors)
        for slot, value in zip(self._row, (x, factor), strict=True):
            self.builder.store(value.value, slot)
        for slot, value in zip(self._anchors, (x * leap, factor * self.ratio_run, leap * self.ratio_runs), strict=True):
            self.builder.store(value.value, slot)

    def step(self) -> tuple[Lanes, Lanes]:
        """The optical depth and dy of this row; then go to the next."""
        x, factor, dy = self._load(self._row[0]), self._load(self._row[1]), self._load(self._dy)
        self.builder.store((x * factor).value, self._row[0])
        self.builder.store((factor * self.ratio).value, self._row[1])
        self.builder.store((dy + 1.0).value, self._dy)
        return x, dy


def _has_runs(builder: Any, where: Sequence[Any]) -> Any:
    return builder.icmp_unsigned(">", where[1], where[1].type(RUN))


def _for_each_row(
    builder: Any, where: Sequence[Any], column: _Column, planes: int, draw: Callable[[Memory], None]
) -> None:
    """Walk the rows of a block, run by run; a row of a strip holds one plane of `WIDE` floats behind the other."""
    address, rows, _ = where
    run, row_bytes = rows.type(RUN), rows.type(4 * WIDE * planes)
    runs = builder.udiv(builder.add(rows, rows.type(RUN - 1)), run)
    with cgutils.for_range(builder, runs) as outer:
        first = builder.mul(outer.index, run)
        left = builder.sub(rows, first)
        here = builder.select(builder.icmp_unsigned("<", left, run), left, run)
        column.start_run()
        start = builder.add(address, builder.mul(first, row_bytes))
        with cgutils.for_range(builder, here) as inner:
            at = builder.add(start, builder.mul(inner.index, row_bytes))
            draw(Memory(builder, at, 4 * WIDE, column.width))


def _unpacked(builder: Any, arguments: Any) -> list[list[Any]]:
    return [cgutils.unpack_tuple(builder, value) for value in arguments]  # type: ignore[no-untyped-call]


def _emit_paint(builder: Any, where: Sequence[Any], what: Sequence[Any], width: int) -> None:
    """Planes at the address: red, green, blue, on which a nearer splat is laid: C + alpha (c - C)."""
    column = _Column(builder, what, _has_runs(builder, where), width)
    colour = [Lanes.of(builder, number, width) for number in what[6:9]]

    def draw(memory: Memory) -> None:
        alpha = _alpha(column.step()[0])
        for channel in range(3):
            behind = memory[channel]
            memory[channel] = behind + alpha * (colour[channel] - behind)

    _for_each_row(builder, where, column, PAINT_PLANES, draw)


def _emit_trace(builder: Any, where: Sequence[Any], what: Sequence[Any], width: int) -> None:
    """Planes at the address: T, rest, three of dL/dC; adds to the `SUMS`."""
    column = _Column(builder, what, _has_runs(builder, where), width)
    colour = [Lanes.of(builder, number, width) for number in what[6:9]]
    zero = Lanes.of(builder, 0.0, width).value
    totals = [cgutils.alloca_once_value(builder, zero) for _ in range(6)]  # type: ignore[no-untyped-call]

    def draw(memory: Memory) -> None:
        x, dy = column.step()
        seen, rest, upstream = memory[0], memory[1], [memory[2], memory[3], memory[4]]
        painted = seen * _alpha(x)
        after = seen - painted
        q = upstream[0] * colour[0] + upstream[1] * colour[1] + upstream[2] * colour[2]
        left = rest - painted * q
        memory[0], memory[1] = after, left
        p = x * (after * q - left)
        py = p * dy
        terms = [(p, None), (py, None), (py, dy), *((painted, g) for g in upstream)]
        for total, (term, factor) in zip(totals, terms, strict=True):
            value = term if factor is None else term * factor
            builder.store((Lanes(builder, builder.load(total)) + value).value, total)

    _for_each_row(builder, where, column, TRACE_PLANES, draw)
    p, py, pyy, *colours = (Lanes(builder, builder.load(total)) for total in totals)
    px, dx = p * column.dx, column.dx
    kept = Memory(builder, where[2], 4, 8)
    kept[0] = kept[0] + summed([p, px, px * dx, py, py * dx, pyy, *colours[:2]])
    last = builder.inttoptr(builder.add(where[2], where[2].type(32)), ir.PointerType())
    builder.store(builder.fadd(builder.load(last, typ=ir.FloatType()), colours[2].total()), last)


def _block_kernel(emit: Any) -> Any:
    """An intrinsic (where, what, wide) that compiles `emit` for both widths and chooses when it runs."""

    def typed(typing: Any, where: Any, what: Any, wide: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            spot, splat = _unpacked(builder, arguments[:2])
            with builder.if_else(arguments[2]) as (wider, narrower):
                with wider:
                    emit(builder, spot, splat, WIDE)
                with narrower:
                    emit(builder, spot, splat, NARROW)
            return context.get_dummy_value()

        return types.void(_WHERE, _WHAT, types.boolean), generate

    return intrinsic(typed)


paint_block: Any = _block_kernel(_emit_paint)
trace_block: Any = _block_kernel(_emit_trace)


def _type_ratios(typing: Any, d: Any) -> Any:
    """exp(-d), exp(-RUN d) and exp(-RUN^2 d)."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        bend = Lanes.of(builder, arguments[0], 4) * (2 * _HALF_LOG2_E)
        powers = power_of_two(bend * Lanes.listing(builder, (1.0, RUN, RUN**2, 0.0)))
        found = [builder.extract_element(powers.value, ir.Constant(ir.IntType(32), lane)) for lane in range(3)]
        return context.make_tuple(builder, signature.return_type, found)

    return types.UniTuple(types.float32, 3)(types.float32), generate  # type: ignore[no-untyped-call]


ratios: Any = intrinsic(_type_ratios)

_FLUSH = 0x8040  # MXCSR: results and operands too small for a normal float count as zero


def _control_word(builder: Any, name: str, slot: Any) -> None:
    kind = ir.FunctionType(ir.VoidType(), [ir.PointerType()])
    function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.x86.sse.{name}")  # type: ignore[no-untyped-call]
    builder.call(function, [slot])


def _type_flush_tiny(typing: Any) -> Any:
    """Treat subnormal floats as zero in this thread (x86 is a hundred times slower on them); the old setting."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        slot = cgutils.alloca_once_value(builder, ir.Constant(ir.IntType(32), 0))  # type: ignore[no-untyped-call]
        if builder.module.triple.startswith("x86_64"):
            _control_word(builder, "stmxcsr", slot)
            before = builder.load(slot)
            builder.store(builder.or_(before, before.type(_FLUSH)), slot)
            _control_word(builder, "ldmxcsr", slot)
            return before
        return builder.load(slot)

    return types.uint32(), generate


def _type_restore(typing: Any, setting: Any) -> Any:
    """Undo `flush_tiny`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        if builder.module.triple.startswith("x86_64"):
            slot = cgutils.alloca_once_value(builder, arguments[0])  # type: ignore[no-untyped-call]
            _control_word(builder, "ldmxcsr", slot)
        return context.get_dummy_value()

    return types.void(types.uint32), generate


flush_tiny: Any = intrinsic(_type_flush_tiny)
restore: Any = intrinsic(_type_restore)
