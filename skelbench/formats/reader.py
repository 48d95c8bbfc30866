"""What a format is: how to recognise it, read it and, where it makes sense, write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from skelbench.formats.recording import Recording
from skelbench.registry import Registry
from skelbench.skeleton import Segment, SkeletonSequence

__all__ = ["FORMATS", "FormatReader"]


@dataclass(frozen=True)
class FormatReader:
    """One skeleton format.

    Readers give metres, seconds, y up and right-handed axes wherever the unit is known; pixels stay pixels with y
    down. What a reader had to assume goes into `guesses`, what it changed into `history`.
    """

    summary: str
    looks_like: Callable[[Recording], bool]  # by content; it looks at the head of the file only
    read: Callable[[Recording], SkeletonSequence]
    write: Callable[[SkeletonSequence, Path], None] | None = None
    suffixes: tuple[str, ...] = ()  # whose complaint a broken file gets when no content was recognised
    motion_hash: Callable[[Recording], str] | None = None  # of the motion alone, where a file also says its own name
    segments: Callable[[Recording], tuple[Segment, ...]] | None = None  # labelled stretches, without the joints


FORMATS = Registry[FormatReader]("skeleton format")
