"""Training clips, each drawn anew: augmented, placed in view, with jittered frames; the same for the same number."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

import numpy as np
import numpy.typing as npt
from torch import Tensor
from torch.utils.data import Dataset

from skelbench.datasets import ClipSet
from skelbench.render import Scene, sample_frames, scene_of
from skelbench.skeleton import SkeletonSequence, mirror, place_in_view

__all__ = ["ClipStream", "DrawnClip", "augmented"]

_YAW, _PITCH, _ROLL = 0.3, 0.12, 0.05  # rad, largest turn either way; facts: cameras look down by 9 to 19 degrees
_STRETCH = 0.06  # largest relative change of height and width
_NOISE = 0.01  # metres, largest standard deviation of added joint noise
_DROPPED = 0.1  # chance that a clip loses a hand, foot or head joint


class DrawnClip(TypedDict):
    """One training clip: positions (1 T P J 3), everything around them, and the row of its label."""

    positions: Tensor
    scene: Scene
    label: int


def augmented(placed: SkeletonSequence, generator: np.random.Generator) -> SkeletonSequence:
    """A placed clip seen from elsewhere, of another build, cut, noisy, perhaps mirrored, perhaps with a joint lost."""
    if generator.random() < 0.5:
        placed = mirror(placed)
    start = int(generator.uniform(0, 0.08) * placed.frames)
    stop = placed.frames - int(generator.uniform(0, 0.08) * placed.frames)
    placed = placed.span(start, max(stop, start + 2))
    points = placed.positions.astype(np.float64)
    middle = np.nanmedian(points.reshape(-1, 3), axis=0)
    stretch = 1 + generator.uniform(-_STRETCH, _STRETCH, 3)
    points = (points - middle) * stretch @ _turn(generator).T + middle
    points += generator.normal(0, generator.uniform(0, _NOISE), points.shape)
    valid = placed.valid.copy()
    if generator.random() < _DROPPED:
        valid[..., generator.integers(points.shape[2])] = False
        if not valid.any():
            valid = placed.valid
    return replace(placed, positions=points.astype(np.float32), valid=valid, present=placed.present & valid.any(-1))


def _turn(generator: np.random.Generator) -> npt.NDArray[np.float64]:
    yaw, pitch, roll = (generator.uniform(-most, most) for most in (_YAW, _PITCH, _ROLL))
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(about_x @ about_z @ about_y)


class ClipStream(Dataset[DrawnClip]):
    """Clip `i` of a run: the same bytes whenever, wherever and by whichever worker it is drawn."""

    def __init__(
        self, clips: ClipSet, labels: tuple[str, ...], *, frames: int, size: int, seed: int, learned_times: bool = False
    ) -> None:
        self.clips = clips
        self.labels = labels
        self.frames = frames
        self.size = size
        self.seed = seed
        self.learned_times = learned_times

    def __len__(self) -> int:
        return len(self.clips)

    def __getitem__(self, index: int) -> DrawnClip:
        clip = self.clips[index % len(self.clips)]
        generator = np.random.default_rng([self.seed, index])
        placed = augmented(place_in_view(clip.sequence), generator)
        frames = sample_frames(self.frames, placed.frames, generator)
        positions, scene = scene_of(placed, frames, self.size, learned_times=self.learned_times)
        return {"positions": positions, "scene": scene, "label": self.labels.index(clip.label)}
