"""`load`: a name, and where it needs one a path, become a lazy set of clips."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skelbench.datasets.clips import ClipSet
from skelbench.datasets.folder import folder_clips
from skelbench.datasets.made import made_clips, parse_made
from skelbench.errors import ParameterError
from skelbench.registry import suggest

__all__ = ["SOURCES", "load"]

SOURCES = ("choreography", "folder")


def load(name: str, path: Path | str | None = None) -> ClipSet:
    """The clips of a source: `choreography:seed=7,clips=300,split=held_out`, or `folder` with a path.

    Raises:
        ParameterError: the source or one of its options is unknown, or a path is missing or not wanted.
    """
    source, _, written = name.partition(":")
    if source == "choreography":
        if path is not None:
            raise ParameterError(f"Choreography is made, not read: '{name}' takes no path, found {path}")
        return made_clips(parse_made(_options(name, written)), name)
    if source == "folder":
        if path is None:
            raise ParameterError("The source 'folder' needs the path of a folder that holds labels.csv, found none")
        return folder_clips(Path(path), _options(name, written))
    raise ParameterError(
        f"No source of clips is called '{source}'.{suggest(source, SOURCES)} Known: {', '.join(SOURCES)}."
    )


def _options(name: str, written: str) -> Mapping[str, str]:
    options: dict[str, str] = {}
    for item in filter(None, written.split(",")):
        key, equals, value = item.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise ParameterError(f"Expected 'name:option=value,option=value', found '{item}' in '{name}'")
        if key.strip() in options:
            raise ParameterError(f"The option '{key.strip()}' is given twice in '{name}'")
        options[key.strip()] = value.strip()
    return options
