"""Dataset cards: what a source of clips is, where it comes from and how to ask for it (`data/cards/*.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from skelbench.errors import ParameterError, RecordError
from skelbench.paths import data_folder
from skelbench.registry import suggest

__all__ = ["DatasetCard", "read_card", "read_cards"]


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


def read_cards() -> tuple[DatasetCard, ...]:
    """Every card that ships, by name.

    Raises:
        RecordError: a card is malformed.
    """
    return tuple(_read(path.stem, path.read_text("utf-8")) for path in sorted((data_folder() / "cards").glob("*.toml")))


def read_card(name: str) -> DatasetCard:
    """The card of one source.

    Raises:
        ParameterError: no source has that name.
    """
    cards = {card.name: card for card in read_cards()}
    if name not in cards:
        raise ParameterError(f"No data set is called '{name}'.{suggest(name, cards)} Known: {', '.join(cards)}.")
    return cards[name]


def _read(name: str, text: str) -> DatasetCard:
    try:
        return DatasetCard(name=name, **tomllib.loads(text))
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise RecordError(f"Expected a dataset card in data/cards/{name}.toml, but {error}") from error
