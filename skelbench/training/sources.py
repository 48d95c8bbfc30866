"""Where training clips come from: one source or several, made or recorded, all of each label or a few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import overload

import numpy as np
import numpy.typing as npt

from skelbench.datasets import ClipSet, Entry, load
from skelbench.errors import ParameterError
from skelbench.skeleton import SkeletonSequence

__all__ = ["few_shots", "load_sources", "parse_paths"]

_JOINT = " + "


def parse_paths(written: Sequence[str]) -> dict[str, Path]:
    """Folders of recorded sets from `NAME=PATH` each.

    Raises:
        ParameterError: an item is not written so, or a name is given twice.
    """
    paths: dict[str, Path] = {}
    for item in written:
        name, equals, path = item.partition("=")
        if not (name and equals and path):
            raise ParameterError(f"Expected --data NAME=PATH, for example nw_ucla=FOLDER, found '{item}'")
        if name in paths:
            raise ParameterError(f"The folder of '{name}' is given twice: {paths[name]} and {path}")
        paths[name] = Path(path)
    return paths


def load_sources(written: str, paths: Mapping[str, Path] | None = None, shots: int = 0) -> ClipSet:
    """The clips of a source, or of several joined by " + ", evenly interleaved; with `shots` so many a label.

    Raises:
        ParameterError: a source or option is unknown, a recorded set has no path, or nothing is left.
    """
    found = [_load(one.strip(), paths or {}) for one in written.split(_JOINT)]
    clips = found[0] if len(found) == 1 else _interleaved(written, found)
    return few_shots(clips, shots) if shots else clips


def _load(source: str, paths: Mapping[str, Path]) -> ClipSet:
    name = source.partition(":")[0]
    return load(source, paths.get(name) if name != "choreography" else None)


def few_shots(clips: ClipSet, shots: int) -> ClipSet:
    """The first `shots` clips of every label, in their order.

    Raises:
        ParameterError: there are no clips to take.
    """
    taken: Counter[str] = Counter()
    kept = []
    for entry in clips.entries:
        if taken[entry.label] < shots:
            taken[entry.label] += 1
            kept.append(entry)
    if not kept:
        raise ParameterError(f"Expected clips to take {shots} of each label from, found none in '{clips.name}'")
    return replace(clips, entries=tuple(kept))


def _interleaved(name: str, sets: Sequence[ClipSet]) -> ClipSet:
    """All clips of all sets, each set spread evenly over the whole."""

    def parts(entry: Entry) -> tuple[ClipSet, Entry]:
        number, _, key = entry.key.partition(":")
        return sets[int(number)], replace(entry, key=key)

    def open_clip(entry: Entry) -> SkeletonSequence:
        clips, own = parts(entry)
        return clips.open_clip(own)

    def fingerprint(entry: Entry) -> str:
        clips, own = parts(entry)
        return clips.fingerprint(own)

    notes = tuple(note for clips in sets for note in clips.notes)
    return ClipSet(name, _Interleaved(sets), open_clip, fingerprint, notes)


class _Interleaved(Sequence[Entry]):
    """Entries of several sets, worked out when they are asked for."""

    def __init__(self, sets: Sequence[ClipSet], places: npt.NDArray[np.int64] | None = None) -> None:
        self._sets = sets
        if places is None:
            ends = np.concatenate([(np.arange(len(clips)) + 0.5) / len(clips) for clips in sets])
            numbers = np.repeat(np.arange(len(sets)), [len(clips) for clips in sets])
            rows = np.concatenate([np.arange(len(clips)) for clips in sets])
            places = np.stack([numbers, rows], axis=1)[np.lexsort((numbers, ends))]
        self._places = places  # (N 2) which set, which row of it

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> _Interleaved: ...

    def __getitem__(self, index: int | slice) -> Entry | _Interleaved:
        if isinstance(index, slice):
            return _Interleaved(self._sets, self._places[index])
        number, row = self._places[index].tolist()
        entry: Entry = self._sets[number].entries[row]
        return replace(entry, key=f"{number}:{entry.key}")
