"""DeepLabCut h5: body parts of animals (or people) that somebody named, in pixels or in space.

Mathis et al. 2018; a table of pandas whose columns are (scorer, bodypart, coordinate), with an individual in between
where there are several animals; coordinates x, y, likelihood, or x, y, z. The bones are those of `config.yaml`.
HDF5 is read by h5py in a process of its own (`caged`); column names, which pandas pickles, by `sealed_pickle`.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.formats.caged import run_caged
from skelbench.formats.point_names import named_topology
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.formats.sealed_pickle import read_pickle
from skelbench.skeleton import SkeletonSequence, Space

__all__ = ["looks_like_deeplabcut", "read_deeplabcut"]

FPS = 30.0  # the file does not say
MOST_ANIMALS = 20
_HDF5 = b"\x89HDF\r\n\x1a\n"
_PROGRAM = Path(__file__).with_name("h5_program.py")
_LARGEST_CONFIG = 1_000_000  # bytes
_FLAT, _DEEP = ("x", "y", "likelihood"), ("x", "y", "z")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Table:
    index: npt.NDArray[np.int64]  # (T) frame numbers
    values: Floats  # (T columns)
    columns: list[tuple[str, str, str]]  # individual, bodypart, coordinate


def looks_like_deeplabcut(recording: Recording) -> bool:
    """An HDF5 file."""
    return recording.head.startswith(_HDF5)


def read_deeplabcut(recording: Recording) -> SkeletonSequence:
    """Pixels, y down, with the likelihood as confidence; or three dimensions in a unit nobody said."""
    if not looks_like_deeplabcut(recording):
        raise recording.error("Expected a DeepLabCut h5, found no HDF5 file")
    table = _read_table(recording)
    animals = list(dict.fromkeys(animal for animal, _, _ in table.columns))
    parts = list(dict.fromkeys(part for _, part, _ in table.columns))
    kinds = {kind for _, _, kind in table.columns}
    coordinates = next((known for known in (_FLAT, _DEEP) if kinds == set(known)), None)
    if coordinates is None or len(animals) > MOST_ANIMALS:
        raise recording.error(
            f"Expected x, y, likelihood or x, y, z of at most {MOST_ANIMALS} animals, "
            f"found {', '.join(sorted(kinds)):.60} of {len(animals)}"
        )
    recording.check_size(len(table.index), len(animals), len(parts))
    values = _arranged(recording, table, animals, parts, coordinates)
    recording.check_reach(values)
    return _sequence(recording, table, values, parts, animals)


def _sequence(
    recording: Recording, table: _Table, values: Floats, parts: Sequence[str], animals: Sequence[str]
) -> SkeletonSequence:
    flat = "likelihood" in {kind for _, _, kind in table.columns}
    topology = named_topology(recording, "deeplabcut", parts, _links(recording, parts))
    guesses = [f"{FPS:g} frames per second: the file holds frame numbers only"]
    if flat:
        guesses.append("pixels, y down; the likelihood is the confidence, and no point is dropped for it")
    else:
        guesses.append("neither unit nor axes are in the file: numbers stay as they are, y is taken as up")
    if not topology.bones:
        guesses.append("no bones: no config.yaml beside the file names a skeleton of these parts")
    confidence = np.clip(np.nan_to_num(values[..., 2]), 0, 1) if flat else None
    times = (table.index - table.index[0]) / FPS
    return recording.sequence(
        recording.source("deeplabcut"), topology, values[..., :2] if flat else values, times, confidence=confidence,
        space=Space("px", "-y", "right", "image") if flat else Space("unknown", frame="body"), guesses=tuple(guesses),
        meta={"first_frame": str(table.index[0])} | ({"individuals": " ".join(animals)} if len(animals) > 1 else {}),
    )  # fmt: skip


def _read_table(recording: Recording) -> _Table:
    if importlib.util.find_spec("h5py") is None:
        raise recording.error(
            "Expected h5py to read HDF5, found none; install it with: pip install 'skelbench[deeplabcut]'"
        )
    said, _, numbers = run_caged(recording, _PROGRAM).partition(b"\n")
    found: dict[str, Any] = json.loads(said)
    if "error" in found:
        raise recording.error(f"Expected a DeepLabCut table in an HDF5 file, but {found['error']}")
    rows, width = int(found["rows"]), int(found["columns"])
    index = np.frombuffer(numbers, dtype=np.int64, count=rows)
    values = np.frombuffer(numbers, dtype=np.float64, offset=index.nbytes).reshape(rows, width)
    if not rows or (np.diff(index) <= 0).any() or np.abs(index).max() > 10**12:
        raise recording.error(f"Expected frame numbers that increase, found others in {rows} rows")
    return _Table(index, values, _columns(recording, base64.b64decode(found["names"]), width))


def _columns(recording: Recording, pickled: bytes, width: int) -> list[tuple[str, str, str]]:
    """Individual ('' where there is one), bodypart and coordinate of every column."""
    names = read_pickle(recording, pickled)
    if isinstance(names, list) and len(names) == 1 and isinstance(names[0], tuple) and len(names[0]) == 2:
        names = names[0][1]  # of the whole table: [(1, names)]
    fitting = isinstance(names, list) and len(names) == width and all(map(_is_column, names))
    if not fitting:
        raise recording.error(f"Expected {width} columns (scorer, bodypart, coordinate) in the table, found others")
    columns = [(name[1] if len(name) == 4 else "", name[-2], name[-1]) for name in names]
    if len(set(columns)) < len(columns):
        raise recording.error("Expected every column once, found one twice; one scorer a file is read")
    return columns


def _is_column(name: Any) -> bool:
    return isinstance(name, tuple) and len(name) in (3, 4) and all(isinstance(word, str) for word in name)


def _arranged(
    recording: Recording, table: _Table, animals: Sequence[str], parts: Sequence[str], coordinates: Sequence[str]
) -> Floats:
    """(T P J 3), NaN where an animal has no such part."""
    values = np.full((len(table.index), len(animals), len(parts), 3), np.nan)
    places = ({one: row for row, one in enumerate(names)} for names in (animals, parts, coordinates))
    animal_row, part_row, kind_row = places
    for column, (animal, part, kind) in enumerate(table.columns):
        values[:, animal_row[animal], part_row[part], kind_row[kind]] = table.values[:, column]
    return values


def _links(recording: Recording, parts: Sequence[str]) -> list[list[int]]:
    """Bones as pairs of rows, by the skeleton in config.yaml beside the file or in the folder above."""
    rows = {part: row for row, part in enumerate(parts)}
    for folder in (recording.path.parent, recording.path.parent.parent):
        config = folder / "config.yaml"
        if config.is_file():
            text = recording.content_of(config, _LARGEST_CONFIG).decode("utf-8", errors="replace")
            return [[rows[a], rows[b]] for a, b in _skeleton_lines(text) if a in rows and b in rows]
    return []


def _skeleton_lines(text: str) -> list[tuple[str, str]]:
    """The pairs under `skeleton:`, written as `- - a` and `- b` on two lines or as `- [a, b]` on one."""
    section = re.search(r"^skeleton:[^\n]*\n((?:[ \t]*-[^\n]*\n?)*)", text, flags=re.MULTILINE)
    lines = section.group(1).splitlines() if section else []
    pairs = []
    for line, following in pairwise([*lines, ""]):
        if inline := re.fullmatch(r"\s*-\s*\[([^,\[\]]+),([^,\[\]]+)\]\s*", line):
            pairs.append((_bare(inline.group(1)), _bare(inline.group(2))))
        elif (first := re.fullmatch(r"\s*-\s+-\s+(\S.*)", line)) and (
            second := re.fullmatch(r"\s*-\s+([^-\s].*)", following)
        ):
            pairs.append((_bare(first.group(1)), _bare(second.group(1))))
    return pairs


def _bare(word: str) -> str:
    return word.strip().strip("'\"")


FORMATS.register("deeplabcut")(
    FormatReader(
        "DeepLabCut h5, two or three dimensions", looks_like_deeplabcut, read_deeplabcut, None, (".h5", ".hdf5")
    )
)
