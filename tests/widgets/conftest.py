"""A small clip whose every number is known: a person who faces the camera and waves the right hand."""

from __future__ import annotations

import numpy as np
import pytest

from skelbench.skeleton import KINECT_V2, SkeletonSequence, Space

REST = {
    "spine_base": (0, 0, 0), "spine_mid": (0, 0.28, 0), "spine_shoulder": (0, 0.5, 0), "neck": (0, 0.57, 0),
    "head": (0, 0.72, 0.03), "left_shoulder": (0.18, 0.47, 0), "left_elbow": (0.24, 0.2, -0.03),
    "left_wrist": (0.27, -0.03, 0.05), "left_hand": (0.28, -0.1, 0.07), "left_hand_tip": (0.28, -0.18, 0.09),
    "left_thumb": (0.25, -0.12, 0.12), "left_hip": (0.1, -0.04, 0), "left_knee": (0.12, -0.46, 0.03),
    "left_ankle": (0.12, -0.86, -0.02), "left_foot": (0.14, -0.91, 0.1),
}  # fmt: skip
BODY = REST | {name.replace("left", "right"): (-x, y, z) for name, (x, y, z) in REST.items() if name[:4] == "left"}


def waving(frames: int = 30, people: int = 1) -> SkeletonSequence:
    """Frames at uneven times (every third step is twice as long); people stand a metre apart."""
    rest = np.array([BODY[joint] for joint in KINECT_V2.joints])
    positions = np.tile(rest, (frames, people, 1, 1))
    times = np.cumsum(np.where(np.arange(frames) % 3 == 2, 2, 1)) / 30
    for joint in ("right_wrist", "right_hand", "right_hand_tip", "right_thumb"):
        row = KINECT_V2.joint_index[joint]
        positions[:, :, row, 0] += 0.1 * np.sin(2 * np.pi * times)[:, None]
        positions[:, :, row, 1] += 0.7
    positions[..., 0] += np.arange(people)[:, None]
    return SkeletonSequence(KINECT_V2, positions.astype(np.float32), times, space=Space(frame="body"))


@pytest.fixture
def clip() -> SkeletonSequence:
    return waving()


@pytest.fixture
def two_people() -> SkeletonSequence:
    return waving(people=2)


@pytest.fixture
def seen() -> np.ndarray:
    mask = np.zeros(30, dtype=bool)
    mask[[2, 12, 22]] = True
    return mask


@pytest.fixture
def values(clip: SkeletonSequence) -> np.ndarray:
    """0.5 nat towards at the right hand, 0.25 nat against at the head, nothing elsewhere."""
    scores = np.zeros(clip.positions.shape[:3])
    scores[:, 0, KINECT_V2.joint_index["right_hand"]] = 0.5
    scores[:, 0, KINECT_V2.joint_index["head"]] = -0.25
    return scores
