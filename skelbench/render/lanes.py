"""Arithmetic on vector registers, for kernels that must fill them: every operator emits one instruction.

Compilers vectorise the short spans of a splat badly (they test for overlap and peel off remainders, which costs more
than the span). So the few lines that matter are written on `Lanes`, eight or sixteen floats at a time, and read like
the formula. Cached kernels do not notice changes here: empty numba's cache after editing this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils

__all__ = ["Lanes", "Memory", "power_of_two", "summed"]

_FLAGS = ("contract", "nsz", "arcp")
_FLOAT, _INTEGER = ir.FloatType(), ir.IntType(32)
_TO_WHOLE = 1.5 * 2.0**23  # a number near 0 plus this is rounded to a whole number, which lies in the low bits


class Lanes:
    """A few floats in a register."""

    def __init__(self, builder: Any, value: Any) -> None:
        self.builder, self.value = builder, value

    @property
    def width(self) -> int:
        """How many floats."""
        return int(self.value.type.count)

    @classmethod
    def of(cls, builder: Any, number: Any, width: int) -> Lanes:
        """The same number (a float32 of the program, or a constant) in every lane."""
        floats = ir.VectorType(_FLOAT, width)
        if isinstance(number, float | int):
            return cls(builder, ir.Constant(floats, [ir.Constant(_FLOAT, float(number))] * width))
        first = builder.insert_element(ir.Constant(floats, ir.Undefined), number, ir.Constant(_INTEGER, 0))
        everywhere = ir.Constant(ir.VectorType(_INTEGER, width), [0] * width)
        return cls(builder, builder.shuffle_vector(first, ir.Constant(floats, ir.Undefined), everywhere))

    @classmethod
    def counting(cls, builder: Any, width: int) -> Lanes:
        """0, 1, 2, ..."""
        return cls.listing(builder, range(width))

    @classmethod
    def listing(cls, builder: Any, numbers: Sequence[float]) -> Lanes:
        """These constants, one in each lane."""
        values = [ir.Constant(_FLOAT, float(number)) for number in numbers]
        return cls(builder, ir.Constant(ir.VectorType(_FLOAT, len(values)), values))

    def _lift(self, other: Any) -> Any:
        return other.value if isinstance(other, Lanes) else Lanes.of(self.builder, other, self.width).value

    def __add__(self, other: Any) -> Lanes:
        return Lanes(self.builder, self.builder.fadd(self.value, self._lift(other), flags=_FLAGS))

    def __sub__(self, other: Any) -> Lanes:
        return Lanes(self.builder, self.builder.fsub(self.value, self._lift(other), flags=_FLAGS))

    def __mul__(self, other: Any) -> Lanes:
        return Lanes(self.builder, self.builder.fmul(self.value, self._lift(other), flags=_FLAGS))

    def inverse(self) -> Lanes:
        """1 / x."""
        return Lanes(self.builder, self.builder.fdiv(self._lift(1.0), self.value, flags=_FLAGS))

    def within(self, bound: float) -> Lanes:
        """Each lane, but no less than -bound and no more than bound."""
        return self._chosen(">", -bound)._chosen("<", bound)

    def _chosen(self, relation: str, bound: float) -> Lanes:
        other = self._lift(bound)
        better = self.builder.fcmp_ordered(relation, self.value, other)
        return Lanes(self.builder, self.builder.select(better, self.value, other))

    def where_above(self, bound: float, other: Lanes) -> Lanes:
        """Each lane where `other` is above the bound, else zero."""
        above = self.builder.fcmp_ordered(">", other.value, self._lift(bound))
        return Lanes(self.builder, self.builder.select(above, self.value, self._lift(0.0)))

    def power_of_two(self, coefficients: Sequence[float]) -> Lanes:
        """2^x for -126 < x < 127; `coefficients` are those of 2^f on [-1/2, 1/2]."""
        integers = ir.VectorType(_INTEGER, self.width)
        # plain flags: the sum must not be simplified away
        shifted = self.builder.fadd(self.value, self._lift(_TO_WHOLE))
        whole = Lanes(self.builder, self.builder.fsub(shifted, self._lift(_TO_WHOLE)))
        mantissa = (self - whole).polynomial(coefficients).value
        exponent = self.builder.shl(self.builder.bitcast(shifted, integers), ir.Constant(integers, [23] * self.width))
        bits = self.builder.add(self.builder.bitcast(mantissa, integers), exponent)
        return Lanes(self.builder, self.builder.bitcast(bits, self.value.type))

    def polynomial(self, coefficients: Sequence[float]) -> Lanes:
        """c0 + c1 x + c2 x^2 + ... by Horner's rule."""
        result = Lanes.of(self.builder, coefficients[-1], self.width)
        for coefficient in reversed(coefficients[:-1]):
            result = result * self + coefficient
        return result

    def total(self) -> Any:
        """The sum of all lanes, a float32 of the program."""
        kind = ir.FunctionType(_FLOAT, [_FLOAT, self.value.type])
        name = f"llvm.vector.reduce.fadd.v{self.width}f32"
        add = cgutils.get_or_insert_function(self.builder.module, kind, name)  # type: ignore[no-untyped-call]
        return self.builder.call(add, [ir.Constant(_FLOAT, 0.0), self.value], fastmath=("reassoc",))


_LIMIT = 120.0  # 2^120 and 2^-120 are floats with room to spare
# 2^f on [-1/2, 1/2], relative error 1.9e-9, the least that six powers can do.
_POWER_OF_TWO = (1.000000000554168, 0.6931472057373362, 0.24022646890626093, 0.05550328776813795, 0.009618488957432308,
                 0.0013399931280565576, 0.0001534581206058628)  # fmt: skip


def power_of_two(x: Lanes) -> Lanes:
    """2^x, as if x lay between -120 and 120."""
    return x.within(_LIMIT).power_of_two(_POWER_OF_TWO)


def summed(eight: Sequence[Lanes]) -> Lanes:
    """Eight lanes: the sum of each of eight registers, all added up at once."""
    rows = list(eight)
    while len(rows) > 1:
        rows = [_folded(first, second) for first, second in zip(rows[::2], rows[1::2], strict=True)]
    return rows[0] if rows[0].width == len(eight) else _folded(rows[0], rows[0], rows[0].width // 2)


def _folded(first: Lanes, second: Lanes, kept: int | None = None) -> Lanes:
    """Sums of neighbours: those of the first register, then those of the second; the first `kept` of them."""
    builder, width = first.builder, first.width
    kept = kept or width

    def every_other(start: int) -> Any:
        places = ir.Constant(ir.VectorType(_INTEGER, kept), [start + 2 * lane for lane in range(kept)])
        return builder.shuffle_vector(first.value, second.value, places)

    return Lanes(builder, every_other(0)) + Lanes(builder, every_other(1))


class Memory:
    """Floats in memory from an address on: plane k lies k strides (bytes) behind plane 0."""

    def __init__(self, builder: Any, address: Any, stride: int, width: int) -> None:
        self.builder, self.address, self.stride = builder, address, stride
        self.floats = ir.VectorType(_FLOAT, width)

    def _pointer(self, plane: int) -> Any:
        address = self.builder.add(self.address, self.address.type(self.stride * plane))
        return self.builder.inttoptr(address, ir.PointerType())

    def __getitem__(self, plane: int) -> Lanes:
        return Lanes(self.builder, self.builder.load(self._pointer(plane), align=4, typ=self.floats))

    def __setitem__(self, plane: int, lanes: Lanes) -> None:
        self.builder.store(lanes.value, self._pointer(plane), align=4)
