"""Dataset cards: what a source of clips is, where it comes from and how to ask for it (`data/cards/*.toml`).

A card with a table [files] makes a recorded set loadable, without code: which files, in which format, what their names
say, what the codes in them mean, and which protocols divide them. See CONTRIBUTING.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from skelbench.datasets.protocols import Protocol, parse_rule, plain_code
from skelbench.errors import ParameterError, RecordError
from skelbench.formats import FORMATS
from skelbench.paths import data_folder
from skelbench.registry import suggest

__all__ = ["DatasetCard", "FilesOfSet", "read_card", "read_cards"]

_CLIPS = ("files", "segments")


@dataclass(frozen=True)
class FilesOfSet:
    """Where the clips of a recorded set lie and what their paths say."""

    format: str
    pattern: str  # of a path within the folder, from its end; named groups are what it says: subject, view, action
    clips: str = "files"  # a clip is a file, or a labelled segment of one
    label: str = "action"  # the group whose code [labels] explains
    count: int = 0  # files of the complete set; 0 where it is not known
    ids: str = ""  # what a clip is called, of the groups: "{subject}_{episode}"; by default its file's name
    remove_duplicates: bool = False  # a clip whose motion repeats an earlier one's is left out
    ignore: str = ""  # a file of the set that lists clips to leave out, one name a line

    @property
    def groups(self) -> tuple[str, ...]:
        """What a path says, in order."""
        return tuple(re.compile(self.pattern).groupindex)


@dataclass(frozen=True)
class DatasetCard:
    """One source of clips, described."""

    name: str
    title: str
    summary: str
    licence: str
    origin: str
    how_to_load: str
    splits: str
    options: Mapping[str, str] = field(default_factory=dict)  # option -> what it does
    access: str = ""  # where to ask for the files, where they may not be handed on
    download: str = ""  # what the paths in its list of checksums are fetched from, where the licence allows it
    joints: str = ""  # topology
    files: FilesOfSet | None = None
    labels: Mapping[str, str] = field(default_factory=dict)  # code -> label
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # group -> what a path says -> what it means
    protocols: Mapping[str, Protocol] = field(default_factory=dict)  # the first is the usual one

    @cached_property
    def _labels_by_code(self) -> Mapping[str, str]:
        return {plain_code(code): label for code, label in self.labels.items()}

    def label_of(self, code: str) -> str:
        """The label that a code of a path stands for; the code itself where the card does not say."""
        return self._labels_by_code.get(plain_code(code), code)


def read_cards() -> tuple[DatasetCard, ...]:
    """Every card that ships, by name.

    Raises:
        RecordError: a card is malformed.
    """
    return tuple(_read_file(path) for path in sorted((data_folder() / "cards").glob("*.toml")))


def read_card(name: str) -> DatasetCard:
    """The card of one source.

    Raises:
        ParameterError: no source has that name.
    """
    path = data_folder() / "cards" / f"{name}.toml"
    known = [path.stem for path in sorted(path.parent.glob("*.toml"))]
    if name not in known:
        raise ParameterError(f"No data set is called '{name}'.{suggest(name, known)} Known: {', '.join(known)}.")
    return _read_file(path)


def _read_file(path: Path) -> DatasetCard:
    return _read(path.stem, path.read_text("utf-8"))


@lru_cache(maxsize=64)
def _read(name: str, text: str) -> DatasetCard:
    try:
        content = tomllib.loads(text)
        files = _files(content)
        lists = {key: str(value) for key, value in content.pop("lists", {}).items()}
        labels = {str(key): str(value) for key, value in content.pop("labels", {}).items()}
        protocols = {key: _protocol(key, value, lists, files) for key, value in content.pop("protocols", {}).items()}
        return DatasetCard(name=name, files=files, labels=labels, protocols=protocols, **content)
    except (tomllib.TOMLDecodeError, TypeError, ValueError, AttributeError, ParameterError) as error:
        raise RecordError(f"Expected a dataset card in data/cards/{name}.toml, but {error}") from error


def _files(content: dict[str, Any]) -> FilesOfSet | None:
    if "files" not in content:
        return None
    files = FilesOfSet(**content.pop("files"))
    if files.format not in FORMATS:
        raise ParameterError(f"no format is called '{files.format}'.{suggest(files.format, FORMATS)}")
    if files.clips not in _CLIPS:
        raise ParameterError(f"'clips' is '{files.clips}', not one of {', '.join(_CLIPS)}")
    try:
        groups = files.groups
    except re.error as error:
        raise ParameterError(f"its pattern is no regular expression: {error}") from error
    if files.clips == "files" and files.label and files.label not in groups:
        raise ParameterError(f"its pattern has no group '{files.label}' for the label")
    return files


def _protocol(name: str, content: Mapping[str, str], lists: Mapping[str, str], files: FilesOfSet | None) -> Protocol:
    splits = {key: value for key, value in content.items() if key != "summary"}
    known = (*(files.groups if files else ()), "label")
    for rule in splits.values():
        for clause in parse_rule(rule, lists):
            if files and clause.group not in known:
                raise ParameterError(f"protocol '{name}' speaks of '{clause.group}', its files of {', '.join(known)}")
    return Protocol(name, content["summary"], splits, lists)
