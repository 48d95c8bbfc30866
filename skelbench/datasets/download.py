"""Fetching a recorded set whose licence allows it, file by file; what is there and right is not fetched again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from skelbench.datasets.cards import DatasetCard
from skelbench.datasets.inventory import content_digest, read_checksums
from skelbench.errors import FormatError, ParameterError

__all__ = ["download"]


def download(card: DatasetCard, folder: Path, progress: Callable[[], None] = lambda: None) -> int:
    """Fetch what is missing or damaged of a set into a folder; how many files were fetched.

    A file arrives under its name only when its checksum is right, so that an interrupted download goes on where it
    stopped.

    Raises:
        ParameterError: the licence does not allow it: the sentence says where to ask.
        FormatError: a file cannot be fetched, or is not the published one.
    """
    if not card.download:
        raise ParameterError(f"'{card.name}' cannot be downloaded from here ({card.licence}). {card.access}")
    fetched = 0
    for path, digits in read_checksums(card.name).items():
        place = folder / path
        if not place.is_file() or content_digest(place) != digits:
            _fetch(card.download + quote(path), place, digits)
            fetched += 1
        progress()
    return fetched


def _fetch(url: str, place: Path, digits: str) -> None:
    import pooch  # takes half a second, which every other command would pay
    import requests

    pooch.get_logger().setLevel(logging.WARNING)
    waiting = place.with_name(place.name + ".part")
    waiting.unlink(missing_ok=True)
    try:
        pooch.retrieve(url, known_hash=None, fname=waiting.name, path=waiting.parent)
    except (requests.RequestException, OSError, ValueError) as error:
        waiting.unlink(missing_ok=True)
        raise FormatError(f"Expected {place.name} from {url}, but {error}") from error
    if (found := content_digest(waiting)) != digits:
        waiting.unlink()
        raise FormatError(f"Expected a file of checksum {digits}... from {url}, found {found}; try again later")
    waiting.replace(place)
