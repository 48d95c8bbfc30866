"""UTKinect-Action3D joint files: rows of a frame number and 20 joints of the first Kinect, and a table of labels.

Xia et al. 2012, View Invariant Human Action Recognition Using Histograms of 3D Joints (CVPR workshops). The table,
`actionLabel.txt` beside the joint files, says in frame numbers when each action begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import LARGEST_ROWS, Recording, number_table
from skelbench.skeleton import KINECT_V1, Segment, SkeletonSequence

__all__ = [
    "LABEL_TABLES",
    "NUMBERS_PER_SECOND",
    "looks_like_utkinect",
    "read_labels",
    "read_utkinect",
    "segments_utkinect",
]

# Frame numbers are even and mostly 4 apart. At 30 a second the walks of subjects 1 to 3 would take 0.8 steps a second;
# at 60 they take 1.6, and the rows come 15 a second, the final rate that the data set's page states.
NUMBERS_PER_SECOND = 60.0
LABEL_TABLES = ("actionLabel_modified.txt", "actionLabel.txt")  # corrected first; the published one is the second
_JOINTS = len(KINECT_V1.joints)
_COLUMNS = 1 + 3 * _JOINTS
_FURTHEST_FRAME = 2**40
_LARGEST_TABLE = 1_000_000  # bytes

Floats = npt.NDArray[np.float64]


def looks_like_utkinect(recording: Recording) -> bool:
    """Lines of 61 values, of which the first is a whole number and the others are not."""
    lines = [line.split() for line in recording.head_lines[:3] if line.strip()]
    if not lines or any(len(line) != _COLUMNS for line in lines[:2]):
        return False
    return all(line[0].isdecimal() and all(re.fullmatch(r"[-+0-9.eE]+|nan", value, re.I) for value in line[1:])
               for line in lines[:2])  # fmt: skip


def read_utkinect(recording: Recording) -> SkeletonSequence:
    """One person at the times of the frame numbers; the last row of a repeated number; labelled segments."""
    recording.check_bytes(LARGEST_ROWS)
    lines = [(line, number) for number, line in enumerate(recording.text.split("\n"), start=1) if line.strip()]
    table = number_table(recording, [line for line, _ in lines], [number for _, number in lines])
    if table.shape[1] != _COLUMNS:
        raise recording.error(f"Expected {_COLUMNS} values a line, found {table.shape[1]}", line=lines[0][1])
    frames, keep = _frames(recording, table[:, 0], [number for _, number in lines])
    joints = table[keep, 1:].reshape(-1, _JOINTS, 3)
    recording.check_reach(joints, [lines[row][1] for row in keep])
    zero, broken = (joints == 0).all(-1), ~np.isfinite(joints).all(-1)
    joints[zero | broken] = np.nan
    guesses = [f"{NUMBERS_PER_SECOND:g} frame numbers a second, by the cadence of the set's walks"]
    segments, label_table = segments_utkinect(recording), _label_table(recording)
    if segments and label_table is not None:
        guesses.append(f"labels by {label_table.name}, the first to be there of {', '.join(LABEL_TABLES)}")
    if zero.any():
        guesses.append(f"{zero.sum()} joints at exactly (0, 0, 0) are taken as missing")
    if broken.any():
        guesses.append(f"{broken.sum()} joints without finite coordinates are missing")
    repeated = len(table) - len(keep)
    history = (f"{repeated} rows repeated a frame number; the last of each was kept",) if repeated else ()
    return recording.sequence(
        recording.source("utkinect"), KINECT_V1, joints[:, None], frames / NUMBERS_PER_SECOND,
        segments=segments, guesses=tuple(guesses), history=history,
    )  # fmt: skip


def _frames(recording: Recording, numbers: Floats, lines: list[int]) -> tuple[Floats, list[int]]:
    """Frame numbers, increasing, and the rows that hold them (of repeated ones the last)."""
    for row, number in enumerate(numbers):
        if not (np.isfinite(number) and number == int(number) and 0 <= number < _FURTHEST_FRAME):
            raise recording.error(f"Expected a frame number, found {number:g}", line=lines[row])
        if row and number < numbers[row - 1]:
            sentence = f"Expected frame numbers that do not decrease, found {number:g} after {numbers[row - 1]:g}"
            raise recording.error(sentence, line=lines[row])
    keep = np.flatnonzero(np.append(np.diff(numbers) > 0, True)).tolist()
    return numbers[keep], keep


def segments_utkinect(recording: Recording) -> tuple[Segment, ...]:
    """The labelled stretches of a joint file by the table beside it; none where there is no table."""
    place, table = re.search(r"s[0-9]+_e[0-9]+", recording.path.stem), _label_table(recording)
    if place is None or table is None:
        return ()
    spans = _labels_of(table, table.stat().st_mtime_ns).get(place.group(), {})
    return tuple(
        Segment(label, first / NUMBERS_PER_SECOND, last / NUMBERS_PER_SECOND) for label, (first, last) in spans.items()
    )


def _label_table(recording: Recording) -> Path | None:
    return next((path for name in LABEL_TABLES if (path := recording.path.with_name(name)).is_file()), None)


@lru_cache(maxsize=8)
def _labels_of(table: Path, _: int) -> Mapping[str, Mapping[str, tuple[int, int]]]:
    return read_labels(table)


def read_labels(path: Path) -> Mapping[str, Mapping[str, tuple[int, int]]]:
    """Recording ("s01_e01") -> label -> first and last frame number; ranges written NaN are left out.

    Raises:
        FormatError: a line is neither a recording's name nor "label: first last".
    """
    place = Recording(path)
    content = place.content_of(path, _LARGEST_TABLE)
    found: dict[str, dict[str, tuple[int, int]]] = {}
    spans: dict[str, tuple[int, int]] | None = None
    for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        if re.fullmatch(r"s[0-9]+_e[0-9]+", line.strip()):
            spans = found.setdefault(line.strip(), {})
            continue
        match = re.fullmatch(r"\s*(\w+):\s*([0-9]{1,12}|NaN)\s+([0-9]{1,12}|NaN)\s*", line)
        if match is None or spans is None:
            raise place.error(f"Expected a recording's name or 'label: first last', found '{line:.40}'", line=number)
        label, first, last = match.groups()
        if "NaN" in (first, last):
            continue
        if int(last) < int(first) or label in spans:
            raise place.error(f"Expected one range that does not end before it begins for {label}", line=number)
        spans[label] = (int(first), int(last))
    return found


FORMATS.register("utkinect")(
    FormatReader(
        "UTKinect-Action3D joints, 61 columns (Kinect v1)", looks_like_utkinect, read_utkinect, None, (".txt",),
        segments=segments_utkinect,
    )
)  # fmt: skip
