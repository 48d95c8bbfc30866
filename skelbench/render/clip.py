"""One clip drawn, with what a page needs to know about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from skelbench.errors import RenderError
from skelbench.render.camera import Camera
from skelbench.render.moments import poses_at
from skelbench.render.renderer import Renderer
from skelbench.render.scene import scene_of
from skelbench.skeleton import SkeletonSequence

__all__ = ["Rendering", "render_clip"]

_LIT = 1 / 255  # the faintest light a screen shows


@dataclass(frozen=True, eq=False)
class Rendering:
    """Pictures of one clip."""

    frames: npt.NDArray[np.float32]  # (F 3 H W) in [0, 1]
    times: npt.NDArray[np.float64]  # (F) seconds
    joint_pixels: npt.NDArray[np.float64]  # (F P J 2) column and row, NaN where a joint is missing or behind the camera
    foreground: npt.NDArray[np.bool_]  # (F H W) pixels that something was drawn on
    backend: str


def render_clip(
    renderer: Renderer,
    sequence: SkeletonSequence,
    frames: npt.NDArray[np.int64] | None,
    size: int,
    camera: Camera | None = None,
) -> Rendering:
    """Draw the chosen frames of a sequence that comes from `place_in_view`, or the moments its renderer learned.

    Raises:
        RenderError: the sequence was not placed in view, a frame does not exist, or neither frames are chosen nor
            moments learned.
    """
    if frames is None:
        return _at_moments(renderer, sequence, size, camera)
    positions, scene = scene_of(sequence, frames, size, camera)
    with torch.no_grad():
        positions = positions.to(next(renderer.parameters(), positions))  # its device and precision
        pictures = renderer(positions, scene)[0].float().cpu().numpy()
    chosen = sequence.positions[scene.frames].astype(np.float64)
    return Rendering(
        frames=pictures,
        times=sequence.times[scene.frames],
        joint_pixels=scene.camera.pixels(chosen),
        foreground=pictures.max(1) >= _LIT,
        backend=renderer.backend_for(positions),
    )


def _at_moments(renderer: Renderer, sequence: SkeletonSequence, size: int, camera: Camera | None) -> Rendering:
    if renderer.moments is None:
        raise RenderError("Expected frames to draw, or a renderer that learned its moments, found neither")
    positions, scene = scene_of(sequence, np.zeros(len(renderer.moments), np.int64), size, camera, learned_times=True)
    with torch.no_grad():
        poses = poses_at(positions.double(), scene, "per_second", renderer.moments(sequence.times).cpu())
        positions = positions.to(next(renderer.parameters(), positions))
        pictures = renderer(positions, scene)[0].float().cpu().numpy()
    seen = poses.scene
    joints = np.full((*seen.valid.shape, 3), np.nan)
    joints[:, seen.people] = poses.joints[0].numpy()
    joints[~seen.valid] = np.nan
    return Rendering(
        frames=pictures, times=seen.times, joint_pixels=scene.camera.pixels(joints),
        foreground=pictures.max(1) >= _LIT, backend=renderer.backend_for(positions),
    )  # fmt: skip
