"""Made people of known size and place, whose pictures are timed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from skelbench.errors import ParameterError
from skelbench.render.camera import published_camera
from skelbench.render.scene import Scene
from skelbench.skeleton import KINECT_V2

__all__ = ["DISTANCE", "FPS", "FRAMES", "moving_people", "timed_scene"]

FRAMES, FPS = 12, 30.0
DISTANCE = 3.0  # metres from the camera
_SPACING = 0.9  # metres between the middles of two people
_STANDING = {  # metres; x to the sensor's left, y up, z away from the camera; a person of 1.7 m who faces it
    "spine_base": (0.0, 0.0, 0.0), "spine_mid": (0.0, 0.28, 0.0), "spine_shoulder": (0.0, 0.5, 0.01),
    "neck": (0.0, 0.57, 0.01), "head": (0.0, 0.72, -0.01),
    "left_shoulder": (0.17, 0.47, 0.0), "left_elbow": (0.24, 0.2, 0.02), "left_wrist": (0.27, -0.03, -0.06),
    "left_hand": (0.28, -0.1, -0.08), "left_hand_tip": (0.28, -0.17, -0.1), "left_thumb": (0.25, -0.12, -0.12),
    "left_hip": (0.08, -0.03, 0.0), "left_knee": (0.11, -0.44, -0.02), "left_ankle": (0.12, -0.83, 0.05),
    "left_foot": (0.14, -0.9, -0.08),
}  # fmt: skip
_SWING = {"shoulder": 0.01, "elbow": 0.08, "wrist": 0.2, "hand": 0.24, "hand_tip": 0.28, "thumb": 0.25,
          "knee": 0.05, "ankle": 0.08, "foot": 0.09}  # fmt: skip  # metres, amplitude


def moving_people(people: int, seed: int = 0, frames: int = FRAMES) -> npt.NDArray[np.float32]:
    """Joints (T P J 3) in metres of people who swing their limbs, side by side, in the camera frame (`KINECT_V2`).

    Raises:
        ParameterError: there is nobody to draw.
    """
    if people < 1 or frames < 1:
        raise ParameterError(f"Expected at least 1 person and 1 frame to draw, found {people} and {frames}")
    rng = np.random.default_rng(seed)
    standing = np.array([_standing(joint) for joint in KINECT_V2.joints])
    reach = np.array([_SWING.get(joint.split("_", 1)[-1], 0.0) for joint in KINECT_V2.joints])
    side = np.array([joint.startswith("right_") for joint in KINECT_V2.joints])
    seconds = np.arange(frames)[:, None, None] / FPS
    beat, start = rng.uniform(0.8, 1.6, (1, people, 1)), rng.uniform(0, 1, (1, people, 1))
    phase = 2 * np.pi * (beat * seconds + start) + np.pi * side  # (T P J)
    swing = np.stack([0.3 * np.cos(phase), 0.5 * np.sin(phase), -np.sin(phase)], axis=-1) * reach[:, None]
    place = np.zeros((people, 1, 3))
    place[:, 0, 0] = (np.arange(people) - (people - 1) / 2) * _SPACING
    place[:, 0, 2] = DISTANCE + rng.uniform(-0.15, 0.15, people)
    return np.asarray(standing + swing + place, dtype=np.float32)


def timed_scene(people: int, size: int, seed: int = 0, frames: int = FRAMES) -> tuple[Tensor, Scene]:
    """Positions (1 T P J 3) and their scene, every frame of it drawn by the published 60-degree camera."""
    positions = moving_people(people, seed, frames)
    there = np.ones(positions.shape[:3], bool)
    times = np.arange(frames) / FPS
    scene = Scene(KINECT_V2, there, there[..., 0], None, times, np.arange(frames), published_camera(size))
    return torch.from_numpy(positions)[None], scene


def _standing(joint: str) -> tuple[float, float, float]:
    if not joint.startswith("right_"):
        return _STANDING[joint]
    x, y, z = _STANDING[joint.replace("right_", "left_", 1)]
    return -x, y, z
