"""The notebooks that can be made into reports, by name with or without their number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

from skelbench.errors import ReportError
from skelbench.paths import notebooks_folder
from skelbench.registry import suggest
from skelbench.report.parameters import Schema, read_schema

__all__ = ["ReportNotebook", "find_notebook", "list_notebooks"]


@dataclass(frozen=True)
class ReportNotebook:
    """A notebook's file, its name without the number, and its cells."""

    name: str
    path: Path

    @cached_property
    def content(self) -> Any:
        """The notebook as nbformat reads it.

        Raises:
            ReportError: the file is no notebook.
        """
        try:
            return nbformat.read(self.path, as_version=4)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, nbformat.ValidationError) as error:
            raise ReportError(f"Expected a notebook in {self.path.name}, but it cannot be read ({error})") from error

    @cached_property
    def parameters_source(self) -> str | None:
        """The text of the cell tagged `parameters`, or None."""
        tagged = (c for c in self.content.cells if "parameters" in c.metadata.get("tags", []))
        return next((str(cell.source) for cell in tagged), None)

    @cached_property
    def schema(self) -> Schema:
        """What the notebook may be told.

        Raises:
            ReportError: it has no cell tagged `parameters`.
            ParameterError: that cell is malformed.
        """
        if self.parameters_source is None:
            raise ReportError(f"Notebook '{self.path.name}' is no report: it has no cell tagged 'parameters'")
        return read_schema(self.name, self.parameters_source)


def _plain_name(path: Path) -> str:
    return re.sub(r"^\d+_", "", path.stem)


def list_notebooks() -> tuple[ReportNotebook, ...]:
    """Every numbered notebook that has a cell tagged `parameters`, in order of its number."""
    paths = sorted(notebooks_folder().glob("[0-9]*_*.ipynb"))
    notebooks = (ReportNotebook(_plain_name(path), path) for path in paths)
    return tuple(notebook for notebook in notebooks if notebook.parameters_source is not None)


def find_notebook(name: str) -> ReportNotebook:
    """The notebook of that name (`explain`, `07_explain`, `07`), or the notebook file at that path.

    Raises:
        ReportError: there is none; the nearest name is suggested.
    """
    if name.endswith(".ipynb") and Path(name).is_file():
        return ReportNotebook(_plain_name(Path(name)), Path(name).resolve())
    known = list_notebooks()
    for notebook in known:
        stem = notebook.path.stem
        if name in (notebook.name, stem, f"{stem}.ipynb", stem.split("_", 1)[0]):
            return notebook
    names = [notebook.name for notebook in known]
    raise ReportError(f"No report is called '{name}'.{suggest(name, names)} Known: {', '.join(names) or 'none'}.")
