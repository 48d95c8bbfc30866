"""A folder of recordings with a table of labels: `labels.csv` with file, label and, if known, subject and split."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path

from skelbench.datasets.clips import ClipSet, Entry
from skelbench.errors import FormatError, ParameterError
from skelbench.formats import read
from skelbench.registry import suggest
from skelbench.skeleton import SkeletonSequence

__all__ = ["TABLE", "folder_clips"]

TABLE = "labels.csv"
_COLUMNS = ("file", "label", "subject", "view", "split")
_OPTIONS = ("split",)


def folder_clips(folder: Path, options: Mapping[str, str]) -> ClipSet:
    """The clips that the folder's table names; files are read when a clip is asked for.

    Raises:
        FormatError: the table is missing or malformed, or names a file that is not in the folder.
        ParameterError: an option is unknown.
    """
    for key in options:
        if key not in _OPTIONS:
            raise ParameterError(
                f"A folder has no option '{key}'.{suggest(key, _OPTIONS)} Its options: {', '.join(_OPTIONS)}."
            )
    rows = _rows(folder / TABLE)
    entries = tuple(_entry(folder, number, row) for number, row in enumerate(rows, start=2))
    if "split" in options:
        entries = tuple(entry for entry in entries if entry.split == options["split"])
    if not entries:
        raise FormatError(
            f"Expected at least one clip in {folder / TABLE}, found none for {dict(options) or 'any split'}"
        )

    def read_clip(entry: Entry) -> SkeletonSequence:
        return read(folder / entry.key).changed(label=entry.label, subject=entry.subject)

    return ClipSet("folder", entries, read_clip, lambda entry: _file_hash(folder / entry.key))


def _rows(table: Path) -> list[dict[str, str]]:
    try:
        text = table.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"Expected a table of labels at {table}, but it cannot be read ({error})") from error
    reader = csv.DictReader(text.splitlines(), skipinitialspace=True)
    columns = reader.fieldnames or []
    missing = [column for column in ("file", "label") if column not in columns]
    unknown = [column for column in columns if column not in _COLUMNS]
    if missing or unknown:
        wrong = f"lacks {', '.join(missing)}" if missing else f"has unknown columns {', '.join(unknown)}"
        raise FormatError(f"Expected the columns file,label[,subject,view,split] in {table}, which {wrong}")
    return list(reader)


def _entry(folder: Path, line: int, row: Mapping[str, str | None]) -> Entry:
    file, label = (row.get("file") or "").strip(), (row.get("label") or "").strip()
    if not file or not label:
        raise FormatError(
            f"Expected a file and a label in line {line} of {folder / TABLE}, found {file!r} and {label!r}"
        )
    path = folder / file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise FormatError(f"Line {line} of {folder / TABLE} names {file}, which lies outside the folder")
    if not path.exists():
        raise FormatError(f"Line {line} of {folder / TABLE} names {file}, which is not there")
    subject, view, split = ((row.get(key) or "").strip() or None for key in ("subject", "view", "split"))
    return Entry(file, label, subject, view, split, file)


def _file_hash(path: Path) -> str:
    """SHA-256 of a file, or of the files of a folder with their names."""
    files = sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(path).as_posix().encode() if path.is_dir() else b"")
        total.update(file.read_bytes())
    return total.hexdigest()
