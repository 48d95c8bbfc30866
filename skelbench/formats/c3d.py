"""C3D: markers as numbers in 512-byte blocks, with a header and parameters that describe them.

Described at https://www.c3d.org. Read with NumPy alone: the library for it takes 5 to 8 s and 2.3 GB for an hour of 25
markers at 120 Hz (docs/LOG.md), and is native code that strangers' files would have to be caged for. Tests hold the
two against each other.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.formats.c3d_header import BLOCK, C3dHeader, parse_c3d_header
from skelbench.formats.markers import Markers, marker_sequence
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.skeleton import SkeletonSequence

__all__ = ["looks_like_c3d", "read_c3d"]

Floats = npt.NDArray[np.float32]
_MAGIC = 0x50
_PROCESSORS = (84, 85, 86)
_FRAMES_AT_ONCE = 65_536


def looks_like_c3d(recording: Recording) -> bool:
    """The second byte is 0x50, and where the first byte points parameters of a known processor begin."""
    head = recording.head
    if len(head) < BLOCK or head[1] != _MAGIC or head[0] < 2:
        return False
    start = (head[0] - 1) * BLOCK
    return start + 4 > len(head) or head[start + 3] in _PROCESSORS


def read_c3d(recording: Recording) -> SkeletonSequence:
    """Metres, y up by the file's own axes, the file's marker names; a negative residual is a missing marker."""
    header = parse_c3d_header(recording)
    points = _points(recording, header)
    zero = (points == 0).all(-1)
    points[zero] = np.nan
    guesses = [f"{zero.sum()} markers at exactly (0, 0, 0) are taken as missing"] if zero.any() else []
    if header.axes is None:
        guesses.append("the file names no axes (POINT:X_SCREEN, Y_SCREEN)")
    markers = Markers(
        header.labels, points, np.arange(header.frames) / header.rate, header.unit, header.axes, tuple(guesses),
        {"first_frame": str(header.first_frame)},
    )  # fmt: skip
    return marker_sequence(recording, recording.source("c3d"), markers)


def _points(recording: Recording, header: C3dHeader) -> Floats:
    """(T M 3) in the file's unit, NaN where the residual is negative; analog samples between frames are passed over."""
    recording.check_size(header.frames, header.markers)
    points = np.empty((header.frames, header.markers, 3), dtype=np.float32)
    record = header.markers * 4 + header.analog
    kind = _kind(header)
    for start in range(0, header.frames, _FRAMES_AT_ONCE):
        count = min(_FRAMES_AT_ONCE, header.frames - start)
        place = header.data_start + start * record * kind.itemsize
        numbers = np.frombuffer(recording.content, dtype=kind, count=count * record, offset=place)
        numbers = numbers.reshape(count, record)[:, : header.markers * 4].reshape(count, header.markers, 4)
        values = _decoded(numbers, header)
        wild = np.isfinite(values[..., :3]) & (np.abs(values[..., :3]) > 1e9)
        if wild.any():
            raise recording.error(f"Expected coordinates, found {values[..., :3][wild][0]:g} in a frame after {start}")
        points[start : start + count] = np.where(values[..., 3:] < 0, np.nan, values[..., :3])
    points[~np.isfinite(points).all(-1)] = np.nan
    return points


def _kind(header: C3dHeader) -> np.dtype[np.generic]:
    order: Literal["<", ">"] = ">" if header.processor == "mips" else "<"
    if not header.is_float:
        return np.dtype(f"{order}i2")
    return np.dtype("<u4") if header.processor == "dec" else np.dtype(f"{order}f4")


def _decoded(numbers: npt.NDArray[np.generic], header: C3dHeader) -> Floats:
    """x, y, z and residual as numbers."""
    if header.is_float and header.processor == "dec":  # words exchanged, the exponent 2 too large
        words = numbers.astype(np.uint32)
        return ((words << np.uint32(16)) | (words >> np.uint32(16))).view(np.float32) / np.float32(4)
    values = numbers.astype(np.float32)
    if not header.is_float:
        values[..., :3] *= np.float32(header.scale)
    return values


FORMATS.register("c3d")(FormatReader("C3D markers, binary", looks_like_c3d, read_c3d, None, (".c3d",)))
