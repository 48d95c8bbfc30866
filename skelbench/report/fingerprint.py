"""What a report read, by hash: files, folders and clip sources made from a seed; and where a record says they lie."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from skelbench.errors import ReportError
from skelbench.paths import project_folder
from skelbench.records import digest

__all__ = ["file_sha256", "files_of", "find_input", "folder_sha256", "input_sha256", "recorded_path"]

_IGNORED = frozenset({"__pycache__", ".ipynb_checkpoints", ".DS_Store"})


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> dict[str, str]:
    """Relative path -> SHA-256 of every file below a folder, sorted; caches are left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = (path for path in files if not _IGNORED & set(path.relative_to(folder).parts))
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in kept}


def folder_sha256(folder: Path) -> str:
    """One hash over a folder's files and their names."""
    return digest(files_of(folder))


def input_sha256(path: Path) -> str:
    """The hash of a file, or of a folder's files.

    Raises:
        ReportError: nothing lies there.
    """
    if path.is_dir():
        return folder_sha256(path)
    if not path.is_file():
        raise ReportError(f"Expected an input of the report at {path}, but nothing lies there")
    return file_sha256(path)


def find_input(given: str | Path) -> Path:
    """Where an input lies: as given from the working directory, or else from the project's root."""
    path = Path(given).expanduser()
    return path.resolve() if path.is_absolute() or path.exists() else (project_folder() / path).resolve()


def recorded_path(path: Path) -> str:
    """The path as a record keeps it: relative to the project's root, never absolute."""
    return Path(os.path.relpath(path.resolve(), project_folder())).as_posix()
