"""Tiles of the pad a picture is drawn on: made ready, filled from a drawn picture, and laid down into one.

The pad holds strips of `WIDE` columns from top to bottom, the planes of a row side by side, so that a block of a splat
is one piece of memory. A tile is `BAND` rows of a strip.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from skelbench.render.blocks import PAINT_PLANES, TRACE_PLANES, WIDE
from skelbench.render.lanes import Lanes, Memory

__all__ = ["BAND", "clear_tile", "clear_traced_tile", "copy_span", "fetch_tile", "lay_down_tile", "place_span"]

BAND = 8  # rows of a tile
_LONG, _SHORT = ir.IntType(64), ir.IntType(32)
# the tile's address, and its rows and columns that lie in the picture
_TILE = types.UniTuple(types.uintp, 3)  # type: ignore[no-untyped-call]
# address of the pixel under the tile's first one, bytes to the next row, bytes to the next channel
_PICTURE = types.UniTuple(types.uintp, 3)  # type: ignore[no-untyped-call]


def _unpacked(builder: Any, values: Sequence[Any]) -> list[list[Any]]:
    return [cgutils.unpack_tuple(builder, value) for value in values]  # type: ignore[no-untyped-call]


def _clearing(planes: int, first: float) -> Any:
    """An intrinsic (address) that fills the first of so many planes of a tile with a number, the others with zeros."""

    def typed(typing: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            start, zero = (Lanes.of(builder, number, WIDE) for number in (first, 0.0))
            memory = Memory(builder, arguments[0], 4 * WIDE, WIDE)
            for row in range(BAND):
                for plane in range(planes):
                    memory[row * planes + plane] = zero if plane else start
            return context.get_dummy_value()

        return types.void(types.uintp), generate

    return intrinsic(typed)


clear_tile: Any = _clearing(PAINT_PLANES, 0.0)  # black
clear_traced_tile: Any = _clearing(TRACE_PLANES, 1.0)  # lets everything through


class _Edge:
    """Loads and stores of `WIDE` floats of which only the first few exist."""

    def __init__(self, builder: Any, columns: Any) -> None:
        self.builder = builder
        counting = ir.Constant(ir.VectorType(_SHORT, WIDE), list(range(WIDE)))
        limit = builder.insert_element(
            ir.Constant(counting.type, ir.Undefined), builder.trunc(columns, _SHORT), _SHORT(0)
        )
        everywhere = ir.Constant(counting.type, [0] * WIDE)
        self.mask = builder.icmp_signed("<", counting, builder.shuffle_vector(limit, limit, everywhere))

    def _function(self, name: str, result: Any, arguments: list[Any]) -> Any:
        kind = ir.FunctionType(result, arguments)
        return cgutils.get_or_insert_function(self.builder.module, kind, f"llvm.masked.{name}.v{WIDE}f32.p0")  # type: ignore[no-untyped-call]

    def load(self, address: Any) -> Lanes:
        nothing = Lanes.of(self.builder, 0.0, WIDE).value
        function = self._function("load", nothing.type, [ir.PointerType(), _SHORT, self.mask.type, nothing.type])
        pointer = self.builder.inttoptr(address, ir.PointerType())
        return Lanes(self.builder, self.builder.call(function, [pointer, _SHORT(4), self.mask, nothing]))

    def store(self, lanes: Lanes, address: Any) -> None:
        arguments = [lanes.value.type, ir.PointerType(), _SHORT, self.mask.type]
        function = self._function("store", ir.VoidType(), arguments)
        pointer = self.builder.inttoptr(address, ir.PointerType())
        self.builder.call(function, [lanes.value, pointer, _SHORT(4), self.mask])


def _channels(builder: Any, picture: Sequence[Any], row: Any) -> list[Any]:
    """Addresses of a row of the tile in the three channels of a picture."""
    address, row_bytes, channel_bytes = picture
    start = builder.add(address, builder.mul(row, row_bytes))
    return [builder.add(start, builder.mul(channel_bytes, row.type(channel))) for channel in range(3)]


def _type_fetch_tile(typing: Any, tile: Any, frame: Any, upstream: Any) -> Any:
    """T = 1, the rest g.C, and g = dL/dC of a tile; columns outside the picture have g = 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        (address, rows, columns), frame, upstream = _unpacked(builder, arguments)
        edge = _Edge(builder, columns)
        with cgutils.for_range(builder, rows) as loop:
            at = builder.add(address, builder.mul(loop.index, rows.type(4 * WIDE * TRACE_PLANES)))
            memory = Memory(builder, at, 4 * WIDE, WIDE)
            memory[0] = Lanes.of(builder, 1.0, WIDE)
            rest = Lanes.of(builder, 0.0, WIDE)
            places = zip(_channels(builder, frame, loop.index), _channels(builder, upstream, loop.index), strict=True)
            for channel, (colour, gradient) in enumerate(places):
                g = edge.load(gradient)
                memory[2 + channel] = g
                rest = rest + g * edge.load(colour)
            memory[1] = rest
        return context.get_dummy_value()

    return types.void(_TILE, _PICTURE, _PICTURE), generate


def _type_lay_down_tile(typing: Any, tile: Any, picture: Any) -> Any:
    """Copy the colours of a tile into the picture."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        (address, rows, columns), picture = _unpacked(builder, arguments)
        edge = _Edge(builder, columns)
        with cgutils.for_range(builder, rows) as loop:
            at = builder.add(address, builder.mul(loop.index, rows.type(4 * WIDE * PAINT_PLANES)))
            memory = Memory(builder, at, 4 * WIDE, WIDE)
            for channel, place in enumerate(_channels(builder, picture, loop.index)):
                edge.store(memory[channel].within(1.0), place)
        return context.get_dummy_value()

    return types.void(_TILE, _PICTURE), generate


def _type_copy_span(typing: Any, target: Any, source: Any, count: Any) -> Any:
    """Copy a few colours, at most `WIDE`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        target, source, count = arguments
        edge = _Edge(builder, count)
        edge.store(edge.load(source).within(1.0), target)
        return context.get_dummy_value()

    return types.void(types.uintp, types.uintp, types.uintp), generate


def _type_place_span(typing: Any, pixel: Any, places: Any, channel_bytes: Any, count: Any) -> Any:
    """Write the rest g.C and g of a few pixels, at most `WIDE`, from the addresses of C and g."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pixel, places, channel_bytes, count = arguments
        colours, upstream = cgutils.unpack_tuple(builder, places)  # type: ignore[no-untyped-call]
        edge, rest = _Edge(builder, count), Lanes.of(builder, 0.0, WIDE)
        for channel in range(3):
            on = builder.mul(channel_bytes, channel_bytes.type(channel))
            g = edge.load(builder.add(upstream, on))
            rest = rest + g * edge.load(builder.add(colours, on))
            edge.store(g, builder.add(pixel, pixel.type(4 * WIDE * (2 + channel))))
        edge.store(rest, builder.add(pixel, pixel.type(4 * WIDE)))
        return context.get_dummy_value()

    pair = types.UniTuple(types.uintp, 2)  # type: ignore[no-untyped-call]
    return types.void(types.uintp, pair, types.uintp, types.uintp), generate


copy_span: Any = intrinsic(_type_copy_span)
place_span: Any = intrinsic(_type_place_span)
fetch_tile: Any = intrinsic(_type_fetch_tile)
lay_down_tile: Any = intrinsic(_type_lay_down_tile)
