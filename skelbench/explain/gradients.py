"""Integrated gradients (Sundararajan et al. 2017, arXiv 1703.01365) from an answer back to joints and seen frames.

The path integral runs through captum as a sum over pieces of the straight path, one gradient each. Forward passes find
beforehand where the score moves, and the pieces are shorter there (Bhat & Raychowdhury 2023, arXiv 2302.11107). Where
several integrals are averaged, one for each jittered sampling of the frames, their nodes are staggered: the score moves
along the path in much the same way in all of them, so together they are one grid of all the steps. Nothing is rescaled:
the gap that remains is the method's error, and is reported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from captum.attr import IntegratedGradients
from jaxtyping import Float
from torch import Tensor

from skelbench.errors import ExplanationError

__all__ = ["Grid", "integrated_gradients", "levels_on", "staggered_grids"]

Score = Callable[[Tensor], Tensor]  # (B T P J D) -> (B)
CHUNK = 8  # variants scored at once
CELLS = 32  # equal cells of the path whose ends are scored beforehand


@dataclass(frozen=True, eq=False)
class Grid:
    """Where on the path gradients are taken, and how much of the path each stands for."""

    nodes: Float[np.ndarray, " S"]  # in [0, 1]
    weights: Float[np.ndarray, " S"]


def levels_on(score: Score, positions: Tensor, baseline: Tensor, cells: int = CELLS) -> Float[np.ndarray, " N"]:
    """The score at the ends of `cells` equal cells of the path, by forward passes alone."""
    marks = torch.linspace(0, 1, cells + 1, dtype=positions.dtype, device=positions.device).view(-1, 1, 1, 1, 1)
    with torch.no_grad():
        parts = [score(baseline + part * (positions - baseline)) for part in torch.split(marks, CHUNK)]
    return np.asarray(torch.cat(parts).double().cpu().numpy())


def staggered_grids(movement: Float[np.ndarray, " N"], steps: int, grids: int) -> list[Grid]:
    """`grids` grids of `steps` nodes that together are one fine grid, denser where the score moves.

    `movement` is how much the score moves in each equal cell of the path; half of the nodes follow it, half are even.

    >>> [grid.nodes.tolist() for grid in staggered_grids(np.ones(4), 2, 2)]
    [[0.125, 0.625], [0.375, 0.875]]

    Raises:
        ExplanationError: no steps or no grids.
    """
    if steps < 1 or grids < 1:
        raise ExplanationError(f"Expected at least 1 gradient step and 1 sampling, found {steps} and {grids}")
    even = np.full(len(movement), 1 / len(movement))
    share = movement / movement.sum() if movement.sum() > 0 else even
    reached = np.r_[0.0, np.cumsum((even + share) / 2)]
    ways = np.linspace(0, 1, len(reached))
    fine = steps * grids
    edges = np.interp(np.arange(fine + 1) / fine, reached, ways)
    nodes, lengths = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    return [Grid(nodes[part::grids], lengths[part::grids] * grids) for part in range(grids)]


def integrated_gradients(score: Score, positions: Tensor, baseline: Tensor, grid: Grid) -> Float[Tensor, "T P J D"]:
    """Attribution of `score(positions) - score(baseline)` to every coordinate, one gradient a node.

    Args:
        score: a pure function of positions (B T P J D), one number for each variant.
        positions: the clip (1 T P J D).
        baseline: where the path starts (1 T P J D).
        grid: where on the path the gradients are taken.
    """
    method = IntegratedGradients(score)
    total = torch.zeros_like(positions[0], dtype=torch.float64)
    for start in range(0, len(grid.nodes), CHUNK):  # captum's one-step rule looks at the middle of each piece
        chosen = slice(start, start + CHUNK)
        ends = [grid.nodes[chosen] + sign * grid.weights[chosen] / 2 for sign in (-1, 1)]
        cuts = [torch.from_numpy(end).to(positions).view(-1, 1, 1, 1, 1) for end in ends]
        pieces = [baseline + cut * (positions - baseline) for cut in cuts]
        total += method.attribute(pieces[1], baselines=pieces[0], n_steps=1, method="gausslegendre").double().sum(0)
    return total.detach()
