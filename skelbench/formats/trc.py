"""TRC: markers as text, five lines of header, then frame, time and x, y, z of every marker.

OpenSim's description: https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53089972/Marker+.trc+Files.
Cells are parted by tabs (commas where there are none); an empty cell is a marker that is missing; the line after the
header may be blank. The axes are not said: the reader tells them by the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.errors import FormatError
from skelbench.formats.markers import Markers, marker_sequence
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import LineCursor, Recording, number_table
from skelbench.formats.saving import check_one_body, save_text
from skelbench.skeleton import SkeletonSequence

__all__ = ["looks_like_trc", "read_trc", "write_trc"]

Floats = npt.NDArray[np.float64]
_KEYS = ("DataRate", "NumFrames", "NumMarkers", "Units")
_HEADER_LINES = 5
_MOST_MARKERS = 2000


def looks_like_trc(recording: Recording) -> bool:
    """A first line that begins with PathFileType, or the names of the header in the second."""
    lines = recording.head_lines[:2]
    return bool(lines) and (lines[0].startswith("PathFileType") or all(key in lines[-1] for key in _KEYS))


def read_trc(recording: Recording) -> SkeletonSequence:
    """Metres, y up, the file's own times and marker names."""
    cursor = LineCursor(recording)
    first = cursor.take("the line of PathFileType")
    if not first.startswith("PathFileType"):
        raise cursor.error("Expected PathFileType on the first line of a TRC file")
    mark = "\t" if "\t" in "".join(cursor.lines[1:4]) else ","
    header = _header(cursor, mark)
    names = _marker_names(cursor, mark, int(header["NumMarkers"]))
    rows = _rows(cursor, mark, len(names), int(header["NumFrames"]))
    lines, numbers = zip(*rows, strict=True)
    recording.check_size(len(lines), len(names))
    table = number_table(recording, lines, numbers, mark, range(1, 2 + 3 * len(names)), are_even=True)
    recording.check_reach(table, numbers)
    times = _times(recording, table[:, 0], numbers)
    points = table[:, 1:].reshape(len(table), -1, 3)
    markers = Markers(names, points.astype(np.float32), times, header["Units"], guesses=_rate_guess(header, times))
    return marker_sequence(recording, recording.source("trc"), markers)


def _header(cursor: LineCursor, mark: str) -> dict[str, str]:
    """Lines 2 and 3: names and values."""
    keys, values = ([cell.strip() for cell in cursor.take(what).split(mark)] for what in ("names", "values"))
    header = dict(zip(keys, values, strict=False))
    for key in _KEYS:
        if not header.get(key):
            raise cursor.error(f"Expected a value for {key} in the header, found none")
    for key in ("NumFrames", "NumMarkers"):
        if not re.fullmatch("[0-9]{1,9}", header[key]) or int(header[key]) < 1:
            raise cursor.error(f"Expected {key} as a whole number, found '{header[key]:.40}'")
    if int(header["NumMarkers"]) > _MOST_MARKERS:
        raise cursor.error(f"Expected at most {_MOST_MARKERS} markers, found {header['NumMarkers']}")
    return header


def _marker_names(cursor: LineCursor, mark: str, count: int) -> list[str]:
    """Line 4: Frame#, Time, then a name over every three columns; line 5 names the columns."""
    cells = [cell.strip() for cell in cursor.take("the names of the markers").split(mark)]
    names = cells[2::3]
    while names and not names[-1]:
        names.pop()
    stray = [cell for place, cell in enumerate(cells[2:]) if cell and place % 3]
    if len(names) != count or stray:
        raise cursor.error(f"Expected {count} marker names, one over every three columns, found {len(names)}")
    cursor.take("the line of X1, Y1, Z1")
    return names


def _rows(cursor: LineCursor, mark: str, markers: int, frames: int) -> list[tuple[str, int]]:
    """Lines of numbers and their line numbers, all of one width; there must be as many as the header says."""
    rows = []
    width = 2 + 3 * markers
    for number, line in enumerate(cursor.lines[_HEADER_LINES:], _HEADER_LINES + 1):
        if not line.strip(f"{mark} \t"):
            continue
        cells = line.count(mark) + 1
        if cells > width and not line.split(mark, width)[width].strip(f"{mark} "):
            line, cells = mark.join(line.split(mark, width)[:width]), width
        if cells != width:
            raise cursor.recording.error(f"Expected {width} values, found {cells}", line=number)
        rows.append((line, number))
    if len(rows) != frames:
        raise cursor.recording.error(
            f"Expected {frames} rows of markers as NumFrames says, found {len(rows)}; correct it where none is missing",
            line=rows[-1][1] if rows else _HEADER_LINES,
        )
    return rows


def _times(recording: Recording, times: Floats, lines: Sequence[int]) -> Floats:
    wrong = ~np.isfinite(times) | np.concatenate([[False], ~(np.diff(times) > 0)])
    if wrong.any():
        row = int(np.argmax(wrong))
        raise recording.error(f"Expected times that increase from row to row, found {times[row]:g}", line=lines[row])
    return times


def _rate_guess(header: dict[str, str], times: Floats) -> tuple[str, ...]:
    """A sentence where the header's rate is not that of the rows."""
    rate = header["DataRate"]
    if len(times) < 2 or not re.fullmatch(r"[0-9]+(\.[0-9]*)?", rate):
        return ()
    step = float(np.median(np.diff(times)))
    if abs(step * float(rate) - 1) < 0.02:
        return ()
    return (f"the times of the rows are taken, {1 / step:.4g} a second: the header says {rate}",)


def write_trc(sequence: SkeletonSequence, path: Path) -> None:
    """Write one person's joints as markers, in metres to the last bit; a missing joint is an empty cell.

    Confidence, orientations, bones and label have no place in the format.

    Raises:
        FormatError: several people, 2-D, another unit, or names that the format cannot hold.
    """
    check_one_body(sequence, "a TRC file")
    names = sequence.topology.joints
    _check_names(names)
    rate = np.format_float_positional(sequence.fps if sequence.frames > 1 else 1.0, precision=6, trim="-")
    keys = (*_KEYS[:1], "CameraRate", *_KEYS[1:], "OrigDataRate", "OrigDataStartFrame", "OrigNumFrames")
    frames = str(sequence.frames)
    lines: list[Sequence[str]] = [
        ["PathFileType", "4", "(X/Y/Z)", " ".join(path.name.split())],
        keys,
        [rate, rate, frames, str(len(names)), "m", rate, "1", frames],
        ["Frame#", "Time", *(cell for name in names for cell in (name, "", ""))],
        ["", "", *(f"{axis}{number}" for number in range(1, len(names) + 1) for axis in "XYZ")],
        [""],
    ]
    rows = sequence.positions.reshape(sequence.frames, -1)
    for number, (time, row) in enumerate(zip(sequence.times, rows, strict=True), 1):
        cells = (f"{value:.9g}" if np.isfinite(value) else "" for value in row)
        lines.append([str(number), repr(float(time)), *cells])
    save_text(path, "\n".join("\t".join(line) for line in lines) + "\n")


def _check_names(names: Sequence[str]) -> None:
    """Refuse names that would not be read as they are: cells that break, and prefixes that stand for subjects."""
    odd = [name for name in names if not name or name != name.strip() or any(mark in name for mark in "\t\n\r")]
    if odd or len(names) > _MOST_MARKERS:
        found = repr(odd[0]) if odd else f"{len(names)} joints"
        raise FormatError(
            f"Expected at most {_MOST_MARKERS} joints, their names without tabs, to write a TRC file, found {found}"
        )
    prefixes = sorted({name.split(":")[0] for name in names if ":" in name})
    if len(prefixes) > 1:
        raise FormatError(
            "Expected joint names of one prefix to write a TRC file, where a prefix with a colon is a subject; "
            f"found {prefixes[0]!r} and {prefixes[1]!r}"
        )


FORMATS.register("trc")(FormatReader("TRC markers, text", looks_like_trc, read_trc, write_trc, (".trc",)))
