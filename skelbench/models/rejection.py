"""Knowing what it does not know: a calibrated rule that rejects motions unlike anything trained on.

Three signs are joined by a logistic rule: how far the hidden state just before the answer lies from the trained
actions (relative Mahalanobis distance, Ren et al. 2021, arXiv 2106.09022, eq. 4), how unsure the choice among the
trained labels is (negative log of the highest probability, Hendrycks & Gimpel 2017, arXiv 1610.02136), and whether what
is measured on the joints contradicts the class rule of the answer. The rule is fitted on choreography of actions never
trained on, never on recordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file
from scipy.optimize import minimize

from skelbench.errors import ModelError
from skelbench.records import Rejection

__all__ = ["RejectionRule", "fit_rejection"]

FloatArray = npt.NDArray[np.float64]
_RIDGE = 0.05  # share of the mean variance added to covariances: 192 dimensions from a few hundred clips


@dataclass(frozen=True, eq=False)
class RejectionRule:
    """Class centres, two precision matrices, a logistic rule over two signs, and the figures of its calibration."""

    centres: FloatArray  # (C E) mean hidden state of each trained action
    precision: FloatArray  # (E E) inverse of the covariance within actions
    middle: FloatArray  # (E) mean over all trained clips
    background: FloatArray  # (E E) inverse of the covariance over all trained clips
    weights: FloatArray  # (3) of distance, unsureness and contradiction, all standardised
    scale: FloatArray  # (2 3) mean and standard deviation of the three signs on known clips
    threshold: float
    known_kept: float  # share of known held-out clips kept
    unknown_caught: float  # share of never-trained clips rejected
    notes: Mapping[str, Any] = field(default_factory=dict)

    def signs(self, hidden: FloatArray, scores: FloatArray, contradiction: FloatArray) -> FloatArray:
        """(B 3): relative Mahalanobis distance, -log of the highest probability, contradiction of the answer's rule."""
        away = hidden[:, None, :] - self.centres[None]
        within = np.einsum("bce,ef,bcf->bc", away, self.precision, away).min(1)
        overall = np.einsum("be,ef,bf->b", hidden - self.middle, self.background, hidden - self.middle)
        distance = np.sqrt(np.maximum(within, 0)) - np.sqrt(np.maximum(overall, 0))
        return np.stack([distance, _unsureness(scores), contradiction], axis=1)

    def strangeness(self, hidden: FloatArray, scores: FloatArray, contradiction: FloatArray) -> FloatArray:
        """(B) grows with every sign; NaN signs (other labels were asked, no rule) count as those of a known clip."""
        signs = (self.signs(hidden, scores, contradiction) - self.scale[0]) / self.scale[1]
        return np.asarray(np.nan_to_num(signs, nan=0.0) @ self.weights)

    def judge(self, hidden: npt.NDArray[Any], scores: npt.NDArray[Any], contradiction: float) -> Rejection:
        """The verdict for one clip: `hidden` (E), `scores` (C) of the trained labels or NaN, `contradiction` or NaN."""
        score = float(self.strangeness(_row(hidden), _row(scores), np.array([contradiction]))[0])
        rejected = score > self.threshold
        side = "above" if rejected else "below"
        reason = f"strangeness {score:.2f} lies {side} the limit {self.threshold:.2f} set on actions never trained on"
        return Rejection(rejected, score, self.threshold, reason, self.known_kept, self.unknown_caught)

    def figures(self) -> dict[str, Any]:
        """What `skelbench.json` keeps beside the tensors."""
        return {
            "threshold": self.threshold, "known_kept": self.known_kept, "unknown_caught": self.unknown_caught,
            **self.notes,
        }  # fmt: skip

    def save(self, path: Path) -> None:
        """Write the tensors as float32 safetensors."""
        names = ("centres", "precision", "middle", "background", "weights", "scale")
        save_file({name: getattr(self, name).astype(np.float32) for name in names}, path)

    @classmethod
    def load(cls, path: Path, figures: Mapping[str, Any]) -> RejectionRule:
        """Read tensors and figures back.

        Raises:
            ModelError: the figures are not those of a rule.
        """
        tensors: dict[str, Any] = {name: tensor.astype(np.float64) for name, tensor in load_file(path).items()}
        rest = {name: value for name, value in figures.items() if name not in _FIGURES}
        try:
            tensors.update({name: float(figures[name]) for name in _FIGURES})
            return cls(**tensors, notes=rest)
        except (KeyError, TypeError) as error:
            raise ModelError(f"Expected the figures of a rejection rule beside {path.name}, but {error!r}") from error


_FIGURES = ("threshold", "known_kept", "unknown_caught")


def _row(values: npt.NDArray[Any]) -> FloatArray:
    return np.asarray(values[None], dtype=np.float64)


def _unsureness(scores: FloatArray) -> FloatArray:
    top = scores.max(1, keepdims=True)
    return np.asarray(np.log(np.exp(scores - top).sum(1)))


def _precision(centred: FloatArray) -> FloatArray:
    covariance = centred.T @ centred / len(centred)
    ridge = _RIDGE * np.trace(covariance) / len(covariance)
    return np.asarray(np.linalg.inv(covariance + ridge * np.eye(len(covariance))))


def fit_rejection(
    trained: tuple[FloatArray, npt.NDArray[np.int64]],
    known: tuple[FloatArray, FloatArray, FloatArray],
    unknown: tuple[FloatArray, FloatArray, FloatArray],
    keep: float = 0.9,
) -> RejectionRule:
    """Fit centres on training clips, the rule on held-out known against unknown clips, the limit to keep `keep`.

    `trained` is (hidden (B E), class (B)); `known` and `unknown` are (hidden (B E), scores (B C),
    contradiction (B)).
    """
    hidden, classes = trained
    centres = np.stack([hidden[classes == c].mean(0) for c in range(int(classes.max()) + 1)])
    middle = hidden.mean(0)
    blank = RejectionRule(
        centres, _precision(hidden - centres[classes]), middle, _precision(hidden - middle), np.ones(3),
        np.array([[0.0] * 3, [1.0] * 3]), 0.0, 0.0, 0.0,
    )  # fmt: skip
    near, far = blank.signs(*known), blank.signs(*unknown)
    scale = np.stack([near.mean(0), np.maximum(near.std(0), 1e-3)])
    weights = _logistic((near - scale[0]) / scale[1], (far - scale[0]) / scale[1])
    kept = ((near - scale[0]) / scale[1]) @ weights
    strange = ((far - scale[0]) / scale[1]) @ weights
    threshold = float(np.quantile(kept, keep))
    return RejectionRule(
        centres, blank.precision, middle, blank.background, weights, scale, threshold,
        float((kept <= threshold).mean()), float((strange > threshold).mean()),
    )  # fmt: skip


def _logistic(known: FloatArray, unknown: FloatArray) -> FloatArray:
    """Non-negative weights of a balanced logistic rule: strangeness may only grow with each sign."""
    x = np.vstack([known, unknown])
    y = np.r_[np.zeros(len(known)), np.ones(len(unknown))]
    share = np.where(y == 1, 0.5 / len(unknown), 0.5 / len(known))

    def loss(parameters: FloatArray) -> float:
        margin = x @ parameters[:3] + parameters[3]
        return float((share * (np.logaddexp(0, margin) - y * margin)).sum() + 1e-3 * (parameters[:3] ** 2).sum())

    bounds = [(0, None)] * 3 + [(None, None)]
    found = minimize(loss, np.array([1.0, 1.0, 1.0, 0.0]), bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x[:3], dtype=np.float64)
