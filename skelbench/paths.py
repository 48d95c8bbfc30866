"""Where the project keeps what ships with it and what it builds."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["build_folder", "data_folder", "notebooks_folder", "project_folder", "results_folder", "shown_path"]


def project_folder() -> Path:
    """The project's root: the folder that holds the package, or `SKELBENCH_HOME`."""
    return Path(os.environ.get("SKELBENCH_HOME") or Path(__file__).parent.parent).resolve()


def data_folder() -> Path:
    """Sample clips, dataset cards and the shipped model."""
    return project_folder() / "data"


def results_folder() -> Path:
    """Figures that take too long for a notebook, each file written by `skelbench bench ... --save`."""
    return data_folder() / "results"


def notebooks_folder() -> Path:
    """The numbered notebooks."""
    return project_folder() / "notebooks"


def build_folder() -> Path:
    """Everything that is made: reports, runs, caches. `SKELBENCH_BUILD` puts it elsewhere."""
    return Path(os.environ.get("SKELBENCH_BUILD") or project_folder() / "build").resolve()


def shown_path(path: Path) -> str:
    """A path as a record may show it: relative to the project inside it, the bare name elsewhere."""
    resolved = path.resolve()
    if resolved.is_relative_to(project_folder()):
        return resolved.relative_to(project_folder()).as_posix()
    return resolved.name
