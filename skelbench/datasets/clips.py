"""Clips and lazy sets of clips: what every source of data hands out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import overload

from skelbench.records import digest
from skelbench.skeleton import SkeletonSequence

__all__ = ["Clip", "ClipSet", "Entry"]


@dataclass(frozen=True, eq=False)
class Clip:
    """One motion of a set, with what the set knows about it."""

    id: str
    sequence: SkeletonSequence
    label: str
    subject: str | None = None
    view: str | None = None
    split: str | None = None


@dataclass(frozen=True)
class Entry:
    """A clip before it is read or made: its id, what is known without opening it, and what its content hangs on."""

    id: str
    label: str
    subject: str | None = None
    view: str | None = None
    split: str | None = None
    key: str = ""  # where the source finds it
    fingerprint: str = ""  # SHA-256 of its file; empty where the id says it all
    traits: Mapping[str, str] = field(default_factory=dict, hash=False)  # what else its file's name says


@dataclass(frozen=True, eq=False)
class ClipSet(Sequence[Clip]):
    """A lazy sequence of clips: each is read or made when it is asked for, and not kept.

    A slice is a set too. `labels` costs nothing; `content_hash` reads files but makes no clip.
    """

    name: str
    entries: Sequence[Entry]
    open_clip: Callable[[Entry], SkeletonSequence] = field(repr=False)
    fingerprint: Callable[[Entry], str] = field(repr=False, default=lambda entry: entry.fingerprint)
    notes: tuple[str, ...] = ()  # what was left out of it and why, a sentence each

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, index: int) -> Clip: ...

    @overload
    def __getitem__(self, index: slice) -> ClipSet: ...

    def __getitem__(self, index: int | slice) -> Clip | ClipSet:
        if isinstance(index, slice):
            return replace(self, entries=self.entries[index])
        entry = self.entries[index]
        sequence = self.open_clip(entry)
        view = entry.view or sequence.meta.get("view")
        return Clip(entry.id, sequence, entry.label, entry.subject, view, entry.split)

    def __iter__(self) -> Iterator[Clip]:
        return (self[index] for index in range(len(self)))

    def only(self, keep: Callable[[Entry], bool]) -> ClipSet:
        """The clips whose entry is kept, for example those of one label, without opening any."""
        return replace(self, entries=tuple(entry for entry in self.entries if keep(entry)))

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in order."""
        return tuple(entry.id for entry in self.entries)

    @property
    def classes(self) -> tuple[str, ...]:
        """The different labels, in order of the alphabet."""
        return tuple(sorted(set(self.labels)))

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels in order, known without opening a clip."""
        return tuple(entry.label for entry in self.entries)

    @property
    def performances(self) -> tuple[str, ...]:
        """For every clip the name of what was performed: one and the same for what several cameras saw at once."""
        return tuple(_performance(entry) for entry in self.entries)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over ids, labels and, where clips are files, the files."""
        return digest([[entry.id, entry.label, self.fingerprint(entry)] for entry in self.entries])


def _performance(entry: Entry) -> str:
    told = [value for name, value in sorted(entry.traits.items()) if name != "view"]
    return " ".join([entry.label, *told]) if told else entry.id
