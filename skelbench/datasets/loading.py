"""`load`: a name, and where it needs one a path, become a lazy set of clips."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skelbench.datasets.cards import read_card, read_cards
from skelbench.datasets.clips import ClipSet
from skelbench.datasets.folder import folder_clips
from skelbench.datasets.made import made_clips, parse_made
from skelbench.datasets.recorded import recorded_clips
from skelbench.errors import ParameterError
from skelbench.registry import suggest

__all__ = ["load", "recorded_sources", "sources"]


def sources() -> tuple[str, ...]:
    """Every source that can be loaded: choreography, folder, and the recorded sets whose cards say which files."""
    return ("choreography", "folder", *recorded_sources())


def recorded_sources() -> tuple[str, ...]:
    """The recorded sets whose cards say which files they have."""
    return tuple(card.name for card in read_cards() if card.files)


def load(name: str, path: Path | str | None = None) -> ClipSet:
    """The clips of a source: `choreography:seed=7,clips=300`, `folder` with a path, or `nw_ucla:split=dev` with one.

    Raises:
        ParameterError: the source or one of its options is unknown, or a path is missing or not wanted.
        FormatError: the path holds no clips of the source.
    """
    source, _, written = name.partition(":")
    if source not in sources():
        _refuse(source)
    if source == "choreography":
        if path is not None:
            raise ParameterError(f"Choreography is made, not read: '{name}' takes no path, found {path}")
        return made_clips(parse_made(_options(name, written)), name)
    if path is None:
        what = "that holds labels.csv" if source == "folder" else f"that holds the files of {source}"
        raise ParameterError(f"The source '{source}' needs the path of a folder {what}, found none")
    if source == "folder":
        return folder_clips(Path(path), _options(name, written))
    return recorded_clips(read_card(source), Path(path), _options(name, written))


def _refuse(source: str) -> None:
    described = {card.name: card for card in read_cards()}
    if source in described:
        raise ParameterError(f"'{source}' is described but has no clips to load. {described[source].access}")
    raise ParameterError(
        f"No source of clips is called '{source}'.{suggest(source, sources())} Known: {', '.join(sources())}."
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
