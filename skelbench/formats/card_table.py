"""The numbers of a plain table, laid out as its card says: (T P J values) and, where it has one, the time column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.formats.arrays import NPY_MAGIC, ZIP_MAGIC, read_npy, read_npz
from skelbench.formats.card_file import Card
from skelbench.formats.recording import Recording, number_table
from skelbench.registry import suggest

__all__ = ["TableValues", "read_table"]

Floats = npt.NDArray[np.float64]
_AXES = {2: "T D", 3: "T J D", 4: "T P J D"}


@dataclass(frozen=True)
class TableValues:
    """What a table holds."""

    values: Floats  # (T P J values)
    times: Floats | None  # (T) as the file has them
    lines: list[int] | None  # of each frame, in a text
    guesses: tuple[str, ...] = ()


def read_table(recording: Recording, card: Card) -> TableValues:
    """The values of a table, those marked "-" left out.

    Raises:
        FormatError: the table is broken, or is not what the card says.
    """
    if recording.head.startswith(NPY_MAGIC):
        table = _from_array(recording, card, read_npy(recording, recording.content), None)
    elif recording.head.startswith(ZIP_MAGIC):
        table = _from_npz(recording, card)
    else:
        table = _from_text(recording, card)
    recording.check_reach(table.values, table.lines)
    return table


def _from_npz(recording: Recording, card: Card) -> TableValues:
    arrays = read_npz(recording)
    wanted = card.table.array or (next(iter(arrays)) if len(arrays) == 1 else "")
    if wanted not in arrays:
        raise recording.error(f"Expected table.array in the card among {', '.join(arrays)}, found '{wanted}'")
    times = None
    if isinstance(card.time.column, str) and card.time.column:
        if card.time.column not in arrays or arrays[card.time.column].ndim != 1:
            raise recording.error(f"Expected the times in a 1-D array '{card.time.column}', found {', '.join(arrays)}")
        times = arrays[card.time.column].astype(np.float64)
    return _from_array(recording, card, arrays[wanted], times)


def _from_array(recording: Recording, card: Card, array: npt.NDArray[np.generic], times: Floats | None) -> TableValues:
    numbers = array.astype(np.float64)
    if numbers.ndim == 2:
        columns = _columns_by_place(recording, card, numbers.shape[1])
        time = _time_place(recording, card, None, numbers.shape[1]) if times is None else None
        times = numbers[:, time] if time is not None else times
        values = _arranged(card, numbers[:, columns])
    else:
        values = _from_axes(recording, card, numbers)
    if not len(values) or (times is not None and len(times) != len(values)):
        raise recording.error(f"Expected frames, and a time for each, found {len(values)} frames")
    if times is None and card.time.column:
        raise recording.error(f"Expected the time column {card.time.column!r} of the card, found an array without one")
    return TableValues(_without_skipped(card, values), times, None)


def _from_axes(recording: Recording, card: Card, numbers: Floats) -> Floats:
    """(T P J values) of an array whose axes are in the card's order."""
    letters = (card.table.axes or _AXES.get(numbers.ndim, "")).split()
    if len(letters) != numbers.ndim or "T" not in letters:
        found = " ".join(letters)
        raise recording.error(f"Expected table.axes of {numbers.ndim} letters out of T P J D, found '{found}'")
    ordered = np.moveaxis(numbers, [letters.index(one) for one in "TPJD" if one in letters], range(numbers.ndim))
    for place, letter in enumerate("TPJD"):
        if letter not in letters:
            ordered = np.expand_dims(ordered, place)
    expected = (card.table.people, len(card.topology.joints), len(card.table.values))
    if ordered.shape[1:] != expected:
        raise recording.error(f"Expected people, joints, values {expected} by the card, found {ordered.shape[1:]}")
    return ordered


def _from_text(recording: Recording, card: Card) -> TableValues:
    comment = card.table.comment
    rows = [
        (line, number) for number, line in enumerate(recording.text.split("\n"), 1)
        if line.strip() and not (comment and line.lstrip().startswith(comment))
    ]  # fmt: skip
    header_rows = int(bool(card.table.columns)) if card.table.header_rows is None else card.table.header_rows
    if len(rows) <= header_rows:
        raise recording.error(
            f"Expected rows of numbers after {header_rows} header rows, found {len(rows)} rows in all"
        )
    lines, numbers = zip(*rows[header_rows:], strict=True)
    delimiter, guesses = _delimiter(card, lines[0])
    width = len(lines[0].split(delimiter))
    header = [name.strip().strip('"') for name in rows[header_rows - 1][0].split(delimiter)] if header_rows else None
    if card.table.columns:
        columns = _columns_by_name(recording, card, header)
    else:
        columns = _columns_by_place(recording, card, width)
    time = _time_place(recording, card, header, width)
    used = columns if time is None else [*columns, time]
    if max(used) >= width:
        raise recording.error(f"Expected {max(used) + 1} columns, found {width}", line=numbers[0])
    recording.check_size(len(lines), len(columns))
    table = number_table(recording, lines, numbers, delimiter, used)
    values = _without_skipped(card, _arranged(card, table[:, : len(columns)]))
    return TableValues(values, None if time is None else table[:, -1], list(numbers), guesses)


def _delimiter(card: Card, line: str) -> tuple[str | None, tuple[str, ...]]:
    """The card's delimiter, else the first of comma, semicolon and tab in the line, else white space."""
    said = card.table.delimiter
    if said is not None:
        return (None if said.strip() == "" and said != "\t" else said), ()
    found = next((mark for mark in ",;\t" if mark in line), None)
    name = {",": "commas", ";": "semicolons", "\t": "tabs", None: "white space"}[found]
    return found, (f"columns are parted by {name}: the card does not say",)


def _columns_by_name(recording: Recording, card: Card, header: Sequence[str] | None) -> list[int]:
    """The columns of all values, in the order people, joints, values, by the card's pattern of names."""
    places = {name.casefold(): place for place, name in enumerate(header or ())}
    found = []
    for person in range(card.table.people):
        for joint in card.topology.joints:
            for value in card.table.values:
                parts = {"{person}": str(person + 1), "{joint}": joint, "{value}": value}
                wanted = re.sub(r"\{(person|joint|value)\}", lambda part: parts[part.group()], card.table.columns)  # noqa: B023
                if value != "-" and wanted.casefold() not in places:
                    near = suggest(wanted.casefold(), places)
                    raise recording.error(f"Expected a column '{wanted}' in the header, found none.{near}", line=1)
                found.append(places.get(wanted.casefold(), 0))
    return found


def _columns_by_place(recording: Recording, card: Card, width: int) -> list[int]:
    """The columns after those to skip; there must be exactly as many as the card's joints need."""
    needed = card.table.people * len(card.topology.joints) * len(card.table.values)
    first = card.table.skip_columns
    if width != first + needed:
        raise recording.error(
            f"Expected {first} columns to skip and {needed} of people x joints x values, found {width} columns"
        )
    return list(range(first, first + needed))


def _arranged(card: Card, rows: Floats) -> Floats:
    """(T P J values) from rows, whose numbers run in the order of `axes` (without T)."""
    sizes = {"P": card.table.people, "J": len(card.topology.joints), "D": len(card.table.values)}
    letters = [one for one in (card.table.axes or "P J D").split() if one != "T"]
    letters = [*(one for one in sizes if one not in letters), *letters]  # an axis left out has length 1
    blocks = rows.reshape(len(rows), *(sizes[one] for one in letters))
    return blocks.transpose(0, *(1 + letters.index(one) for one in sizes))


def _without_skipped(card: Card, values: Floats) -> Floats:
    return values[..., [place for place, kind in enumerate(card.table.values) if kind != "-"]]


def _time_place(recording: Recording, card: Card, header: Sequence[str] | None, width: int) -> int | None:
    """Which column holds the time; None where the card gives a rate only."""
    column = card.time.column
    if column == "":
        return None
    if isinstance(column, int):
        if not 1 <= column <= width:
            raise recording.error(f"Expected the time in column {column} by the card, found {width} columns")
        return column - 1
    names = [name.casefold() for name in header or ()]
    if column.casefold() not in names:
        raise recording.error(f"Expected a time column '{column}', found none in the header.{suggest(column, names)}")
    return names.index(column.casefold())
