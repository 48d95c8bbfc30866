"""METEOR of exact words and stems alone: no synonyms, no paraphrases, hence its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from skelbench.evaluation.captions.words import check_captions, words_of

__all__ = ["meteor_exact_and_stem"]

_ALPHA, _BETA, _GAMMA = 0.9, 3.0, 0.5  # Lavie & Agarwal 2007, section 2
Stem = Callable[[str], str]


def meteor_exact_and_stem(captions: Sequence[str], references: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
    """(N) a score each, 0 to 1, of the best reference (Lavie & Agarwal 2007, aclanthology W07-0734, section 2).

    F (1 − γ (chunks / matches)^β) with F = P R / (α P + (1 − α) R); words are matched if equal, then if their Porter
    stems are. Where a word can be matched in several places, the one that continues a chunk is taken, else the first.

    Raises:
        ParameterError: there is no caption, or one without a reference.
        ModuleNotFoundError: the extra `text` is not installed.
    """
    from nltk.stem.porter import PorterStemmer

    check_captions(captions, references)
    stem: Stem = PorterStemmer().stem
    pairs = zip(captions, references, strict=True)
    return np.array([max(_single(words_of(c), words_of(text), stem) for text in texts) for c, texts in pairs])


def _single(caption: list[str], reference: list[str], stem: Stem) -> float:
    places = _matches(caption, reference, stem)
    matched = sorted(places.items())
    if not matched:
        return 0.0
    precision, recall = len(matched) / len(caption), len(matched) / len(reference)
    chunks = 1 + sum(after != (here[0] + 1, here[1] + 1) for here, after in pairwise(matched))
    mean = precision * recall / (_ALPHA * precision + (1 - _ALPHA) * recall)
    return float(mean * (1 - _GAMMA * (chunks / len(matched)) ** _BETA))


def _matches(caption: list[str], reference: list[str], stem: Stem) -> dict[int, int]:
    """Place in the caption -> place in the reference; first equal words, then equal stems."""
    places: dict[int, int] = {}
    free = set(range(len(reference)))
    for form in (str, stem):
        own, given = [form(word) for word in caption], [form(word) for word in reference]
        for place, word in enumerate(own):
            fitting = sorted(other for other in free if given[other] == word)
            if place in places or not fitting:
                continue
            after = places.get(place - 1, -2) + 1
            places[place] = after if after in fitting else fitting[0]
            free.remove(places[place])
    return places
