"""What a format is: how to recognise it, read it and, where it makes sense, write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypedDict

from skelbench.formats.recording import Recording
from skelbench.registry import Registry
from skelbench.skeleton import Segment, SkeletonSequence

__all__ = ["FORMATS", "FormatReader", "Said"]


class Said(TypedDict, total=False):
    """What a caller may say about a recording beside its format; a format that does not listen refuses it."""

    card: str | Path | None  # a topology card for a plain table; else `<file>.card.toml` or `card.toml` beside it
    camera: str | None  # which camera of a folder of several
    clip: str | None  # which clip of a file of several
    detail: Literal["body", "whole"] | None  # "whole": face and hands too, where a detector wrote them
    people: Sequence[int] | None  # of those who were followed, which are kept: numbers as `guesses` lists them
    body_model: str | Path | None  # the caller's own SMPL-H model (npz), or a folder of one for each gender


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
    options: tuple[str, ...] = ()  # of `Said`, those this format listens to


FORMATS = Registry[FormatReader]("skeleton format")
