"""A body built by hand: standing upright, 25 joints, x to its left, y up, z forward, metres."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from skelbench.skeleton import KINECT_V2, SkeletonSequence, Space

STANDING = {
    "spine_base": (0.0, 0.95, 0.0), "spine_mid": (0.0, 1.2, 0.0), "spine_shoulder": (0.0, 1.42, 0.0),
    "neck": (0.0, 1.5, 0.0), "head": (0.0, 1.62, 0.0),
    "left_shoulder": (0.2, 1.42, 0.0), "left_elbow": (0.22, 1.12, 0.0), "left_wrist": (0.22, 0.87, 0.0),
    "left_hand": (0.22, 0.79, 0.0), "left_hand_tip": (0.22, 0.71, 0.0), "left_thumb": (0.22, 0.8, 0.04),
    "left_hip": (0.1, 0.93, 0.0), "left_knee": (0.1, 0.5, 0.0), "left_ankle": (0.1, 0.08, 0.0),
    "left_foot": (0.1, 0.03, 0.12),
}  # fmt: skip

Moves = Mapping[str, object]
Build = Callable[..., SkeletonSequence]


@pytest.fixture
def build() -> Build:
    """`build(times, left_wrist=array (T 3) or (3,), ...)`: the standing body with some joints elsewhere."""

    def make(times: np.ndarray, noise: float = 0.0, **moves: object) -> SkeletonSequence:
        pose = dict(STANDING)
        pose |= {name.replace("left_", "right_"): (-x, y, z) for name, (x, y, z) in pose.items() if "left_" in name}
        positions = np.zeros((len(times), 1, len(KINECT_V2.joints), 3))
        for name, place in {**pose, **moves}.items():
            positions[:, 0, KINECT_V2.joint_index[name]] = place
        positions += noise * np.random.default_rng(3).standard_normal(positions.shape)
        return SkeletonSequence(KINECT_V2, positions, times, space=Space(frame="body"))

    return make


@pytest.fixture
def seconds() -> np.ndarray:
    """Three seconds at 30 frames a second."""
    return np.arange(90) / 30.0
