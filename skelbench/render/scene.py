"""All of a clip that is not a coordinate, and which of its frames are looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.camera import Camera, fit_camera
from skelbench.render.rotations import filled_turns, rest_axes, rotations_of
from skelbench.skeleton import SkeletonSequence, Topology

__all__ = ["Scene", "published_frames", "sample_frames", "scene_of", "seen_alone"]

_REST_FRAMES = 16  # as many tell where a bone points when no joint turns; it hardly changes over a clip


@dataclass(frozen=True, eq=False)
class Scene:
    """What stays fixed while a clip's coordinates are varied.

    Raises:
        RenderError: the arrays do not fit together, times do not increase, or a chosen frame does not exist.
    """

    topology: Topology
    valid: npt.NDArray[np.bool_]  # (T P J)
    present: npt.NDArray[np.bool_]  # (T P)
    confidence: npt.NDArray[np.float32] | None  # (T P J) in [0, 1]
    times: npt.NDArray[np.float64]  # (T) seconds
    frames: npt.NDArray[np.int64]  # (F) the frames looked at
    camera: Camera
    orientations: npt.NDArray[np.float32] | None = None  # (T P J 4) unit quaternions w x y z, NaN where unknown
    rest_axes: npt.NDArray[np.float64] | None = None  # (E 3) where bones point when no joint turns
    learned_times: bool = False  # a renderer that learned its own moments draws those instead of `frames`

    def __post_init__(self) -> None:
        total, people, joints = self.valid.shape
        confidence = self.valid if self.confidence is None else self.confidence
        found = (self.present.shape, confidence.shape, self.times.shape, len(self.topology.joints))
        if found != ((total, people), (total, people, joints), (total,), joints):
            raise RenderError(f"A scene of {self.valid.shape} (T P J) got arrays that do not fit it: {found}")
        late = np.diff(self.times) > 0
        if not np.isfinite(self.times).all() or not late.all():
            frame = (
                int(np.argmin(late)) + 1 if np.isfinite(self.times).all() else int(np.argmin(np.isfinite(self.times)))
            )
            raise RenderError(f"Expected times that increase from frame to frame, found otherwise at frame {frame}")
        if self.orientations is not None and self.orientations.shape != (total, people, joints, 4):
            raise RenderError(
                f"A scene of {self.valid.shape} (T P J) needs orientations (T P J 4), found {self.orientations.shape}"
            )
        if not len(self.frames) or self.frames.min() < 0 or self.frames.max() >= total:
            raise RenderError(f"Expected frames between 0 and {total - 1} to draw, found {self.frames.tolist()}")

    @cached_property
    def people(self) -> npt.NDArray[np.int64]:
        """Rows of the people who are there in at least one frame that is looked at."""
        return np.flatnonzero((self.valid.any(-1) & self.present)[self.frames].any(0))

    @cached_property
    def drawable(self) -> npt.NDArray[np.bool_]:
        """(F P' J) joints that may be drawn, of `people` in `frames`."""
        there = self.valid & self.present[..., None]
        return np.asarray(there[self.frames][:, self.people])

    @cached_property
    def turns(self) -> npt.NDArray[np.float64] | None:
        """(F P' J 3 3) rotations of the joints of `people` in `frames`; None where no orientation is known."""
        if self.orientations is None:
            return None
        seen = rotations_of(self.orientations[self.frames][:, self.people])
        return filled_turns(seen, self.topology.bone_rows)


def scene_of(
    sequence: SkeletonSequence,
    frames: npt.NDArray[np.int64],
    size: int,
    camera: Camera | None = None,
    learned_times: bool = False,
) -> tuple[Tensor, Scene]:
    """Positions (1 T P J 3) and the scene of a sequence that comes from `place_in_view`.

    Joints that do not exist get the middle of the clip; they are never drawn. The camera is fitted to the clip unless
    one is given. With `learned_times` a renderer draws the moments it learned instead of `frames`.

    Raises:
        RenderError: the sequence was not placed in view.
    """
    space = sequence.space
    if sequence.dimensions != 3 or space.frame != "camera" or space.unit != "m":
        raise RenderError(
            f"Expected a sequence from place_in_view (3-D, metres, camera frame), found {sequence.dimensions}-D, "
            f"'{space.unit}', '{space.frame}' frame"
        )
    if camera is None:
        camera = fit_camera(sequence.positions.astype(np.float64), sequence.valid, size)
    positions = sequence.positions
    if not sequence.valid.all():
        middle = np.nanmedian(positions.reshape(-1, 3), axis=0)
        positions = np.where(sequence.valid[..., None], positions, middle)
    chosen = np.asarray(frames, dtype=np.int64)
    scene = Scene(
        sequence.topology, sequence.valid, sequence.present, sequence.confidence, sequence.times, chosen, camera,
        sequence.orientations, _rest_axes(sequence), learned_times,
    )  # fmt: skip
    return torch.from_numpy(np.array(positions, dtype=np.float32))[None], scene


def _rest_axes(sequence: SkeletonSequence) -> npt.NDArray[np.float64] | None:
    """(E 3) the topology's own rest directions, else found in the clip; None without orientations."""
    bones = sequence.topology.bone_rows
    if sequence.orientations is None or not bones:
        return None
    if sequence.topology.rest_directions:
        return np.array(sequence.topology.rest_directions, dtype=np.float64)
    some = np.unique(np.linspace(0, sequence.frames - 1, _REST_FRAMES).astype(np.int64))
    turns = filled_turns(rotations_of(sequence.orientations[some]), bones)
    return rest_axes(turns, sequence.positions[some].astype(np.float64), bones)


def seen_alone(positions: Tensor, scene: Scene) -> tuple[Tensor, Scene]:
    """The clip as if the frames it looks at were all that was recorded: positions (B F P J 3) and their scene.

    Raises:
        RenderError: a frame is looked at twice.
    """
    rows = scene.frames
    if (np.diff(rows) <= 0).any():
        raise RenderError(f"Expected frames to cut out that are each looked at once, in order, found {rows.tolist()}")
    alone = replace(
        scene, valid=scene.valid[rows], present=scene.present[rows], times=scene.times[rows],
        frames=np.arange(len(rows)), confidence=None if scene.confidence is None else scene.confidence[rows],
        orientations=None if scene.orientations is None else scene.orientations[rows],
    )  # fmt: skip
    return positions[:, rows], alone


def sample_frames(
    count: int, of: int, jitter: np.random.Generator | None = None, width: float = 1.0
) -> npt.NDArray[np.int64]:
    """Pick `count` frames that never go back, the middle of each of `count` equal segments unless `jitter` is given.

    `width` is the middle share of each segment the jitter may reach.

    >>> sample_frames(4, of=8).tolist()
    [1, 3, 5, 7]

    Raises:
        RenderError: nothing to pick or nothing to pick from.
    """
    if count < 1 or of < 1:
        raise RenderError(f"Expected at least 1 frame to pick out of at least 1, found {count} out of {of}")
    within = np.full(count, 0.5) if jitter is None else 0.5 + width * (jitter.random(count) - 0.5)
    return np.minimum(((np.arange(count) + within) * of / count).astype(np.int64), of - 1)


def published_frames(count: int, of: int, seed: int | None = None) -> npt.NDArray[np.int64]:
    """Pick `count` frames as SkeletonLLM's released code does: by lot, but the same lot whenever it is asked.

    Each frame is drawn from its segment, widened to whole frames, so that neighbours may share one. A clip of `count`
    frames is taken whole, a shorter one drawn from with replacement, in order. One frame is the middle one.

    Args:
        count: frames to pick.
        of: frames there are.
        seed: of the lot; None: the generator's default seed, as in training and test. The stand-alone viewer has 0.

    Raises:
        RenderError: nothing to pick or nothing to pick from.
    """
    if count < 1 or of < 1:
        raise RenderError(f"Expected at least 1 frame to pick out of at least 1, found {count} out of {of}")
    if count == of:
        return np.arange(of)
    if count == 1:
        return np.array([of // 2])
    lot = torch.Generator()  # a new one each time
    if seed is not None:
        lot.manual_seed(seed)
    if of < count:
        return np.sort(torch.randint(0, of, (count,), generator=lot).numpy())
    bounds = torch.linspace(0, of, count + 1)
    spans = zip(bounds[:-1].floor().long().tolist(), bounds[1:].ceil().long().tolist(), strict=True)
    return np.array([int(torch.randint(low, high, (1,), generator=lot)) for low, high in spans])
