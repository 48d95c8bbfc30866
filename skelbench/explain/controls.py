"""Controls an attribution is never shown without: random joints, and the joints that merely moved most."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch

from skelbench.explain.attribution import Target, baseline_positions
from skelbench.models import Scorer
from skelbench.records import Attribution, ControlResult
from skelbench.skeleton import SkeletonSequence

__all__ = ["ControlSettings", "motion_energy", "strongest", "with_controls"]

Pair = tuple[int, int]  # person, joint row
CHUNK = 8


@dataclass(frozen=True)
class ControlSettings:
    """How the controls are drawn."""

    draws: int = 24  # sets of random joints
    removed: int = 3  # joints removed at once
    seed: int = 0


def motion_energy(placed: SkeletonSequence, baseline: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """(P J) sum over frames of |x - x0|, metres: how far a joint is from the baseline, whatever the model does."""
    away = np.linalg.norm(placed.positions - baseline, axis=-1)
    return np.asarray(np.where(placed.valid, away, 0.0).sum(0), dtype=np.float64)


def strongest(values: npt.NDArray[np.float64], count: int) -> list[Pair]:
    """The `count` (person, joint) pairs of highest value, best first."""
    order = np.argsort(-values, axis=None, kind="stable")[:count]
    return [(int(p), int(j)) for p, j in zip(*np.unravel_index(order, values.shape), strict=True)]


@torch.no_grad()
def with_controls(
    attribution: Attribution,
    scorer: Scorer,
    placed: SkeletonSequence,
    target: Target,
    settings: ControlSettings | None = None,
) -> Attribution:
    """The attribution with what its top joints cost, beside random joints and motion energy.

    Joints are removed from the render (not moved, not set to zero), the same number each time; the score is the
    target's. The interval of the random control covers 95 % of the draws.
    """
    settings = settings or ControlSettings()
    totals = np.nansum(attribution.scores, axis=0)
    there = placed.valid.any(0)
    candidates = [(int(p), int(j)) for p, j in zip(*np.nonzero(there), strict=True)]
    removed = min(settings.removed, len(candidates))
    generator = np.random.default_rng(settings.seed)
    sets = [
        [candidates[i] for i in generator.choice(len(candidates), removed, replace=False)]
        for _ in range(settings.draws)
    ]
    energy = motion_energy(placed, baseline_positions(placed, scorer, attribution.baseline)[0].cpu().numpy())
    own = strongest(np.where(there, totals, -np.inf), removed)
    kept = _target_scores(scorer, target, [[], own, strongest(np.where(there, energy, -np.inf), removed), *sets])
    drops = kept[0] - kept[1:]
    random_drops = drops[2:]
    low, high = np.quantile(random_drops, [0.025, 0.975])
    controls = (
        ControlResult(
            "random joints", float(drops[0]), float(random_drops.mean()), float(low), float(high), settings.draws
        ),
        ControlResult("motion energy", float(drops[0]), float(drops[1]), float(drops[1]), float(drops[1]), 1),
    )
    return replace(attribution, controls=controls)


def _target_scores(scorer: Scorer, target: Target, sets: list[list[Pair]]) -> npt.NDArray[np.float64]:
    chunks = [scorer.without_joints(sets[start : start + CHUNK]) for start in range(0, len(sets), CHUNK)]
    scores = torch.cat(chunks).double().cpu().numpy()
    why = scores[:, scorer.index(target.why)]
    return np.asarray(why if target.but_not is None else why - scores[:, scorer.index(target.but_not)])
