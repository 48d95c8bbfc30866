"""Training clips, each drawn anew: varied, placed in view, with jittered frames; the same for the same number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

import numpy as np
import numpy.typing as npt
from torch import Tensor
from torch.utils.data import Dataset

from skelbench.datasets import ClipSet
from skelbench.errors import ParameterError
from skelbench.models.lessons import Lesson
from skelbench.records import Truth
from skelbench.render import Scene, sample_frames, scene_of
from skelbench.skeleton import SkeletonSequence, mirror, place_in_view
from skelbench.training.tasks import TaskShare, Taught, lessons_of

__all__ = ["ClipStream", "Drawing", "DrawnClip", "Variety", "augmented"]


@dataclass(frozen=True)
class Variety:
    """How far a training clip is varied: half widths and standard deviations at most, and chances.

    Raises:
        ParameterError: a number is negative, or a chance is above 1.
    """

    mirror: float = 0.5  # chance
    yaw: float = 0.3  # rad, largest turn either way
    pitch: float = 0.12  # cameras look down by 9 to 19 degrees
    roll: float = 0.05
    stretch: float = 0.06  # largest relative change of height, width and depth, each its own
    noise: float = 0.01  # metres, of every joint in every frame
    offset: float = 0.0  # metres, a joint's own for the whole clip: no two trackers mean the same point
    dropout: float = 0.1  # chance that a joint is lost for the whole clip
    crop: float = 0.08  # most of either end that is left out
    whole: float = 0.0  # chance that nothing is left out
    tempo: float = 0.0  # largest change of log duration

    def __post_init__(self) -> None:
        chances = max(self.mirror, self.dropout, self.whole, 2 * self.crop)
        if min(vars(self).values()) < 0 or chances > 1:
            raise ParameterError(f"A training clip's variety needs numbers from 0 on and chances up to 1, found {self}")


class DrawnClip(TypedDict):
    """One training clip: positions (1 T P J 3), everything around them, and what is asked about it."""

    positions: Tensor
    scene: Scene
    label: str
    lessons: list[Lesson]


def augmented(
    placed: SkeletonSequence, generator: np.random.Generator, variety: Variety | None = None
) -> SkeletonSequence:
    """A placed clip seen from elsewhere, of another build, cut, noisy, perhaps mirrored, perhaps with a joint lost.

    Its truth stays that of the whole clip, mirrored with it: words about it hold, spans of time do not.
    """
    how = variety or Variety()
    if generator.random() < how.mirror:
        placed = mirror(placed)
    if generator.random() >= how.whole:
        start = int(generator.uniform(0, how.crop) * placed.frames)
        stop = placed.frames - int(generator.uniform(0, how.crop) * placed.frames)
        placed = replace(placed.span(start, max(stop, start + 2)), truth=placed.truth)
    points = placed.positions.astype(np.float64)
    middle = np.nanmedian(points.reshape(-1, 3), axis=0)
    stretch = 1 + generator.uniform(-how.stretch, how.stretch, 3)
    points = (points - middle) * stretch @ _turn(generator, how).T + middle
    points += generator.normal(0, generator.uniform(0, how.noise), points.shape)
    points += generator.normal(0, generator.uniform(0, how.offset), points.shape[1:])
    valid = placed.valid.copy()
    if generator.random() < how.dropout:
        valid[..., generator.integers(points.shape[2])] = False
        if not valid.any():
            valid = placed.valid
    times = placed.times[0] + (placed.times - placed.times[0]) * np.exp(generator.uniform(-how.tempo, how.tempo))
    return replace(
        placed, positions=points.astype(np.float32), valid=valid, present=placed.present & valid.any(-1), times=times
    )


def _turn(generator: np.random.Generator, how: Variety) -> npt.NDArray[np.float64]:
    yaw, pitch, roll = (generator.uniform(-most, most) for most in (how.yaw, how.pitch, how.roll))
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(about_x @ about_z @ about_y)


@dataclass(frozen=True)
class Drawing:
    """How clips are drawn for a model, and what they are asked."""

    labels: tuple[str, ...]  # the model's own
    frames: int
    size: int  # pixels
    seed: int
    shares: Mapping[str, TaskShare] = field(default_factory=lambda: {"choose_label": TaskShare()})
    variety: Variety = Variety()
    negatives: Mapping[str, Sequence[str]] = field(default_factory=dict)
    learned_times: bool = False


class ClipStream(Dataset[DrawnClip]):
    """Clip `i` of a run: the same bytes whenever, wherever and by whichever worker it is drawn."""

    def __init__(self, clips: ClipSet, drawing: Drawing) -> None:
        self.clips = clips
        self.drawing = drawing

    def __len__(self) -> int:
        return len(self.clips)

    def __getitem__(self, index: int) -> DrawnClip:
        clip, how = self.clips[index % len(self.clips)], self.drawing
        generator = np.random.default_rng([how.seed, index])
        varied = augmented(place_in_view(clip.sequence), generator, how.variety)
        frames = sample_frames(how.frames, varied.frames, generator)
        positions, scene = scene_of(varied, frames, how.size, learned_times=how.learned_times)
        truth = replace(varied.truth or Truth(clip.label), label=clip.label)
        taught = Taught(truth, how.labels, varied.frames == clip.sequence.frames, generator, how.negatives)
        return {"positions": positions, "scene": scene, "label": clip.label, "lessons": lessons_of(taught, how.shares)}
