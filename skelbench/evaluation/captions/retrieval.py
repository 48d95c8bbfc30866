"""Which of many texts belongs to a motion, and which motion to a text: recall by rank, and the median rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.errors import ParameterError

__all__ = ["Retrieval", "retrieval_scores"]

_RANKS = (1, 2, 3, 5, 10)


@dataclass(frozen=True)
class Retrieval:
    """Share of queries whose own item is among the first k, and the median rank (1 is best); protocol named."""

    protocol: str
    queries: int
    recall: dict[int, float]
    median_rank: float


def retrieval_scores(
    similarity: npt.ArrayLike, protocol: Literal["all", "batches of 32"] = "all", seed: int = 0
) -> Retrieval:
    """Scores of a matrix (N N) of similarities whose rows are queries and whose diagonal is right.

    "all" ranks every item; "batches of 32" (R-precision; Guo et al. 2022, HumanML3D) shuffles, ranks within batches and
    drops the last incomplete one: far easier, and not comparable with the other. Ties count as the mean of their ranks.

    Raises:
        ParameterError: the matrix is not square, holds NaN, or is too small for the protocol.
    """
    scores = np.asarray(similarity, dtype=np.float64)
    if scores.ndim != 2 or scores.shape[0] != scores.shape[1] or not np.isfinite(scores).all():
        raise ParameterError(f"Expected a square matrix of finite similarities, found shape {scores.shape}")
    size = len(scores) if protocol == "all" else 32
    if not 0 < size <= len(scores):
        raise ParameterError(
            f"Expected at least {max(size, 1)} queries for the protocol '{protocol}', found {len(scores)}"
        )
    order = np.arange(len(scores)) if protocol == "all" else np.random.default_rng(seed).permutation(len(scores))
    groups = [order[start : start + size] for start in range(0, len(scores) - size + 1, size)]
    ranks = np.concatenate([_ranks(scores[np.ix_(group, group)]) for group in groups])
    recall = {k: float((ranks <= k).mean()) for k in _RANKS if k <= size}
    return Retrieval(protocol, len(ranks), recall, float(np.median(ranks)))


def _ranks(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    own = np.diag(scores)[:, None]
    return np.asarray(1.0 + (scores > own).sum(1) + ((scores == own).sum(1) - 1) / 2)
