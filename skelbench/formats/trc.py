"""TRC: markers as text, five lines of header, then frame, time and x, y, z of every marker.

OpenSim's description: https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53089972/Marker+.trc+Files.
Cells are parted by tabs (commas where there are none); an empty cell is a marker that is missing; the line after the
header may be blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from skelbench.formats.markers import Markers, marker_sequence
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import LineCursor, Recording, number_table
from skelbench.skeleton import SkeletonSequence

__all__ = ["looks_like_trc", "read_trc"]

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
    table = number_table(recording, lines, numbers, mark, range(1, 2 + 3 * len(names)))
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


FORMATS.register("trc")(FormatReader("TRC markers, text", looks_like_trc, read_trc, None, (".trc",)))
