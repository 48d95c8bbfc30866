"""The text of a BVH file: a hierarchy of joints with offsets and channels, then rows of channel values."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skelbench.formats.human_names import END
from skelbench.formats.recording import LineCursor, Recording, number_table

__all__ = ["BvhJoint", "BvhMotion", "parse_bvh"]

MOST_JOINTS = 2000
_WILD = 1e9  # in any unit, no bone is as long
_CHANNELS = {f"{axis}{kind}": (kind, "XYZ".index(axis)) for axis in "XYZ" for kind in ("position", "rotation")}


@dataclass
class BvhJoint:
    """A joint as the file declares it; an End Site is a joint without channels."""

    name: str
    parent: int  # row, -1 at a root
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    channels: list[tuple[str, int, int]] = field(default_factory=list)  # (kind, axis, column), in the file's order


@dataclass(frozen=True)
class BvhMotion:
    """Everything a BVH file says."""

    joints: tuple[BvhJoint, ...]
    frame_time: float  # seconds
    values: npt.NDArray[np.float64]  # (T, channels)
    renamed: int  # joints whose name was taken already


def parse_bvh(recording: Recording) -> BvhMotion:
    """The file's content as it stands.

    Raises:
        FormatError: the text breaks off, counts disagree, or a value is no number.
    """
    cursor = LineCursor(recording)
    if cursor.take("HIERARCHY").upper() != "HIERARCHY":
        raise cursor.error("Expected HIERARCHY on the first line of a BVH file")
    hierarchy = _HierarchyParser(cursor)
    joints = hierarchy.parse()
    return _motion(cursor, joints, hierarchy.columns, hierarchy.renamed)


class _HierarchyParser:
    """Reads up to the line MOTION, one statement after the other, without recursion."""

    def __init__(self, cursor: LineCursor) -> None:
        self.cursor = cursor
        self.joints: list[BvhJoint] = []
        self.names: set[str] = set()
        self.open: list[int] = []  # rows of the joints whose brace is open
        self.awaits_brace = False
        self.columns = 0
        self.renamed = 0

    def parse(self) -> tuple[BvhJoint, ...]:
        """All joints, parents first."""
        while True:
            line = self.cursor.take("a joint, or MOTION")
            if line.upper() == "MOTION":
                break
            for statement in re.split(r"([{}])", line):
                if statement.strip():
                    self._take(statement.strip())
        if self.open or self.awaits_brace:
            raise self.cursor.error(f"Expected every brace closed before MOTION, found {len(self.open)} open")
        if not self.joints:
            raise self.cursor.error("Expected a ROOT before MOTION, found no joint")
        return tuple(self.joints)

    def _take(self, statement: str) -> None:
        words = statement.split()
        keyword = words[0].upper()
        if self.awaits_brace != (statement == "{"):
            raise self.cursor.error(f"Expected {'{' if self.awaits_brace else 'a statement'}, found '{statement:.40}'")
        if statement == "{":
            self.open.append(len(self.joints) - 1)
            self.awaits_brace = False
        elif statement == "}":
            if not self.open:
                raise self.cursor.error("Expected no closing brace here: none is open")
            self.open.pop()
        elif keyword in ("ROOT", "JOINT", "END"):
            self._declare(keyword, statement[len(words[0]) :].strip())
        elif keyword in ("OFFSET", "CHANNELS") and self.open:
            (self._offset if keyword == "OFFSET" else self._channels)(words[1:])
        else:
            raise self.cursor.error(f"Expected ROOT, JOINT, End Site, OFFSET or CHANNELS, found '{statement:.40}'")

    def _declare(self, keyword: str, name: str) -> None:
        parent = self.open[-1] if self.open else -1
        if (keyword == "ROOT") != (parent < 0) or not name:
            raise self.cursor.error(f"Expected a named ROOT first and joints inside it, found {keyword} '{name:.40}'")
        if len(self.joints) >= MOST_JOINTS:
            raise self.cursor.error(f"Expected at most {MOST_JOINTS} joints")
        if keyword == "END":
            name = f"{self.joints[parent].name}{END}"
        if name in self.names:
            name = next(new for n in range(2, MOST_JOINTS + 2) if (new := f"{name}_{n}") not in self.names)
            self.renamed += 1
        self.names.add(name)
        self.joints.append(BvhJoint(name, parent))
        self.awaits_brace = True

    def _offset(self, words: list[str]) -> None:
        x, y, z = self._three_numbers(words)
        self.joints[self.open[-1]].offset = (x, y, z)

    def _three_numbers(self, words: list[str]) -> list[float]:
        try:
            values = [float(word) for word in words]
        except ValueError:
            values = []
        if len(values) != 3 or not all(abs(value) < _WILD for value in values):
            raise self.cursor.error(f"Expected three numbers after OFFSET, found '{' '.join(words):.40}'")
        return values

    def _channels(self, words: list[str]) -> None:
        joint = self.joints[self.open[-1]]
        wrong = [word for word in words[1:] if word[:1].upper() + word[1:].lower() not in _CHANNELS]
        if joint.channels or not words or words[0] != str(len(words) - 1) or wrong:
            raise self.cursor.error(f"Expected once a count and as many channels, found '{' '.join(words):.60}'")
        for word in words[1:]:
            kind, axis = _CHANNELS[word[:1].upper() + word[1:].lower()]
            joint.channels.append((kind, axis, self.columns))
            self.columns += 1


def _motion(cursor: LineCursor, joints: tuple[BvhJoint, ...], columns: int, renamed: int) -> BvhMotion:
    frames = _header(cursor, "Frames:")
    count = int(frames) if math.isfinite(frames) and frames == int(frames) else -1
    frame_time = _header(cursor, "Frame Time:")
    first = cursor.row
    rows = [(row + 1, line) for row, line in enumerate(cursor.lines[first:], first) if line.strip()]
    if count != len(rows) or not rows:
        cursor.row = rows[-1][0] if rows else first
        raise cursor.error(f"Expected {frames:g} rows of motion as the header says, found {len(rows)}")
    if not (math.isfinite(frame_time) and (1e-5 < frame_time < 60 or count == 1)):
        cursor.row = first
        raise cursor.error(f"Expected a frame time in seconds, found {frame_time:g}")
    if len(rows[0][1].split()) != columns:
        raise cursor.recording.error(
            f"Expected {columns} values, one for each channel, found {len(rows[0][1].split())}", line=rows[0][0]
        )
    cursor.recording.check_size(count, len(joints))
    values = number_table(cursor.recording, [line for _, line in rows], [number for number, _ in rows])
    if not np.isfinite(values).all():
        row = int(np.argwhere(~np.isfinite(values))[0][0])
        raise cursor.recording.error("Expected finite channel values, found NaN or infinity", line=rows[row][0])
    cursor.recording.check_reach(values, [number for number, _ in rows])
    return BvhMotion(joints, frame_time, values, renamed)


def _header(cursor: LineCursor, key: str) -> float:
    line = cursor.take(f"'{key}'")
    while not line:
        line = cursor.take(f"'{key}'")
    found = re.fullmatch(rf"{key.replace(' ', r'[ ]*')}[ \t]*(\S+)", line, flags=re.IGNORECASE)
    try:
        if found:
            return float(found.group(1))
    except ValueError:
        pass
    raise cursor.error(f"Expected '{key}' and a number, found '{line:.40}'")
