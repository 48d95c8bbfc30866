"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from skelbench.errors import FormatError

__all__ = ["save_bytes", "save_text"]


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
