"""How well a score separates two groups."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

__all__ = ["roc_auc"]


def roc_auc(positives: npt.ArrayLike, negatives: npt.ArrayLike) -> float:
    """Chance that a positive scores above a negative, ties counted half (Mann-Whitney U / mn); NaN without either."""
    above, below = np.asarray(positives, dtype=np.float64), np.asarray(negatives, dtype=np.float64)
    if not above.size or not below.size:
        return float("nan")
    ranks = rankdata(np.concatenate([above, below]))[: above.size]
    wins = float(ranks.sum()) - above.size * (above.size + 1) / 2
    return wins / (above.size * below.size)
