"""Arithmetic on vector registers, for kernels that must fill them: every operator emits one instruction.

Compilers vectorise the short spans of a splat badly (they test for overlap and peel off remainders, which costs more
than the span). So the few lines that matter are written on `Lanes`, eight floats at a time, and read like the formula.
Cached kernels do not notice changes here: empty numba's cache after editing this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils

__all__ = ["LANES", "Lanes", "Memory"]

LANES = 8
_FLOATS = ir.VectorType(ir.FloatType(), LANES)
_INTEGERS = ir.VectorType(ir.IntType(32), LANES)
_FLAGS = ("contract", "nsz", "arcp")


class Lanes:
    """Eight floats in a register."""

    def __init__(self, builder: Any, value: Any) -> None:
        self.builder, self.value = builder, value

    @classmethod
    def of(cls, builder: Any, number: Any) -> Lanes:
        """The same number (a float32 of the program, or a constant) in every lane."""
        if isinstance(number, float | int):
            return cls(builder, ir.Constant(_FLOATS, [ir.Constant(ir.FloatType(), float(number))] * LANES))
        first = builder.insert_element(ir.Constant(_FLOATS, ir.Undefined), number, ir.Constant(ir.IntType(32), 0))
        everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return cls(builder, builder.shuffle_vector(first, ir.Constant(_FLOATS, ir.Undefined), everywhere))

    @classmethod
    def counting(cls, builder: Any) -> Lanes:
        """0, 1, 2, ..."""
        return cls(builder, ir.Constant(_FLOATS, [ir.Constant(ir.FloatType(), float(lane)) for lane in range(LANES)]))

    def _lift(self, other: Any) -> Any:
        return other.value if isinstance(other, Lanes) else Lanes.of(self.builder, other).value

    def __add__(self, other: Any) -> Lanes:
        return Lanes(self.builder, self.builder.fadd(self.value, self._lift(other), flags=_FLAGS))

    def __sub__(self, other: Any) -> Lanes:
        return Lanes(self.builder, self.builder.fsub(self.value, self._lift(other), flags=_FLAGS))

    def __mul__(self, other: Any) -> Lanes:
        return Lanes(self.builder, self.builder.fmul(self.value, self._lift(other), flags=_FLAGS))

    def at_least(self, floor: float) -> Lanes:
        """The larger of each lane and `floor`."""
        other = self._lift(floor)
        return Lanes(
            self.builder, self.builder.select(self.builder.fcmp_ordered(">", self.value, other), self.value, other)
        )

    def rounded(self) -> Lanes:
        """The nearest whole number."""
        signature = ir.FunctionType(_FLOATS, [_FLOATS])
        nearest = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
            self.builder.module, signature, f"llvm.rint.v{LANES}f32"
        )
        return Lanes(self.builder, self.builder.call(nearest, [self.value]))

    def times_power_of_two(self, whole: Lanes) -> Lanes:
        """Itself times 2^whole, by adding to the exponents; itself near 1, `whole` a whole number above -126."""
        exponents = self.builder.shl(self.builder.fptosi(whole.value, _INTEGERS), ir.Constant(_INTEGERS, [23] * LANES))
        bits = self.builder.add(self.builder.bitcast(self.value, _INTEGERS), exponents)
        return Lanes(self.builder, self.builder.bitcast(bits, _FLOATS))

    def polynomial(self, coefficients: Sequence[float]) -> Lanes:
        """c0 + c1 x + c2 x^2 + ... by Horner's rule."""
        result = Lanes.of(self.builder, coefficients[-1])
        for coefficient in reversed(coefficients[:-1]):
            result = result * self + coefficient
        return result


class Memory:
    """Floats in memory from an address on: plane k lies k strides (bytes) behind plane 0."""

    def __init__(self, builder: Any, address: Any, stride: Any) -> None:
        self.builder, self.address, self.stride = builder, address, stride

    def _pointer(self, plane: int) -> Any:
        offset = self.builder.mul(self.stride, ir.Constant(self.stride.type, plane))
        return self.builder.inttoptr(self.builder.add(self.address, offset), ir.PointerType())

    def __getitem__(self, plane: int) -> Lanes:
        return Lanes(self.builder, self.builder.load(self._pointer(plane), align=4, typ=_FLOATS))

    def __setitem__(self, plane: int, lanes: Lanes) -> None:
        self.builder.store(lanes.value, self._pointer(plane), align=4)
