"""A file or folder to read: its bytes, lines and hash, and the one way to complain about it."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.errors import FormatError, SkeletonError
from skelbench.paths import shown_path
from skelbench.skeleton import SkeletonSequence, Source, Space, Topology

__all__ = ["LARGEST_FILE", "LARGEST_ROWS", "LineCursor", "Recording", "number_table"]

LARGEST_FILE = 400_000_000  # bytes; an hour of 60 joints at 120 Hz as text has 250 million
LARGEST_ROWS = 150_000_000  # bytes of text, which is read row by row; opens in 1 GB
_MOST_NUMBERS = 25_000_000  # of a table in text, at some 25 bytes each while it is read
MOST_POSITIONS = 40_000_000  # frames x people x joints; an hour of 60 joints at 120 Hz has 26 million
FURTHEST = 1e6  # metres or pixels; no recording reaches as far, a wrong number does
_WILD = 1e9  # in any unit
_HEAD = 65_536

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Recording:
    """What a reader is given: where the recording is, and what the caller said about it."""

    path: Path
    card: Path | None = None  # a topology card for a plain table
    camera: str | None = None  # one of several cameras in a folder
    clip: str | None = None  # one of several clips in a file
    detail: str | None = None  # "whole": face and hands too
    body_model: Path | None = None  # a file or folder of the caller's own body model
    people: tuple[int, ...] | None = None  # of those who were followed, which are kept; the first is 1

    def error(self, sentence: str, line: int | None = None) -> FormatError:
        """A FormatError whose sentence ends in the file and the place."""
        place = f"{self.path}" if line is None else f"{self.path}, line {line}"
        printable = "".join(mark if mark.isprintable() else " " for mark in sentence)  # a file's words may be anything
        return FormatError(f"{printable} ({place})")

    def check_exists(self) -> None:
        """Refuse what is neither a file nor a folder."""
        try:
            known = self.path.is_dir() or self.path.is_file()
        except (OSError, ValueError) as error:
            raise FormatError(f"Expected the path of a recording, but it cannot be looked up: {error}") from error
        if not known:
            what = "a device or socket" if self.path.exists() else "nothing"
            raise FormatError(f"Expected a recording, found {what} at {self.path}; check the path")

    @property
    def is_folder(self) -> bool:
        """Whether the recording is a folder of files."""
        return self.path.is_dir()

    @cached_property
    def head(self) -> bytes:
        """The first bytes of the file, enough to recognise a format; nothing of a folder."""
        if self.is_folder:
            return b""
        try:
            with self.path.open("rb") as file:
                return file.read(_HEAD)
        except OSError as error:
            raise self.error(f"Expected a readable file, but {error.strerror}") from error

    @cached_property
    def head_lines(self) -> list[str]:
        """The first lines of the file as far as they are text (the last one may be cut off)."""
        return self.head.decode("utf-8-sig", errors="replace").splitlines()

    @cached_property
    def content(self) -> bytes:
        """All bytes of the file; never more than `LARGEST_FILE`."""
        return self.content_of(self.path)

    def check_bytes(self, largest: int) -> None:
        """Refuse a file of more than `largest` bytes before it is opened: rows of text take six times their size."""
        size = self.path.stat().st_size
        if size > largest:
            raise self.error(f"Expected at most {largest:,} bytes, found {size:,}; cut the recording into parts")

    def content_of(self, path: Path, largest: int = LARGEST_FILE) -> bytes:
        """All bytes of a file that belongs to the recording."""
        where = Recording(path)
        if path.is_dir():
            raise where.error("Expected a file, found a folder")
        try:
            where.check_bytes(largest)
            return path.read_bytes()
        except OSError as error:
            raise where.error(f"Expected a readable file, but {error.strerror}") from error

    @cached_property
    def text(self) -> str:
        """The file as UTF-8 text, with or without a byte-order mark; line ends made one; at most `LARGEST_ROWS`."""
        self.check_bytes(LARGEST_ROWS)
        if not self.content.strip():
            raise self.error("Expected a recording, found an empty file")
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.error(f"Expected UTF-8 text, found binary data at byte {error.start}") from error
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def check_size(self, *counts: int) -> None:
        """Refuse to make an array of more than `MOST_POSITIONS` positions (frames x people x joints)."""
        if math.prod(counts) > MOST_POSITIONS:
            shape = " x ".join(map(str, counts))
            raise self.error(
                f"Expected at most {MOST_POSITIONS:,} positions, found {shape}; cut the recording into parts"
            )

    def check_reach(self, values: Floats, lines: Sequence[int] | None = None) -> None:
        """Refuse numbers no coordinate can be, before anything is computed with them.

        `values` is (rows, ...), `lines` the line of each row, if known.
        """
        wild = ((values > _WILD) | (values < -_WILD)) & np.isfinite(values)
        if wild.any():
            row = int(np.argwhere(wild)[0][0])
            line = None if lines is None else lines[row]
            raise self.error(f"Expected a coordinate, found {values[wild].flat[0]:g}", line=line)

    def source(self, format_name: str, sha256: str | None = None) -> Source:
        """Where a sequence came from, with the hash of the file's bytes."""
        return Source(shown_path(self.path), format_name, sha256 or hashlib.sha256(self.content).hexdigest())

    def sequence(
        self, source: Source, topology: Topology, positions: npt.NDArray[Any], times: Floats, **fields: Any
    ) -> SkeletonSequence:
        """The sequence, checked: somebody is there, nothing is absurdly far away, times increase.

        Raises:
            FormatError: one of these does not hold.
        """
        finite = np.isfinite(positions)
        if not np.logical_and.reduce([finite[..., axis] for axis in range(finite.shape[-1])]).any():
            raise self.error("Expected a body, found no joint with a position in any frame")
        far = (np.abs(positions) > FURTHEST) & finite
        if far.any():
            frame, _, joint, _ = np.argwhere(far)[0]
            raise self.error(
                f"Expected coordinates below {FURTHEST:g}, found more at frame {frame}, joint {topology.joints[joint]}"
            )
        fields.setdefault("space", Space())
        try:
            return SkeletonSequence(
                topology,
                positions if finite.all() else np.where(finite, positions, np.nan),
                times,
                source=source,
                **fields,
            )
        except SkeletonError as error:
            raise self.error(f"Expected a skeleton sequence, but {error}") from error


class LineCursor:
    """The lines of a text file, taken in order; a complaint names the line."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.lines = recording.text.split("\n")
        while self.lines and not self.lines[-1].strip():
            self.lines.pop()
        self.row = 0

    @property
    def left(self) -> int:
        """How many lines have not been taken."""
        return len(self.lines) - self.row

    def error(self, sentence: str) -> FormatError:
        """A complaint about the line taken last."""
        return self.recording.error(sentence, line=max(self.row, 1))

    def take(self, expected: str) -> str:
        """The next line, without the space around it."""
        if self.left < 1:
            raise self.recording.error(f"Expected {expected}, found the end of the file", line=len(self.lines) + 1)
        self.row += 1
        return self.lines[self.row - 1].strip()

    def take_count(self, expected: str) -> int:
        """The next line as a whole number that is not negative."""
        found = self.take(expected)
        if not re.fullmatch(r"\+?[0-9]{1,18}", found):
            raise self.error(f"Expected {expected}, found '{found:.40}'")
        return int(found)


def number_table(
    recording: Recording,
    lines: Sequence[str],
    numbers: Sequence[int],
    delimiter: str | None = None,
    columns: Sequence[int] | None = None,
    are_even: bool = False,
) -> Floats:
    """Lines of numbers as a table (rows, columns), all rows of one length; `numbers` are their line numbers.

    Only `columns` are looked at, if given. An empty cell is NaN. `are_even`: the rows are known to be of one length.

    Raises:
        FormatError: there is no row, a cell holds no number, a column is not there, or a row is shorter or longer than
            the first.
    """
    if not lines:
        raise recording.error("Expected rows of numbers, found none")
    width = _cells_in(lines[0], delimiter)
    for line, number in () if are_even else zip(lines, numbers, strict=True):
        if _cells_in(line, delimiter) != width:
            raise recording.error(f"Expected {width} values, found {_cells_in(line, delimiter)}", line=number)
    chosen = range(width) if columns is None else columns
    if max(chosen) >= width:
        raise recording.error(f"Expected {max(chosen) + 1} values, found {width}", line=numbers[0])
    if len(lines) * len(chosen) > _MOST_NUMBERS:
        raise recording.error(
            f"Expected at most {_MOST_NUMBERS:,} numbers, found {len(lines):,} rows of {len(chosen)}; cut the recording"
        )
    try:
        return np.loadtxt(lines, dtype=np.float64, comments=None, delimiter=delimiter, usecols=chosen, ndmin=2)
    except ValueError:
        return _careful_table(recording, lines, numbers, delimiter, chosen)


def _cells_in(line: str, delimiter: str | None) -> int:
    return len(line.split()) if delimiter is None else line.count(delimiter) + 1


def _careful_table(
    recording: Recording, lines: Sequence[str], numbers: Sequence[int], delimiter: str | None, columns: Sequence[int]
) -> Floats:
    """The slow way: an empty cell is NaN, and a cell that is no number is named."""
    table = np.full((len(lines), len(columns)), np.nan)
    for row, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        cells = line.split(delimiter)
        for place, column in enumerate(columns):
            cell = cells[column].strip().strip('"')
            try:
                table[row, place] = float(cell) if cell else np.nan
            except ValueError as error:
                sentence = f"Expected a number in column {column + 1}, found '{cell:.40}'"
                raise recording.error(sentence, line=number) from error
    return table
