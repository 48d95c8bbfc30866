"""Are the probabilities true: of clips answered with 80 %, are 80 % right?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from skelbench.errors import ParameterError

__all__ = ["Calibration", "calibrate", "fit_temperature"]

FloatArray = npt.NDArray[np.float64]
BINS = 10
_LEAST = 1e-12  # a probability of 0 costs as much as this one


@dataclass(frozen=True, eq=False)
class Calibration:
    """How far the probabilities are from the truth; `table` is the reliability diagram.

    Columns of `table`: lower, upper (edges of the bin), clips, probability (mean of the best choice), accuracy. Empty
    bins are left out.
    """

    clips: int
    expected_error: float  # ECE: Σ_b n_b/n |accuracy_b − probability_b| (Guo et al. 2017, arXiv 1706.04599, eq. 3)
    brier: float  # mean of Σ_c (p_c − 1[c is right])², 0 to 2 (Brier 1950)
    log_loss: float  # mean of −log p of the right choice, nats
    table: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "clips": self.clips, "expected_calibration_error": self.expected_error, "brier": self.brier,
            "log_loss": self.log_loss, "reliability": self.table.to_dict("records"),
        }  # fmt: skip


def calibrate(probabilities: npt.ArrayLike, right: npt.ArrayLike, bins: int = BINS) -> Calibration:
    """Hold probabilities (N C) against the columns (N) of the right choices; bins of equal width, upper edge included.

    Raises:
        ParameterError: no clips, rows that do not add up to 1, or columns that do not exist.
    """
    shares, columns = np.asarray(probabilities, dtype=np.float64), np.asarray(right, dtype=np.int64)
    if shares.ndim != 2 or not len(shares) or columns.shape != shares.shape[:1]:
        raise ParameterError(f"Expected probabilities (N C) and N right columns, found {shares.shape}, {columns.shape}")
    if not np.allclose(shares.sum(1), 1.0, atol=1e-4):
        raise ParameterError(f"Expected probabilities that add up to 1, found a row that adds up to {shares.sum(1)[0]}")
    if columns.min() < 0 or columns.max() >= shares.shape[1]:
        raise ParameterError(f"Expected right columns 0 to {shares.shape[1] - 1}, found {columns.max()}")
    truth = np.eye(shares.shape[1])[columns]
    best, hit = shares.max(1), shares.argmax(1) == columns
    table = _reliability(best, hit, bins)
    gaps = table["clips"] / len(shares) * (table["accuracy"] - table["probability"]).abs()
    of_right = np.maximum(shares[np.arange(len(shares)), columns], _LEAST)
    brier = float(((shares - truth) ** 2).sum(1).mean())
    return Calibration(len(shares), float(gaps.sum()), brier, float(-np.log(of_right).mean()), table)


def _reliability(best: FloatArray, hit: npt.NDArray[np.bool_], bins: int) -> pd.DataFrame:
    places = np.clip(np.ceil(best * bins).astype(int) - 1, 0, bins - 1)
    rows = [
        (place / bins, (place + 1) / bins, int(inside.sum()), float(best[inside].mean()), float(hit[inside].mean()))
        for place in range(bins)
        if (inside := places == place).any()
    ]
    return pd.DataFrame(rows, columns=["lower", "upper", "clips", "probability", "accuracy"])


def fit_temperature(scores: npt.ArrayLike, right: npt.ArrayLike) -> float:
    """The T with which softmax(scores / T) (N C) fits the right columns (N) best (Guo et al. 2017, section 4.2).

    Above 1 the scores are too sure. Fitted on the clips it is told about: a diagnosis, not a repair of these clips.

    Raises:
        ParameterError: no clips.
    """
    rows, columns = np.asarray(scores, dtype=np.float64), np.asarray(right, dtype=np.int64)
    if rows.ndim != 2 or not len(rows):
        raise ParameterError(f"Expected scores (N C) to fit a temperature to, found shape {rows.shape}")
    picked = np.arange(len(rows)), columns

    def loss(log_temperature: float) -> float:
        return float(-log_softmax(rows / np.exp(log_temperature), axis=1)[picked].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-7.0, 12.0), method="bounded").x))
