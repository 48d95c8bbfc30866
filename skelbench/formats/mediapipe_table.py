"""Tables of MediaPipe landmarks: a frame a row with named or numbered columns, or a landmark a row.

A row a frame: `nose_x, nose_y, nose_z, nose_visibility, ...`, `x0, y0, z0, v0, ...` or `x1 ... v33`.
A row a landmark: columns frame, landmark (a name or a number), x, y and, if wanted, z and visibility.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.formats.recording import Recording, number_table
from skelbench.skeleton import MEDIAPIPE_33

__all__ = ["FRAME_NAMES", "TIME_UNITS", "LandmarkTable", "looks_like_table", "read_landmark_table", "seconds"]

Floats = npt.NDArray[np.float64]

_NAMES = {name: row for row, name in enumerate(MEDIAPIPE_33.joints)} | {"mouth_left": 9, "mouth_right": 10}
_KINDS = {"x": 0, "y": 1, "z": 2, "visibility": 3, "vis": 3, "v": 3}
_KIND = "(x|y|z|visibility|vis|v)"
_BEFORE = r"(?:(world|pose_world|pose|landmark|lm|image)[_. ]?)*"
_NAMED = re.compile(rf"{_BEFORE}([a-z_]*[a-z]|[0-9]+)[_. ]{_KIND}")
_NUMBERED = re.compile(rf"{_BEFORE}{_KIND}[_. ]?([0-9]+)")
FRAME_NAMES = ("frame", "frame_id", "frame_index", "frame_number", "frame_no")
TIME_UNITS = {"timestamp_ms": 1e-3, "time_ms": 1e-3, "timestampMs": 1e-3, "time_s": 1.0, "time": 1.0, "timestamp": 1.0}
_LANDMARK = ("landmark", "landmark_id", "landmark_index", "landmark_name", "joint", "keypoint", "id", "name")
_JOINTS = len(MEDIAPIPE_33.joints)
_FPS = 30.0

Columns = dict[tuple[int, int], int]  # (landmark, kind) -> column


@dataclass(frozen=True)
class LandmarkTable:
    """What such a table holds."""

    values: Floats  # (T 33 4) x, y, z, visibility
    world: bool | None  # whether the columns say so
    times: Floats | None  # (T) seconds
    guesses: tuple[str, ...] = ()


def looks_like_table(recording: Recording) -> bool:
    """A first line that names columns for all 33 landmarks, or for one landmark a row."""
    if not recording.head_lines:
        return False
    cells = _cells(recording.head_lines[0])
    return bool(_wide(cells)[0]) or _long(cells) is not None


def read_landmark_table(recording: Recording) -> LandmarkTable:
    """The landmarks of one person.

    Raises:
        FormatError: columns are missing, a cell is no number, or rows and times do not go on.
    """
    lines = recording.text.split("\n")
    rows = [(line, number) for number, line in enumerate(lines[1:], 2) if line.strip()]
    cells = _cells(lines[0])
    columns, world = _wide(cells)
    if not rows:
        raise recording.error("Expected rows of landmarks under the header, found none", line=1)
    if columns:
        return _read_wide(recording, rows, cells, columns, world)
    parts = _long(cells)
    if parts is None:
        raise recording.error(f"Expected columns for {_JOINTS} landmarks, found others", line=1)
    return _read_long(recording, rows, parts)


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"').lower() for cell in line.split(",")]


def _wide(cells: Sequence[str]) -> tuple[Columns, bool | None]:
    """Columns by landmark and kind, world landmarks before others; nothing where x and y are not there for all 33."""
    for world in (True, False):
        found: Columns = {}
        for column, cell in enumerate(cells):
            where = _landmark_and_kind(cell)
            if where is not None and ("world" in cell) == world:
                found.setdefault(where, column)
        numbers = {landmark for landmark, _ in found}
        if min(numbers, default=0) == 1 and max(numbers) == _JOINTS:  # counted from 1
            found = {(landmark - 1, kind): column for (landmark, kind), column in found.items()}
        if all((row, kind) in found for row in range(_JOINTS) for kind in (0, 1)):
            return found, (True if world else None)
    return {}, None


def _landmark_and_kind(cell: str) -> tuple[int, int] | None:
    if found := _NUMBERED.fullmatch(cell):
        return int(found.group(3)[:4]), _KINDS[found.group(2)]
    if found := _NAMED.fullmatch(cell):
        name = found.group(2)
        row = int(name[:4]) if name.isdigit() else _NAMES.get(name)
        return None if row is None else (row, _KINDS[found.group(3)])
    return None


def _read_wide(
    recording: Recording, rows: Sequence[tuple[str, int]], cells: Sequence[str], columns: Columns, world: bool | None
) -> LandmarkTable:
    lines, numbers = zip(*rows, strict=True)
    time = next((cells.index(name) for name in (*TIME_UNITS, *FRAME_NAMES) if name in cells), None)
    chosen = [(where, column) for where, column in columns.items() if 0 <= where[0] < _JOINTS]
    used = [column for _, column in chosen] + ([] if time is None else [time])
    if len(lines[0].split(",")) != len(cells):
        raise recording.error(f"Expected {len(cells)} values, found {len(lines[0].split(','))}", line=numbers[0])
    recording.check_size(len(lines), _JOINTS)
    table = number_table(recording, lines, numbers, ",", used)
    values = np.full((len(lines), _JOINTS, 4), np.nan)
    values[..., 2], values[..., 3] = 0, 1
    for place, ((landmark, kind), _) in enumerate(chosen):
        values[:, landmark, kind] = table[:, place]
    if time is None:
        return LandmarkTable(values, world, None)
    times, guesses = _seconds(recording, table[:, -1], cells[time], numbers)
    return LandmarkTable(values, world, times, guesses)


def _long(cells: Sequence[str]) -> Mapping[str, int] | None:
    """Columns of a table with a landmark a row: frame, landmark, x, y, z, visibility."""
    found = {}
    for part, names in {"frame": (*FRAME_NAMES, *TIME_UNITS), "landmark": _LANDMARK, "x": ("x",), "y": ("y",)}.items():
        column = next((cells.index(name) for name in names if name in cells), None)
        if column is None:
            return None
        found[part] = column
    found |= {part: cells.index(part) for part in ("z", "visibility") if part in cells}
    named = next(name for name in (*FRAME_NAMES, *TIME_UNITS) if name in cells)
    return found | {f"={named}": found["frame"]}


def _read_long(recording: Recording, rows: Sequence[tuple[str, int]], parts: Mapping[str, int]) -> LandmarkTable:
    lines, numbers = zip(*rows, strict=True)
    kinds = [part for part in ("x", "y", "z", "visibility") if part in parts]
    table = number_table(recording, lines, numbers, ",", [parts["frame"], *(parts[kind] for kind in kinds)])
    ids = [_landmark_row(recording, line.split(",")[parts["landmark"]], number) for line, number in rows]
    new = np.concatenate([[True], np.diff(table[:, 0]) != 0])
    frame = np.cumsum(new) - 1
    places, counts = np.unique(frame * _JOINTS + np.array(ids), return_counts=True)
    if counts.max() > 1:
        landmark = MEDIAPIPE_33.joints[int(places[np.argmax(counts)]) % _JOINTS]
        raise recording.error(
            f"Expected every landmark once a frame, found {landmark} twice; one person a file is read"
        )
    recording.check_size(int(frame[-1]) + 1, _JOINTS)
    values = np.full((int(frame[-1]) + 1, _JOINTS, 4), np.nan)
    values[frame, ids, 2:] = (0, 1)
    for place, kind in enumerate(kinds, 1):
        values[frame, ids, _KINDS[kind]] = table[:, place]
    named = next(part[1:] for part in parts if part.startswith("="))
    first = np.flatnonzero(new)
    times, guesses = _seconds(recording, table[first, 0], named, [numbers[row] for row in first])
    return LandmarkTable(values, None, times, guesses)


def _landmark_row(recording: Recording, cell: str, line: int) -> int:
    name = cell.strip().strip('"').lower().replace(" ", "_")
    row = int(name) if re.fullmatch("[0-9]{1,2}", name) else _NAMES.get(name, -1)
    if not 0 <= row < _JOINTS:
        raise recording.error(f"Expected a landmark's name or a number below {_JOINTS}, found '{cell:.40}'", line=line)
    return row


def _seconds(recording: Recording, column: Floats, name: str, lines: Sequence[int]) -> tuple[Floats, tuple[str, ...]]:
    wrong = ~np.isfinite(column) | np.concatenate([[False], ~(np.diff(column) > 0)])
    if wrong.any():
        row = int(np.argmax(wrong))
        raise recording.error(
            f"Expected '{name}' to increase from frame to frame, found {column[row]:g}", line=lines[row]
        )
    return seconds(column, name)


def seconds(numbers: Floats, key: str) -> tuple[Floats, tuple[str, ...]]:
    """Times in seconds by what their column is called; a timestamp without a unit that steps by 1 or more is in ms."""
    if key in FRAME_NAMES:
        return numbers / _FPS, (f"{_FPS:g} frames per second: '{key}' counts frames",)
    scale = TIME_UNITS.get(key, 1.0)
    if key in ("timestamp", "time") and len(numbers) > 1:
        scale = 1e-3 if float(np.median(np.diff(numbers))) >= 1 else 1.0
        return numbers * scale, (f"'{key}' is in {'milliseconds' if scale < 1 else 'seconds'}, by its steps",)
    return numbers * scale, ()
