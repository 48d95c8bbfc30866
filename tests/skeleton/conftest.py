"""A person whose every joint is where its name says, so that facts about views are known without the code."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from skelbench.skeleton import SkeletonSequence, Topology

# Height and reach of what a joint's name holds, the first that fits; metres of a person 1.8 m tall with the arms out.
_PLACES = {
    "head_top": (1.80, 0.0), "head": (1.68, 0.0), "eye": (1.70, 0.04), "ear": (1.68, 0.08), "nose": (1.66, 0.0),
    "spine_shoulder": (1.45, 0.0), "shoulder_centre": (1.45, 0.0), "upper_neck": (1.55, 0.0), "neck": (1.50, 0.0),
    "collar": (1.45, 0.08), "shoulder": (1.45, 0.20), "elbow": (1.45, 0.48), "wrist": (1.45, 0.73),
    "hand_tip": (1.45, 0.90), "thumb": (1.45, 0.84), "hand": (1.45, 0.81),
    "hip_centre": (0.95, 0.0), "mid_hip": (0.95, 0.0), "pelvis": (0.95, 0.0), "spine_base": (0.95, 0.0),
    "hip": (0.92, 0.10), "knee": (0.50, 0.10), "ankle": (0.08, 0.10), "foot": (0.04, 0.10), "toe": (0.03, 0.10),
    "heel": (0.03, 0.10), "spine3": (1.35, 0.0), "spine2": (1.22, 0.0), "spine1": (1.08, 0.0), "spine": (1.20, 0.0),
    "thorax": (1.42, 0.0), "mouth": (1.62, 0.03), "face": (1.64, 0.05), "pinky": (1.45, 0.82), "index": (1.45, 0.82),
}  # fmt: skip
_FORWARD = {"nose": 0.12, "eye": 0.10, "mouth": 0.10, "face": 0.10, "foot": 0.12, "toe": 0.18, "heel": -0.05}


def stand(topology: Topology) -> np.ndarray:
    """(J 3) in the body frame: x to the person's left, y up, z where the person faces."""
    rows = []
    for joint in topology.joints:
        height, reach = next(place for word, place in _PLACES.items() if word in joint)
        side = {"left": 1.0, "right": -1.0}.get(joint.split("_")[0], 0.0)
        rows.append((side * reach, height, next((f for word, f in _FORWARD.items() if word in joint), 0.0)))
    return np.array(rows)


@pytest.fixture
def body() -> Callable[..., np.ndarray]:
    """`body(topology, frames=12, people=1)`: (T P J 3) of people standing still in the body frame, arms out."""

    def make(topology: Topology, frames: int = 12, people: int = 1) -> np.ndarray:
        return np.broadcast_to(stand(topology), (frames, people, len(topology.joints), 3)).copy()

    return make


@pytest.fixture
def clip() -> Callable[..., SkeletonSequence]:
    """`clip(topology, positions, **fields)`: a sequence at 10 frames per second."""

    def make(topology: Topology, positions: np.ndarray, **fields: object) -> SkeletonSequence:
        return SkeletonSequence(topology, positions, np.arange(len(positions)) / 10, **fields)

    return make
