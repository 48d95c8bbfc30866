"""Clips as plain arrays for joint networks, and how training varies them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from skelbench.datasets import ClipSet
from skelbench.errors import ModelError
from skelbench.skeleton import SkeletonSequence, Topology, place_in_view

__all__ = ["FRAMES_KEPT", "Augmentation", "JointClips", "augment", "gather_clips", "whole"]

FRAMES_KEPT = 96  # frames a clip is kept at, evenly over its time
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class JointClips:
    """Clips of one topology, evenly sampled in time, of the person who moves most; placed in view, metres."""

    positions: Float[Tensor, "B T J 3"]
    duration: Float[Tensor, " B"]  # seconds
    labels: Int[Tensor, " B"]  # row among the labels asked for, -1 for others
    ids: tuple[str, ...]
    subjects: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)


def gather_clips(
    clips: ClipSet,
    labels: Sequence[str],
    topology: Topology,
    progress: Progress | None = None,
) -> JointClips:
    """Read every clip of a set.

    Raises:
        ModelError: a clip has other joints.
    """
    rows, durations, subjects = [], [], []
    for number, clip in enumerate(clips):
        if clip.sequence.topology.joints != topology.joints:
            raise ModelError(
                f"Expected clips of topology '{topology.name}', found '{clip.sequence.topology.name}' in {clip.id}"
            )
        placed = place_in_view(clip.sequence)
        rows.append(_evenly(placed))
        durations.append(max(placed.duration, 0.1))
        subjects.append(clip.subject or "")
        if progress:
            progress(number + 1, len(clips))
    found = [labels.index(label) if label in labels else -1 for label in clips.labels]
    return JointClips(
        torch.tensor(np.stack(rows), dtype=torch.float32), torch.tensor(durations), torch.tensor(found),
        clips.ids, tuple(subjects),
    )  # fmt: skip


def _evenly(placed: SkeletonSequence) -> np.ndarray:
    """(T J 3): missing joints held or bridged, sampled evenly in time."""
    person = _mover(placed)
    times = np.linspace(placed.times[0], placed.times[-1], FRAMES_KEPT)
    out = np.zeros((FRAMES_KEPT, len(placed.topology.joints), 3))
    middle = np.nanmean(placed.positions[:, person], axis=(0, 1))
    for joint in range(out.shape[1]):
        known = placed.valid[:, person, joint]
        for axis in range(3):
            values = placed.positions[known, person, joint, axis]
            out[:, joint, axis] = np.interp(times, placed.times[known], values) if known.any() else middle[axis]
    return out


def _mover(placed: SkeletonSequence) -> int:
    if placed.people == 1:
        return 0
    steps = np.linalg.norm(np.diff(placed.positions, axis=0), axis=-1)
    return int(np.argmax(np.nansum(steps, axis=(0, 2))))


@dataclass(frozen=True)
class Augmentation:
    """How far training varies a clip: standard deviations or half widths; all off is `Augmentation.none()`."""

    yaw: float = 0.8  # rad, to either side
    pitch: float = 0.25
    roll: float = 0.08
    size: float = 0.2  # share
    mirror: bool = True
    warp: float = 0.25  # share of local speed
    crop: float = 0.2  # most of either end that is left out
    offset: float = 0.05  # metres, a joint's own for the whole clip: no two trackers mean the same point
    noise: float = 0.02  # metres, slow
    tempo: float = 0.2  # share of the duration

    @classmethod
    def none(cls) -> Augmentation:
        """The clip as it is."""
        return cls(0, 0, 0, 0, False, 0, 0, 0, 0, 0)


def whole(clips: JointClips, frames: int) -> tuple[Float[Tensor, "B T J 3"], Float[Tensor, " B"]]:
    """All clips at `frames` even frames, with the time between two frames."""
    at = torch.linspace(0, 1, frames).expand(len(clips), -1)
    return _sampled(clips.positions, at), clips.duration / (frames - 1)


def augment(
    clips: JointClips, rows: Int[Tensor, " R"], how: Augmentation, frames: int, mirror_rows: Sequence[int],
    generator: torch.Generator,
) -> tuple[Float[Tensor, "R T J 3"], Float[Tensor, " R"]]:  # fmt: skip
    """Some clips varied anew, and the time between two frames (s)."""
    positions, count = clips.positions[rows], len(rows)

    def uniform(*shape: int) -> Tensor:
        return 2 * torch.rand(*shape, generator=generator) - 1

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    start = how.crop * torch.rand(count, 1, generator=generator) * (uniform(count, 1) > 0)
    stop = 1 - how.crop * torch.rand(count, 1, generator=generator) * (uniform(count, 1) > 0)
    pace = (how.warp * _slow(normal(count, 5), frames)).exp().cumsum(1)
    at = start + (stop - start) * (pace - pace[:, :1]) / (pace[:, -1:] - pace[:, :1])
    moved = _sampled(positions, at)
    middle = moved.mean((1, 2), keepdim=True)
    turn = _turns(how.yaw * uniform(count), how.pitch * uniform(count), how.roll * uniform(count))
    size = (how.size * uniform(count)).exp()[:, None, None, None]
    moved = torch.einsum("btjd,bed->btje", (moved - middle) * size, turn) + middle
    joints = positions.shape[2]
    moved = moved + how.offset * normal(count, 1, joints, 3)
    drift = _slow(normal(count * joints * 3, 12), frames).reshape(count, joints, 3, frames).permute(0, 3, 1, 2)
    moved = moved + how.noise * drift
    if how.mirror:
        flipped = moved[:, :, list(mirror_rows)] * moved.new_tensor([-1.0, 1.0, 1.0])
        moved = torch.where((uniform(count) > 0)[:, None, None, None], flipped, moved)
    step = clips.duration[rows] * (stop - start)[:, 0] * (how.tempo * uniform(count)).exp() / (frames - 1)
    return moved, step


def _sampled(positions: Float[Tensor, "B T J 3"], at: Float[Tensor, "B F"]) -> Float[Tensor, "B F J 3"]:
    """Positions at shares 0 ... 1 of the clip, linear between frames."""
    place = at.clamp(0, 1) * (positions.shape[1] - 1)
    before = place.floor().long().clamp(max=positions.shape[1] - 2)
    share = (place - before)[..., None, None]
    rows = torch.arange(len(positions))[:, None]
    return positions[rows, before] * (1 - share) + positions[rows, before + 1] * share


def _slow(knots: Float[Tensor, "N K"], frames: int) -> Float[Tensor, "N T"]:
    """Smooth curves through random knots."""
    return torch.nn.functional.interpolate(knots[:, None], frames, mode="linear", align_corners=True)[:, 0]


def _turns(yaw: Tensor, pitch: Tensor, roll: Tensor) -> Float[Tensor, "B 3 3"]:
    """Rotations about y, then x, then z."""

    def about(angle: Tensor, first: int, second: int) -> Tensor:
        turn = torch.eye(3).repeat(len(angle), 1, 1)
        turn[:, first, first] = turn[:, second, second] = angle.cos()
        turn[:, first, second], turn[:, second, first] = -angle.sin(), angle.sin()
        return turn

    return about(roll, 0, 1) @ about(pitch, 1, 2) @ about(yaw, 2, 0)
