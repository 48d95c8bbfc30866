"""The strict scorer of generated texts: an exact label, or a last line `Label: X`; else invalid and wrong."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence

from skelbench.errors import ParameterError

__all__ = ["normalise", "read_label"]

_ARTICLES = frozenset({"a", "an", "the"})
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation + "“”‘’„…–—·«»", " "))
_LAST_LINE = re.compile(r"^\W*label\W*:\s*(?P<label>.*)$", flags=re.IGNORECASE)


def normalise(text: str) -> str:
    """Case folded, punctuation and articles taken out, spaces collapsed."""
    words = unicodedata.normalize("NFKC", text).casefold().translate(_PUNCTUATION).split()
    return " ".join(word for word in words if word not in _ARTICLES)


def read_label(text: str, choices: Sequence[str]) -> str | None:
    """The choice a text gives, or None: the whole text is one label, or its last line reads `Label: X`.

    A label that merely occurs in a sentence is no answer ("this is not a clap").

    Raises:
        ParameterError: two choices read the same after normalisation.
    """
    known = {normalise(choice): choice for choice in choices}
    if len(known) != len(choices) or "" in known:
        raise ParameterError(f"Expected choices that differ in their words, found {list(choices)}")
    whole = known.get(normalise(text))
    if whole is not None:
        return whole
    lines = [line for line in text.splitlines() if line.strip()]
    match = _LAST_LINE.match(lines[-1].strip()) if lines else None
    return known.get(normalise(match["label"])) if match else None
