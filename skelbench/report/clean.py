"""A finished notebook made fit to be kept: no traces of the machine, of the clock or of papermill."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from skelbench.paths import project_folder

__all__ = ["clean_notebook", "without_paths"]

_MARKER = "papermill-error-cell-tag"
_INJECTED = "injected-parameters"


def without_paths(text: str) -> str:
    """The text with this machine's folders taken out of every path."""
    for folder, shown in _folders():
        text = text.replace(folder + "/", shown).replace(folder, shown.rstrip("/") or ".")
    return re.sub(r"0x[0-9a-f]{8,16}\b", "0x…", text)


def _folders() -> Iterable[tuple[str, str]]:
    places = {
        str(project_folder()): "", sys.prefix: "python/", sys.base_prefix: "python/", str(Path.home()): "~/",
        tempfile.gettempdir(): "temporary/",
    }  # fmt: skip
    return sorted(((folder, shown) for folder, shown in places.items() if len(folder) > 1), key=lambda f: -len(f[0]))


def _without_paths(value: Any) -> Any:
    if isinstance(value, str):
        return without_paths(value)
    if isinstance(value, list):
        return [_without_paths(item) for item in value]
    if isinstance(value, dict):
        return type(value)({key: _without_paths(item) for key, item in value.items()})
    return value


def clean_notebook(notebook: Any) -> Any:
    """The notebook without papermill's metadata and markers, widget state, timings, and absolute paths."""
    notebook.cells = [cell for cell in notebook.cells if _MARKER not in cell.metadata.get("tags", [])]
    for name in ("papermill", "widgets"):
        notebook.metadata.pop(name, None)
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if _INJECTED in cell.metadata.get("tags", []):
            cell["id"] = _INJECTED
        if cell.cell_type == "code":
            cell.outputs = [_clean_output(output) for output in cell.outputs]
    return notebook


def _clean_output(output: Any) -> Any:
    for name in ("text", "data", "traceback", "evalue"):
        if name in output:
            output[name] = _without_paths(output[name])
    return output
