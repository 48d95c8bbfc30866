"""The header and the parameters of a C3D file, every offset and count checked against the bytes there are.

https://www.c3d.org/HTML/Documents/theheadersection.htm, .../theparametersection.htm
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from skelbench.formats.recording import Recording

__all__ = ["BLOCK", "C3dHeader", "parse_c3d_header"]

BLOCK = 512  # bytes
_PROCESSORS: Mapping[int, Literal["intel", "dec", "mips"]] = {84: "intel", 85: "dec", 86: "mips"}
_MOST_PARAMETERS = 10_000
_MOST_MARKERS = 2000
_SIZES = {-1: 1, 1: 1, 2: 2, 4: 4}
_LARGEST_SCALE = 1e6  # of whole numbers, in the file's unit
_OVERFLOWN = 65_535  # frames, the most that a 16-bit word counts

Value = list[float] | list[str]
Parameters = Mapping[str, Value]


@dataclass(frozen=True)
class C3dHeader:
    """What must be known to read the points."""

    processor: Literal["intel", "dec", "mips"]
    markers: int
    frames: int
    analog: int  # numbers between the points of one frame and those of the next
    first_frame: int
    scale: float  # of whole numbers
    is_float: bool
    data_start: int  # bytes
    rate: float  # frames per second
    labels: tuple[str, ...]
    unit: str
    axes: tuple[str, str] | None


def parse_c3d_header(recording: Recording) -> C3dHeader:
    """The header of a C3D file.

    Raises:
        FormatError: the file is shorter than it says, or counts in it disagree.
    """
    content = recording.content
    if len(content) < 2 * BLOCK or content[1] != 0x50 or content[0] < 2:
        raise recording.error("Expected a C3D file, whose second byte is 0x50, found another or a shorter one")
    section = (content[0] - 1) * BLOCK
    processor = _PROCESSORS.get(content[section + 3]) if section + 4 <= len(content) else None
    if processor is None:
        raise recording.error(f"Expected the parameters of a C3D file at byte {section}, found none")
    order = ">" if processor == "mips" else "<"
    words = struct.unpack(f"{order}12H", content[:24])
    parameters = _parameters(recording, section, order, processor)
    scale = _number(parameters, "POINT:SCALE", _float(content[12:16], order, processor))
    markers, analog, first, last = words[1], words[2], words[3], words[4]
    _check_used(recording, parameters, markers)
    rate = _number(parameters, "POINT:RATE", _float(content[20:24], order, processor))
    if not 0 < abs(scale) <= _LARGEST_SCALE or not 1e-3 <= rate <= 1e6:
        raise recording.error(f"Expected a scale and a rate of frames, found {scale:g} and {rate:g} in its parameters")
    start = (int(_number(parameters, "POINT:DATA_START", words[8])) or words[8]) - 1
    data_start = start * BLOCK
    record = (4 * markers + analog) * (4 if scale < 0 else 2)
    frames = _frames(recording, parameters, first, last)
    room = (len(content) - data_start) // record if 0 < data_start < len(content) else 0
    if frames > room:
        raise recording.error(f"Expected {frames} frames of {record} bytes at byte {data_start}, found room for {room}")
    return C3dHeader(
        processor, markers, frames, analog, first, abs(scale), scale < 0, data_start, rate,
        _labels(parameters, markers), _text(parameters, "POINT:UNITS"), _axes(parameters),
    )  # fmt: skip


def _check_used(recording: Recording, parameters: Parameters, markers: int) -> None:
    used = int(_number(parameters, "POINT:USED", markers))
    if used != markers or not 0 < markers <= _MOST_MARKERS:
        raise recording.error(
            f"Expected 1 to {_MOST_MARKERS} markers, as many in the header as in POINT:USED, found {markers} and {used}"
        )


def _frames(recording: Recording, parameters: Parameters, first: int, last: int) -> int:
    """How many frames: the header's 16-bit words, or where they overflow the 32-bit numbers of the parameters."""
    counted = last - first + 1
    if last < _OVERFLOWN and counted > 0:
        return counted
    begin, end = (_long(parameters, f"TRIAL:ACTUAL_{edge}_FIELD") for edge in ("START", "END"))
    if begin and end and end >= begin:
        return end - begin + 1
    for name in ("POINT:LONG_FRAMES", "POINT:FRAMES"):
        count = int(_number(parameters, name, 0)) & 0xFFFF_FFFF
        if count > 0:
            return count
    raise recording.error(f"Expected a number of frames, found first {first} and last {last} in the header")


def _long(parameters: Parameters, name: str) -> int:
    """A 32-bit number in two words, the lower one first."""
    value = parameters.get(name, [])
    words = [int(one) & 0xFFFF for one in value if isinstance(one, float)]
    return words[0] + (words[1] << 16) if len(words) == 2 else 0


def _labels(parameters: Parameters, markers: int) -> tuple[str, ...]:
    """Names of the markers; a parameter holds 255 at most and goes on in LABELS2, LABELS3, ..."""
    found: list[str] = []
    for suffix in ("", *(str(number) for number in range(2, 12))):
        found += [one for one in parameters.get(f"POINT:LABELS{suffix}", []) if isinstance(one, str)]
    return tuple(found[row] if row < len(found) else "" for row in range(markers))


def _axes(parameters: Parameters) -> tuple[str, str] | None:
    right, up = (_text(parameters, f"POINT:{axis}_SCREEN") for axis in ("X", "Y"))
    return (right, up) if right and up else None


def _text(parameters: Parameters, name: str) -> str:
    value = parameters.get(name, [])
    return value[0] if value and isinstance(value[0], str) else ""


def _number(parameters: Parameters, name: str, default: float) -> float:
    value = parameters.get(name, [])
    number = value[0] if value and isinstance(value[0], float) else default
    return number if math.isfinite(number) else default


def _float(raw: bytes, order: str, processor: str) -> float:
    if processor == "dec":
        low, high = struct.unpack("<2H", raw)
        return float(struct.unpack("<f", struct.pack("<2H", high, low))[0]) / 4
    return float(struct.unpack(f"{order}f", raw)[0])


def _parameters(recording: Recording, section: int, order: str, processor: str) -> dict[str, Value]:
    """'GROUP:NAME' -> values, walked from record to record, always forward."""
    content = recording.content
    end = min(len(content), section + max(content[section + 2], 1) * BLOCK)
    groups: dict[int, str] = {}
    found: list[tuple[int, str, Value]] = []
    place = section + 4
    for _ in range(_MOST_PARAMETERS):
        if place + 4 > end or content[place] == 0:
            break
        length, group = abs(int.from_bytes(content[place : place + 1], "little", signed=True)), content[place + 1]
        name = content[place + 2 : place + 2 + length].decode("latin-1").strip().upper()
        after = place + 2 + length
        if after + 2 > end:
            raise recording.error(f"Expected a parameter at byte {place}, found the end of the parameters")
        (step,) = struct.unpack(f"{order}H", content[after : after + 2])
        if group > 127:
            groups[256 - group] = name
        else:
            found.append((group, name, _value(recording, after + 2, end, order, processor)))
        if step < 2:
            break
        place = after + step
    return {f"{groups.get(group, group)}:{name}": value for group, name, value in found}


def _value(recording: Recording, place: int, end: int, order: str, processor: str) -> Value:
    """Type, dimensions and data of one parameter; text comes as one string for each of the further dimensions."""
    content = recording.content
    if place + 2 > end:
        raise recording.error(f"Expected a parameter's value at byte {place}, found the end of the parameters")
    kind, count = int.from_bytes(content[place : place + 1], "little", signed=True), content[place + 1]
    shape = list(content[place + 2 : place + 2 + count])
    start = place + 2 + count
    size = math.prod(shape) * _SIZES.get(kind, 0)
    if kind not in _SIZES or count > 7 or start + size > end:
        raise recording.error(f"Expected a parameter's value at byte {place}, found type {kind} of {size} bytes")
    raw = content[start : start + size]
    if kind == -1:
        width = shape[0] if shape else 1
        return [raw[row : row + width].decode("latin-1").strip() for row in range(0, size, width)] if width else []
    if kind == 4 and processor == "dec":
        return [_float(raw[row : row + 4], order, processor) for row in range(0, size, 4)]
    code = {1: "i1", 2: f"{order}i2", 4: f"{order}f4"}[kind]
    return [float(one) for one in np.frombuffer(raw, dtype=code)]
