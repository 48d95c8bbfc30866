"""A text as the words that overlap scores count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from skelbench.errors import ParameterError

__all__ = ["check_captions", "words_of"]

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def words_of(text: str) -> list[str]:
    """Case folded words without punctuation; an apostrophe within a word stays."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def check_captions(captions: Sequence[str], references: Sequence[Sequence[str]]) -> None:
    """Every caption needs at least one reference.

    Raises:
        ParameterError: there is no caption, or one without a reference.
    """
    if not captions or len(captions) != len(references):
        raise ParameterError(
            f"Expected captions and a list of references for each, found {len(captions)} and {len(references)}"
        )
    bare = next((place for place, texts in enumerate(references) if not texts), None)
    if bare is not None:
        raise ParameterError(f"Expected at least one reference for every caption, found none for '{captions[bare]}'")
