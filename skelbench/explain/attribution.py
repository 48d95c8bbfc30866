"""From a path integral to an `Attribution`: joints, seen frames, several samplings, their spread, the doubts."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import torch

from skelbench.errors import ExplanationError
from skelbench.explain.gradients import Score, integrated_gradients, levels_on, staggered_grids
from skelbench.models import Scorer, SkeletonLLM
from skelbench.records import Attribution, Axis, Question
from skelbench.render import sample_frames
from skelbench.skeleton import SkeletonSequence, Topology, place_in_view, rest_pose

__all__ = ["AttributionSettings", "Target", "attribute", "baseline_positions", "joint_axes"]


@dataclass(frozen=True)
class AttributionSettings:
    """How an attribution is computed; the default is 64 gradient steps in all."""

    samplings: int = 2  # jittered choices of the frames looked at
    steps: int = 32  # gradient steps a sampling
    seed: int = 0  # of the jitter
    baseline: str = "rest pose"
    width: float = 0.4  # middle share of each segment of the clip that the jitter may reach


@dataclass(frozen=True)
class Target:
    """What is explained: the score of `why`, or its lead over `but_not`."""

    why: str
    but_not: str | None = None

    def __str__(self) -> str:
        return self.why if self.but_not is None else f"{self.why}, not {self.but_not}"

    def of(self, scorer: Scorer) -> Score:
        """The target as a function of positions, one number for each variant."""
        first = scorer.index(self.why)
        second = None if self.but_not is None else scorer.index(self.but_not)

        def score(positions: torch.Tensor) -> torch.Tensor:
            scores = scorer(positions)
            return scores[:, first] if second is None else scores[:, first] - scores[:, second]

        return score


def joint_axes(topology: Topology, frames: int, people: int) -> tuple[Axis, Axis, Axis]:
    """Axes of a (T P J) attribution."""
    return (
        Axis("time", tuple(str(frame) for frame in range(frames))),
        Axis("person", tuple(str(person) for person in range(people))),
        Axis("joint", topology.joints, tuple(topology.part_of.get(joint, "") for joint in topology.joints)),
    )


def baseline_positions(placed: SkeletonSequence, scorer: Scorer, name: str) -> torch.Tensor:
    """The named baseline (1 T P J 3); joints that are not drawn stay where the clip has them.

    Raises:
        ExplanationError: no baseline has that name.
    """
    if name == "rest pose":
        points: npt.NDArray[np.float32] = rest_pose(placed)
    elif name == "mean pose":
        points = np.broadcast_to(_means(placed.positions), placed.positions.shape)
    elif name == "first frame":
        points = np.broadcast_to(placed.positions[:1], placed.positions.shape)
    else:
        raise ExplanationError(f"No baseline is called '{name}'; known: first frame, mean pose, rest pose")
    given = torch.from_numpy(np.array(points, dtype=np.float32))[None].to(scorer.positions)
    usable = torch.isfinite(given) & torch.from_numpy(placed.valid.copy())[None, ..., None].to(given.device)
    return torch.where(usable, given, scorer.positions)


def _means(positions: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    seen = np.isfinite(positions)
    total = np.where(seen, positions, 0).sum(0, keepdims=True)
    counts = seen.sum(0, keepdims=True)
    return np.asarray(np.where(counts > 0, total / np.maximum(counts, 1), np.nan), dtype=np.float32)


def attribute(
    model: SkeletonLLM,
    sequence: SkeletonSequence,
    question: Question,
    target: Target,
    settings: AttributionSettings | None = None,
) -> Attribution:
    """Integrated gradients of the target, averaged over jittered samplings of the frames, back to joints (T P J).

    Raises:
        ExplanationError: the model is in training mode, or the gradient vanishes.
    """
    settings = settings or AttributionSettings()
    if model.training:
        raise ExplanationError("Attribution needs the model in evaluation mode: call model.eval()")
    placed = place_in_view(sequence)
    jitter = np.random.default_rng(settings.seed) if settings.samplings > 1 else None
    count, learned = model.settings.frames, model.renderer.moments is not None
    chosen = [
        None if learned else sample_frames(count, placed.frames, jitter, settings.width)
        for _ in range(settings.samplings)
    ]
    scorers = [model.scorer(sequence, question, frames) for frames in chosen]
    paths = [
        (target.of(scorer), scorer.positions, baseline_positions(placed, scorer, settings.baseline))
        for scorer in scorers
    ]
    levels = np.stack([levels_on(*path) for path in paths])  # (S N)
    movement = np.abs(np.diff(levels, axis=1)).mean(0)
    grids = staggered_grids(movement, settings.steps, settings.samplings)
    maps = [integrated_gradients(*path, grid) for path, grid in zip(paths, grids, strict=True)]
    if movement.sum() > 1e-3 and not any(bool(found.any()) for found in maps):
        raise ExplanationError("The score moves but its gradient is zero everywhere: nothing can be attributed")
    return _merged(np.stack([found.sum(-1).cpu().numpy() for found in maps]), levels, placed, (str(target), settings))


def _merged(
    maps: npt.NDArray[np.float64],
    levels: npt.NDArray[np.float64],
    placed: SkeletonSequence,
    asked: tuple[str, AttributionSettings],
) -> Attribution:
    """Mean and spread over samplings; a frame no sampling looked at, and a joint that is not there, is NaN."""
    target, settings = asked
    seen = np.abs(maps).sum((0, 2, 3)) > 0
    known = seen[:, None, None] & placed.valid
    start, end = levels.mean(0)[[0, -1]]
    return Attribution(
        scores=np.where(known, maps.mean(0), np.nan),
        axes=joint_axes(placed.topology, placed.frames, placed.people),
        times=placed.times.copy(),
        seen=seen,
        target=target,
        method="integrated gradients",
        baseline=settings.baseline,
        score=float(end),
        score_baseline=float(start),
        completeness_gap=float(maps.sum() / len(maps) - (end - start)),
        spread=np.where(known, maps.std(0), np.nan),
        settings=asdict(settings),
    )
