"""Whether a picture tells motion: how much its pixels change when every joint moves twice as fast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from skelbench.errors import ParameterError
from skelbench.render.scene import Scene

__all__ = ["MotionSensitivity", "motion_sensitivity"]

_LIT = 1 / 255  # the faintest light a screen shows


@dataclass(frozen=True)
class MotionSensitivity:
    """Changes of pixel values in [0, 1] when velocity is multiplied."""

    everywhere: float  # mean over all pixels
    lit: float  # mean over pixels lit in either picture; 0 where none is
    largest: float
    factor: float
    speed: float  # mean speed of the joints in m/s, before


def motion_sensitivity(
    draw: Callable[[Tensor, Scene], Tensor], positions: Tensor, scene: Scene, factor: float = 2.0
) -> MotionSensitivity:
    """Draw each frame as it is, and again with all other frames `factor` times as far away from it.

    The joints of the frame itself stay where they are, while every difference to another frame, and so every kind of
    velocity, is multiplied; the camera stays. So any renderer can be asked, whatever it takes for motion.

    Args:
        draw: a renderer: positions (B T P J 3) and a scene to pictures (B F 3 H W).
        positions: (1 T P J 3) metres.
        scene: of the clip.
        factor: 2 for twice the velocity.

    Raises:
        ParameterError: the clip has one frame only, in which nothing moves.
    """
    if len(scene.times) < 2:
        raise ParameterError("Expected a clip of at least 2 frames to change the velocity of, found 1")
    changes, lit = [], []
    with torch.no_grad():
        for frame in scene.frames.tolist():
            alone = replace(scene, frames=np.array([frame]), learned_times=False)
            here = positions[:, frame : frame + 1]
            before, after = draw(positions, alone)[0, 0], draw(here + factor * (positions - here), alone)[0, 0]
            changes.append((after - before).abs().double())
            lit.append((torch.maximum(before, after).amax(0) >= _LIT).expand_as(before))
    change, shown = torch.stack(changes), torch.stack(lit)
    return MotionSensitivity(
        everywhere=float(change.mean()), lit=float(change[shown].mean()) if shown.any() else 0.0,
        largest=float(change.max()), factor=factor, speed=_mean_speed(positions, scene),
    )  # fmt: skip


def _mean_speed(positions: Tensor, scene: Scene) -> float:
    """m/s, over steps between frames of joints that are there in both."""
    points = positions[0].detach().cpu().double().numpy()
    there = scene.valid & scene.present[..., None]
    speeds = np.linalg.norm(np.diff(points, axis=0), axis=-1) / np.diff(scene.times)[:, None, None]
    known = speeds[there[1:] & there[:-1]]
    return float(known.mean()) if known.size else 0.0
