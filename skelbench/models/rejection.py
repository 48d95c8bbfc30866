"""Knowing what it does not know: a calibrated rule that rejects motions unlike anything trained on.

Four signs are joined by a logistic rule: how far the state just before the answer lies from the trained actions
(relative Mahalanobis distance, Ren et al. 2021, arXiv 2106.09022, eq. 4), how unsure the choice among the trained
labels is (negative log of the highest probability, Hendrycks & Gimpel 2017, arXiv 1610.02136), whether what is measured
on the joints contradicts the class rule of the answer, and a linear probe of the state that tells trained actions from
others. Probe and rule are fitted on choreography of actions never trained on, never on recordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file
from scipy.optimize import minimize
from scipy.special import expit

from skelbench.errors import ModelError
from skelbench.records import Rejection

__all__ = ["RejectionRule", "fit_rejection"]

FloatArray = npt.NDArray[np.float64]
_PROBE_RIDGE = 0.3  # of 0.001 to 1, what caught most of actions left out of the fit (docs/LOG.md)
_RIDGE = 0.05  # share of the mean variance added to covariances: 192 dimensions from a few hundred clips


@dataclass(frozen=True, eq=False)
class RejectionRule:
    """Class centres, two precision matrices, a logistic rule over two signs, and the figures of its calibration."""

    centres: FloatArray  # (C E) mean hidden state of each trained action
    precision: FloatArray  # (E E) inverse of the covariance within actions
    middle: FloatArray  # (E) mean over all trained clips
    background: FloatArray  # (E E) inverse of the covariance over all trained clips
    probe: FloatArray  # (E + 1) weights of the state and a constant: the log odds of an action never trained on
    weights: FloatArray  # (4) of distance, unsureness, contradiction and probe, all standardised
    scale: FloatArray  # (2 4) mean and standard deviation of the four signs on known clips
    threshold: float
    known_kept: float  # share of known held-out clips kept
    unknown_caught: float  # share of never-trained clips rejected
    notes: Mapping[str, Any] = field(default_factory=dict)

    def signs(self, hidden: FloatArray, scores: FloatArray, contradiction: FloatArray) -> FloatArray:
        """(B 4): relative Mahalanobis distance, -log of the highest probability, contradiction of the rule, probe."""
        away = hidden[:, None, :] - self.centres[None]
        within = np.einsum("bce,ef,bcf->bc", away, self.precision, away).min(1)
        overall = np.einsum("be,ef,bf->b", hidden - self.middle, self.background, hidden - self.middle)
        distance = np.sqrt(np.maximum(within, 0)) - np.sqrt(np.maximum(overall, 0))
        probed = hidden @ self.probe[:-1] + self.probe[-1]
        return np.stack([distance, _unsureness(scores), contradiction, probed], axis=1)

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
        names = ("centres", "precision", "middle", "background", "probe", "weights", "scale")
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
    exposed: FloatArray,
    known: tuple[FloatArray, FloatArray, FloatArray],
    unknown: tuple[FloatArray, FloatArray, FloatArray],
    keep: float = 0.9,
) -> RejectionRule:
    """Fit centres and probe on training clips, the rule on held-out clips, and a limit that keeps `keep` of the known.

    `trained` is (hidden (B E), class (B)); `exposed` is the hidden states of clips of unknown actions, for the probe;
    `known` and `unknown` are (hidden (B E), scores (B C), contradiction (B)) of other clips.
    """
    hidden, classes = trained
    centres = np.stack([hidden[classes == c].mean(0) for c in range(int(classes.max()) + 1)])
    middle = hidden.mean(0)
    blank = RejectionRule(
        centres, _precision(hidden - centres[classes]), middle, _precision(hidden - middle),
        _probe(hidden, exposed), np.ones(4),
        np.array([[0.0] * 4, [1.0] * 4]), 0.0, 0.0, 0.0,
    )  # fmt: skip
    near, far = blank.signs(*known), blank.signs(*unknown)
    scale = np.stack([np.nanmean(near, axis=0), np.maximum(np.nanstd(near, axis=0), 1e-3)])
    near, far = (np.nan_to_num((signs - scale[0]) / scale[1], nan=0.0) for signs in (near, far))
    weights = _logistic(near, far, np.zeros(4), 1e-3)[:-1]
    kept, strange = near @ weights, far @ weights
    threshold = float(np.quantile(kept, keep))
    return replace(
        blank, weights=weights, scale=scale, threshold=threshold, known_kept=float((kept <= threshold).mean()),
        unknown_caught=float((strange > threshold).mean()),
    )  # fmt: skip


def _probe(known: FloatArray, unknown: FloatArray) -> FloatArray:
    """Log odds of an unknown action, linear in the state: a balanced logistic regression with a ridge."""
    both = np.vstack([known, unknown])
    middle, spread = both.mean(0), both.std(0) + 1e-9
    free = np.full(known.shape[1], -np.inf)
    found = _logistic((known - middle) / spread, (unknown - middle) / spread, free, _PROBE_RIDGE)
    weights = found[:-1] / spread
    return np.asarray(np.r_[weights, found[-1] - middle @ weights])


def _logistic(known: FloatArray, unknown: FloatArray, least: FloatArray, ridge: float) -> FloatArray:
    """Weights (at least `least`) and constant of a balanced logistic regression that tells unknown from known."""
    x = np.vstack([known, unknown])
    y = np.r_[np.zeros(len(known)), np.ones(len(unknown))]
    share = np.where(y == 1, 0.5 / len(unknown), 0.5 / len(known))

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        weights, margin = parameters[:-1], x @ parameters[:-1] + parameters[-1]
        slope = share * (expit(margin) - y)
        value = float((share * (np.logaddexp(0, margin) - y * margin)).sum() + ridge * (weights**2).sum())
        return value, np.r_[x.T @ slope + 2 * ridge * weights, slope.sum()]

    bounds = [(low, None) for low in least] + [(None, None)]
    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)
