"""CIDEr-D: how much of what is rare and shared by the references a caption says, in their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, log, sqrt

import numpy as np
import numpy.typing as npt

from skelbench.errors import ParameterError
from skelbench.evaluation.captions.words import check_captions, words_of

__all__ = ["cider_d"]

_LONGEST = 4  # words of an n-gram
_SIGMA = 6.0  # words by which lengths may differ
Grams = Counter[tuple[str, ...]]


def cider_d(captions: Sequence[str], references: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
    """(N) a score each, 0 to 10; the corpus' score is their mean (Vedantam et al. 2015, arXiv 1411.5726, eqs. 1, 4, 5).

    CIDEr-D_n = 10/m Σ_j exp(−(l − l_j)²/2σ²) min(g, g_j)·g_j / (‖g‖ ‖g_j‖), mean over n = 1 ... 4; g is the tf-idf of
    n-grams: counts times log(N) − log(max(1, clips whose references have it)). Words are not stemmed, as in the code
    that the field compares by. Rarity is told by the references of these very captions, so figures of different sets
    cannot be compared, and those of a single clip are 0.

    Raises:
        ParameterError: fewer than two captions, or one without a reference.
    """
    check_captions(captions, references)
    if len(captions) < 2:
        raise ParameterError(
            "Expected two captions at least: CIDEr-D weighs words by how many clips have them, found 1"
        )
    told = [[_grams(text) for text in texts] for texts in references]
    clips_with: Grams = Counter()
    for several in told:
        clips_with.update(set().union(*several))
    rarity = {gram: log(len(told)) - log(count) for gram, count in clips_with.items()}
    unseen = log(len(told))
    found = []
    for caption, several in zip(captions, told, strict=True):
        own = _Weighed(_grams(caption), rarity, unseen)
        found.append(float(np.mean([own.likeness(_Weighed(grams, rarity, unseen)) for grams in several])))
    return 10.0 * np.array(found)


def _grams(text: str) -> Grams:
    words = words_of(text)
    return Counter(
        tuple(words[start : start + size]) for size in range(1, _LONGEST + 1) for start in range(len(words) - size + 1)
    )


class _Weighed:
    """n-grams of a text by tf-idf, with the length of each n's vector and of the text in words."""

    def __init__(self, grams: Grams, rarity: dict[tuple[str, ...], float], unseen: float) -> None:
        self.weights = {gram: count * rarity.get(gram, unseen) for gram, count in grams.items()}
        self.words = sum(count for gram, count in grams.items() if len(gram) == 1)
        squares = [0.0] * _LONGEST
        for gram, weight in self.weights.items():
            squares[len(gram) - 1] += weight**2
        self.norms = [sqrt(total) for total in squares]

    def likeness(self, reference: _Weighed) -> float:
        """Mean over n of the clipped cosine, less for another length."""
        products = [0.0] * _LONGEST
        for gram, weight in self.weights.items():
            given = reference.weights.get(gram, 0.0)
            products[len(gram) - 1] += min(weight, given) * given
        sizes = zip(products, self.norms, reference.norms, strict=True)
        cosines = [product / (a * b) if a and b else 0.0 for product, a, b in sizes]
        return exp(-((self.words - reference.words) ** 2) / (2 * _SIGMA**2)) * sum(cosines) / _LONGEST
