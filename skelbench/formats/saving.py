"""Files written whole or not at all, and what a file of one body asks of a sequence."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np

from skelbench.errors import FormatError
from skelbench.skeleton import SkeletonSequence, Space

__all__ = ["check_one_body", "save_bytes", "save_text"]


def save_text(path: Path, text: str) -> None:
    """Write UTF-8 text in one step: a reader never sees half a file."""
    save_bytes(path, text.encode())


def save_bytes(path: Path, content: bytes) -> None:
    """Write a file in one step.

    Raises:
        FormatError: the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    except OSError as error:
        raise FormatError(f"Expected a place to write {path.name}, but {error.strerror} ({path.parent})") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise FormatError(f"Expected to write {path}, but {error.strerror}") from error
    finally:
        Path(name).unlink(missing_ok=True)


def check_one_body(sequence: SkeletonSequence, file: str) -> None:
    """Whether a sequence is one person in 3-D, in metres, y up and right-handed, and somebody is there.

    Raises:
        FormatError: it is not, so that a `file` ("a TRC file") cannot say what it holds.
    """
    if sequence.people != 1:
        raise FormatError(f"Expected one person to write {file}, found {sequence.people}; write a card or an archive")
    space = Space(frame=sequence.space.frame)
    if sequence.dimensions != 3 or sequence.space != space:
        found = f"{sequence.dimensions}-D in {sequence.space.unit}, {sequence.space.up} up"
        raise FormatError(
            f"Expected 3-D positions in metres, y up and right-handed, to write {file}, found {found}; write a card"
        )
    if not np.any(sequence.valid):
        raise FormatError(f"Expected a joint with a position in some frame to write {file}, found none")
