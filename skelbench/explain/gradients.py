"""Integrated gradients (Sundararajan et al. 2017, arXiv 1703.01365) from an answer back to joints and seen frames.

The path integral runs through captum on stretches of the straight path. Each stretch gets Gauss-Legendre nodes in
proportion to how much the score moves on it, found beforehand by forward passes alone, so that the gradient steps go
where the score changes (non-uniform steps, Bhat & Raychowdhury 2023, arXiv 2302.11107).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import torch
from captum.attr import IntegratedGradients
from jaxtyping import Float
from torch import Tensor

from skelbench.errors import ExplanationError

__all__ = ["PathIntegral", "integrated_gradients", "spread_steps"]

Score = Callable[[Tensor], Tensor]  # (B T P J D) -> (B)
PROBES = 17  # forward passes that find where the score moves
STRETCHES = 8  # equal stretches of the path that share the gradient steps
CHUNK = 8  # variants scored at once


@dataclass(frozen=True, eq=False)
class PathIntegral:
    """What integrated gradients found for one target."""

    attributions: Float[Tensor, "T P J D"]
    score: float  # f(x)
    score_baseline: float  # f(x0)
    steps: int

    @property
    def gap(self) -> float:
        """Sum of the attributions less f(x) - f(x0)."""
        return float(self.attributions.double().sum()) - (self.score - self.score_baseline)


def spread_steps(movement: npt.NDArray[np.float64], steps: int) -> list[int]:
    """Share `steps` among stretches by their movement, at least one each, largest remainders first.

    >>> spread_steps(np.array([0.0, 3.0, 1.0]), 7)
    [1, 4, 2]

    Raises:
        ExplanationError: fewer steps than stretches.
    """
    if steps < len(movement):
        raise ExplanationError(f"Expected at least one step for each of {len(movement)} stretches, found {steps}")
    total = float(movement.sum())
    free = steps - len(movement)
    wanted = movement / total * free if total > 0 else np.full(len(movement), free / len(movement))
    shares = np.floor(wanted).astype(int)
    rest = np.argsort(-(wanted - shares), kind="stable")[: free - int(shares.sum())]
    shares[rest] += 1
    return [int(share) + 1 for share in shares]


def integrated_gradients(score: Score, positions: Tensor, baseline: Tensor, steps: int = 16) -> PathIntegral:
    """Attribution of `score(positions) - score(baseline)` to every coordinate, in `steps` gradient steps.

    Args:
        score: a pure function of positions (B T P J D), one number for each variant.
        positions: the clip (1 T P J D).
        baseline: where the path starts (1 T P J D).
        steps: gradient evaluations in all.

    Raises:
        ExplanationError: the gradient is zero everywhere although the score moves.
    """
    marks = torch.linspace(0, 1, PROBES, dtype=positions.dtype, device=positions.device)
    path = baseline + marks.view(-1, 1, 1, 1, 1) * (positions - baseline)
    with torch.no_grad():
        probes = torch.cat([score(part) for part in torch.split(path, CHUNK)]).double().cpu().numpy()
    stretches = min(STRETCHES, steps)
    edges = np.linspace(0, PROBES - 1, stretches + 1).round().astype(int)
    moved = np.abs(np.diff(probes))
    movement = np.array([moved[a:b].sum() for a, b in pairwise(edges)])
    total = torch.zeros_like(positions, dtype=torch.float64)
    method = IntegratedGradients(score)
    for (a, b), count in zip(pairwise(edges), spread_steps(movement, steps), strict=True):
        total += method.attribute(
            path[b : b + 1], baselines=path[a : a + 1], n_steps=count, method="gausslegendre",
            internal_batch_size=CHUNK,
        ).double()  # fmt: skip
    if not bool(total.any()) and movement.sum() > 1e-3:
        raise ExplanationError("The score moves but its gradient is zero everywhere: nothing can be attributed")
    return PathIntegral(total[0].detach(), float(probes[-1]), float(probes[0]), steps)
