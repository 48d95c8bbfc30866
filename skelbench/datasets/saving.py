"""Clips as files: each in the first format that can say all of it, its truth beside it, and a table of labels."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from skelbench.datasets.clips import Clip
from skelbench.datasets.folder import TABLE
from skelbench.errors import FormatError, ParameterError
from skelbench.formats import write
from skelbench.skeleton import SkeletonSequence

__all__ = ["save_clips"]

_SUFFIXES = {"ntu": ".skeleton", "humanml3d": ".npy", "card": ".csv"}


def save_clips(clips: Iterable[Clip], folder: Path) -> list[Path]:
    """Write clips and `labels.csv` into a folder that the source `folder` reads back; the paths, in order.

    Raises:
        ParameterError: the folder holds a table of labels already.
    """
    if (folder / TABLE).exists():
        raise ParameterError(f"Expected a new folder to write clips to, found {TABLE} in {folder}; name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    paths, rows = [], []
    for clip in clips:
        path = _write_clip(clip.sequence, folder / clip.id)
        paths.append(path)
        rows.append((path.name, clip.label, clip.subject or "", clip.view or "", clip.split or ""))
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerows([("file", "label", "subject", "view", "split"), *rows])
    return paths


def _write_clip(sequence: SkeletonSequence, stem: Path) -> Path:
    """Write with the first format that accepts the sequence; a card accepts every one."""
    for name in ("ntu", "humanml3d"):
        path = stem.with_name(stem.name + _SUFFIXES[name])
        try:
            write(sequence, path, name)
        except FormatError:
            continue
        return path
    path = stem.with_name(stem.name + _SUFFIXES["card"])
    write(sequence, path, "card")
    return path
