"""What of a recorded set is there, what is missing and what differs from the published files, by a list of checksums.

A list is `data/cards/checksums/NAME.txt`: a line "[folder]" and then a line a file, the first sixteen digits of the
SHA-256 of its content and its name (lines of files that nobody reads may be taken out by hand). Files packed with gzip
are compared unpacked, so that packing does not matter.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from skelbench.datasets.cards import DatasetCard
from skelbench.datasets.recorded import files_of
from skelbench.errors import FormatError, ParameterError, RecordError
from skelbench.formats import Recording
from skelbench.formats.gzipped import unpacked
from skelbench.paths import data_folder

__all__ = ["Inventory", "content_digest", "read_checksums", "save_checksums", "take_inventory"]

_DIGITS = 16
_LARGEST_FILE = 400_000_000  # bytes, unpacked


@dataclass(frozen=True)
class Inventory:
    """A folder held against what a data set should be."""

    expected: int  # files of the complete set; 0 where it is not known
    present: int
    missing: tuple[str, ...]  # paths
    changed: tuple[str, ...]  # paths whose content is not the published one
    unknown: int  # files that the set does not have
    checked: bool  # whether contents could be compared: there is a list of checksums

    @property
    def holds(self) -> bool:
        """Whether everything is there, and unchanged as far as that can be told."""
        return not self.missing and not self.changed and self.present >= self.expected

    @property
    def verdict(self) -> str:
        """One sentence."""
        of = f"{self.present:,} of {self.expected:,} files" if self.expected else f"{self.present:,} files"
        if not self.checked:
            return (
                f"{of} are there; no checksums of this set are known: `skelbench data checksums` writes those of a "
                "folder you trust, and later checks hold to them"
            )
        return (
            f"{of} are there, {len(self.missing):,} are missing, {len(self.changed):,} differ from the published ones"
        )


def take_inventory(card: DatasetCard, folder: Path, progress: Callable[[], None] = lambda: None) -> Inventory:
    """Hold the files of a folder against the list of the set, or count them where there is no list.

    Raises:
        ParameterError: the source is not a recorded set.
        FormatError: the folder is missing or a file cannot be read.
    """
    if card.files is None:
        raise ParameterError(f"'{card.name}' has no files to check. {card.access}".strip())
    found = files_of(card, folder)  # says that there is no such folder
    listed = read_checksums(card.name)
    if not listed:
        return Inventory(card.files.count, len(found), (), (), 0, False)
    depth = _depth(listed)
    there: dict[str, list[str]] = {}
    for path in _paths_below(folder):
        there.setdefault(_tail(path, depth), []).append(path)
    missing, changed = [], []
    for path, digits in listed.items():
        candidates = there.get(_tail(path, depth), [])
        if not candidates:
            missing.append(path)
        elif content_digest(folder / max(candidates, key=lambda one: _shared_parts(one, path))) != digits:
            changed.append(path)
        progress()
    present = len(listed) - len(missing)
    unknown = sum(len(paths) for paths in there.values()) - present
    return Inventory(len(listed), present, tuple(missing), tuple(changed), unknown, True)


def content_digest(path: Path) -> str:
    """The first digits of the SHA-256 of a file, unpacked if it is packed.

    Raises:
        FormatError: the file cannot be read or unpacked.
    """
    recording = Recording(path)
    content = unpacked(recording, recording.content_of(path, _LARGEST_FILE), _LARGEST_FILE)
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def read_checksums(name: str) -> Mapping[str, str]:
    """Path -> digits, in order; empty where the set has no list.

    Raises:
        RecordError: the list is malformed.
    """
    place = _place(name)
    if not place.is_file():
        return {}
    found: dict[str, str] = {}
    folder = ""
    for number, line in enumerate(place.read_text("utf-8").splitlines(), start=1):
        if match := re.fullmatch(r"\[(.*)\]", line):
            folder = f"{match.group(1)}/" if match.group(1) else ""
        elif match := re.fullmatch(rf"([0-9a-f]{{{_DIGITS}}}) (\S.*)", line):
            found[folder + match.group(2)] = match.group(1)
        else:
            raise RecordError(f"Expected '[folder]' or a checksum and a name in line {number} of {place.name}")
    return found


def save_checksums(name: str, folder: Path) -> Path:
    """Write the list of a set from a folder that is complete and unchanged."""
    lines, before = [], None
    for path in sorted(_paths_below(folder), key=lambda path: path.rpartition("/")[::2]):
        place, _, file = path.rpartition("/")
        lines += [f"[{place}]"] if place != before else []
        lines.append(f"{content_digest(folder / path)} {file}")
        before = place
    if not lines:
        raise FormatError(f"Expected the files of {name} in {folder}, found none")
    _place(name).parent.mkdir(parents=True, exist_ok=True)
    _place(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return _place(name)


def _place(name: str) -> Path:
    return data_folder() / "cards" / "checksums" / f"{name}.txt"


def _paths_below(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        inside = Path(place).relative_to(folder).as_posix()
        yield from (name if inside == "." else f"{inside}/{name}" for name in names)


def _tail(path: str, depth: int) -> str:
    """The last parts of a path, by which a file is known wherever its folder lies and however it is packed."""
    return "/".join(path.removesuffix(".gz").split("/")[-depth:])


def _shared_parts(one: str, other: str) -> int:
    """How many parts, from the end, two paths have in common."""
    parts = [path.removesuffix(".gz").split("/")[::-1] for path in (one, other)]
    return next((n for n, (a, b) in enumerate(zip(*parts, strict=False)) if a != b), min(map(len, parts)))


def _depth(paths: Mapping[str, str]) -> int:
    """How many parts from the end tell the files of a set apart."""
    depth = 1
    while len({_tail(path, depth) for path in paths}) < len(paths) and depth < 20:
        depth += 1
    return depth
