"""Recorded sets by their cards: files found by name, labels and splits known before any is read."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from skelbench.datasets.cards import DatasetCard, FilesOfSet
from skelbench.datasets.clips import ClipSet, Entry
from skelbench.datasets.protocols import Protocol, plain_code
from skelbench.errors import FormatError, ParameterError
from skelbench.formats import motion_hash, read, segments_of
from skelbench.registry import suggest
from skelbench.skeleton import Segment, SkeletonSequence

__all__ = ["files_of", "recorded_clips"]

_DUPLICATES = ("remove", "keep")
Found = tuple[str, Mapping[str, str]]  # a path within the folder, and what it says


def recorded_clips(card: DatasetCard, folder: Path, options: Mapping[str, str]) -> ClipSet:
    """The clips of a recorded set, in order of their paths; a file is read when a clip of it is asked for.

    Options are `protocol`, `split` (one of the protocol's, or "all"), `duplicates` (remove or keep) and every group of
    the card's pattern, several values joined by "+": `subject=s01+s02,view=v01`.

    Raises:
        ParameterError: an option is unknown, or its value is none that it can have.
        FormatError: the folder holds no file of the set.
    """
    files = card.files
    assert files is not None
    protocol, split, keep = _chosen(card, files, options)
    found = files_of(card, folder)
    if not found:
        raise FormatError(
            f"Expected the files of {card.name} ({files.pattern}) in {folder}, found none; {card.access or card.origin}"
        )
    entries = list(_segments(card, files, folder, found) if files.clips == "segments" else _whole(card, files, found))
    entries, notes = _without_the_unfit(files, folder, entries, options)
    if protocol is not None:
        protocol = replace(protocol, lists={**protocol.lists, **_lists_beside(folder, protocol, split)})
    entries = [replace(entry, split=protocol.split_of({**entry.traits, "label": entry.label}) if protocol else None)
               for entry in entries if keep(entry)]  # fmt: skip
    if split != "all":
        entries = [entry for entry in entries if entry.split == split]
    if not entries:
        raise FormatError(f"Expected at least one clip of {card.name} in {folder}, found none for {dict(options)}")
    written = ",".join(f"{key}={value}" for key, value in options.items())
    return ClipSet(
        f"{card.name}:{written}" if written else card.name, tuple(entries), _opener(folder, files),
        lambda entry: _entry_hash(folder, entry), notes,
    )  # fmt: skip


def _without_the_unfit(
    files: FilesOfSet, folder: Path, entries: list[Entry], options: Mapping[str, str]
) -> tuple[list[Entry], tuple[str, ...]]:
    """The clips without those that a list of the set leaves out and without repeats; and a sentence about each."""
    notes = []
    if files.ignore:
        unfit = set((_text_below(folder, files.ignore) or "").split())
        kept = [entry for entry in entries if entry.id not in unfit]
        if not unfit:
            notes.append(f"{files.ignore} is not there: clips without a skeleton are still among these")
        elif len(kept) < len(entries):
            notes.append(f"{len(entries) - len(kept)} of {len(entries)} clips are left out by {files.ignore}")
        entries = kept
    if files.remove_duplicates and options.get("duplicates", "remove") == "remove":
        kept = _without_repeats(entries, lambda entry: motion_hash(folder / entry.key, files.format))
        if len(kept) < len(entries):
            notes.append(
                f"{len(entries) - len(kept)} of {len(entries)} clips repeat an earlier clip's motion: left out"
            )
        entries = kept
    return entries, tuple(notes)


def _lists_beside(folder: Path, protocol: Protocol, split: str) -> dict[str, str]:
    """The lists that come with the set and that the protocol's rules speak of.

    Raises:
        FormatError: the list of the split asked for is not there.
    """
    lists = {}
    for name in protocol.list_files:
        text = _text_below(folder, name)
        if text is None and name in protocol.splits.get(split, "").split():
            raise FormatError(f"Expected {name}, which says what belongs to '{split}', in {folder}, found none")
        lists[name] = text or ""
    return lists


def _text_below(folder: Path, name: str) -> str | None:
    """The text of the first file of that name in a folder or below it."""
    place = next((folder / path for path in sorted(_paths_below(folder)) if Path(path).name == name), None)
    if place is None:
        return None
    try:
        return place.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"Expected a list of names in {place}, but it cannot be read ({error})") from error


def files_of(card: DatasetCard, folder: Path) -> list[Found]:
    """The files in a folder whose paths end as the card says, in order, with what each path says.

    Raises:
        FormatError: there is no such folder.
    """
    assert card.files is not None
    if not folder.is_dir():
        raise FormatError(
            f"Expected the folder of {card.name}, found {'a file' if folder.exists() else 'none'}: {folder}"
        )
    pattern = re.compile(rf"(?:.*/)?{card.files.pattern}")
    matches = ((path, pattern.fullmatch(path)) for path in sorted(_paths_below(folder)))
    return [(path, _traits(card, match)) for path, match in matches if match]


def _traits(card: DatasetCard, match: re.Match[str]) -> dict[str, str]:
    """What a path says, in the card's words where it has some for a group's codes."""
    return {group: card.codes.get(group, {}).get(code or "", code or "") for group, code in match.groupdict().items()}


def _paths_below(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        inside = Path(place).relative_to(folder).as_posix()
        yield from (name if inside == "." else f"{inside}/{name}" for name in names)


def _chosen(
    card: DatasetCard, files: FilesOfSet, options: Mapping[str, str]
) -> tuple[Protocol | None, str, Callable[[Entry], bool]]:
    """The protocol, the split and the rule by groups that the options ask for."""
    groups = (*files.groups, "label")
    known = ("protocol", "split", "duplicates", *groups)
    for key in options:
        if key not in known:
            raise ParameterError(
                f"{card.name} has no option '{key}'.{suggest(key, known)} Its options: {', '.join(known)}."
            )
    name = options.get("protocol", next(iter(card.protocols), ""))
    if name and name not in card.protocols:
        raise ParameterError(
            f"{card.name} has no protocol '{name}'.{suggest(name, card.protocols)} Its protocols: "
            f"{', '.join(card.protocols)}."
        )
    protocol = card.protocols.get(name)
    splits = ("all", *(protocol.splits if protocol else ()))
    split = options.get("split", "all")
    for key, value, choices in (
        ("split", split, splits),
        ("duplicates", options.get("duplicates", "keep"), _DUPLICATES),
    ):
        if value not in choices:
            raise ParameterError(
                f"{card.name}'s '{key}' cannot be '{value}'.{suggest(value, choices)} Choices: {', '.join(choices)}."
            )
    wanted = {key: {plain_code(value) for value in options[key].split("+")} for key in groups if key in options}

    def keep(entry: Entry) -> bool:
        traits = {**entry.traits, "label": entry.label}
        return all(plain_code(traits.get(key, "")) in values for key, values in wanted.items())

    return protocol, split, keep


def _entry(card: DatasetCard, files: FilesOfSet, path: str, traits: Mapping[str, str], code: str) -> Entry:
    label = card.label_of(code) if files.label else ""
    identity = files.ids.format_map(traits) if files.ids else path.rpartition("/")[2].partition(".")[0]
    return Entry(identity, label, traits.get("subject"), traits.get("view"), key=path, traits=dict(traits))


def _whole(card: DatasetCard, files: FilesOfSet, found: Iterable[Found]) -> Iterator[Entry]:
    for path, traits in found:
        yield _entry(card, files, path, traits, traits.get(files.label, ""))


def _segments(card: DatasetCard, files: FilesOfSet, folder: Path, found: Iterable[Found]) -> Iterator[Entry]:
    """A clip for every labelled stretch of every file, in the order of its labels."""
    for path, traits in found:
        for row, segment in enumerate(segments_of(folder / path, files.format)):
            entry = _entry(card, files, path, traits, segment.label)
            span = {"segment": str(row), "span": f"{segment.start_s:.6g} {segment.end_s:.6g}"}
            yield replace(entry, id=f"{entry.id}_{segment.label}", traits={**traits, **span})


def _without_repeats(entries: Iterable[Entry], content: Callable[[Entry], str]) -> list[Entry]:
    seen: set[str] = set()
    kept = []
    for entry in entries:
        found = content(entry)
        if found not in seen:
            seen.add(found)
            kept.append(entry)
    return kept


def _opener(folder: Path, files: FilesOfSet) -> Callable[[Entry], SkeletonSequence]:
    def open_file(entry: Entry) -> SkeletonSequence:
        return read(folder / entry.key, files.format).changed(label=entry.label or None, subject=entry.subject)

    def open_segment(entry: Entry) -> SkeletonSequence:
        path = folder / entry.key
        whole = _read_whole(path, files.format, path.stat().st_mtime_ns)
        segment = segments_of(path, files.format)[int(entry.traits["segment"])]
        return _cut(whole, segment, path).changed(label=entry.label, subject=entry.subject)

    return open_segment if files.clips == "segments" else open_file


def _cut(whole: SkeletonSequence, segment: Segment, path: Path) -> SkeletonSequence:
    """The frames of a segment, first and last included, at times that begin with 0."""
    inside = np.flatnonzero((whole.times >= segment.start_s) & (whole.times <= segment.end_s))
    if not inside.size:
        span = f"{segment.start_s:g} s to {segment.end_s:g} s"
        raise FormatError(f"Expected a frame between {span}, where '{segment.label}' is labelled, found none in {path}")
    part = whole.span(int(inside[0]), int(inside[-1]) + 1)
    return part.changed(times=part.times - part.times[0])


@lru_cache(maxsize=4)
def _read_whole(path: Path, format: str, _: int) -> SkeletonSequence:
    """A recording whose segments are asked for one after the other is read once."""
    return read(path, format)


def _entry_hash(folder: Path, entry: Entry) -> str:
    total = hashlib.sha256((folder / entry.key).read_bytes())
    total.update(entry.traits.get("span", "").encode())
    return total.hexdigest()
