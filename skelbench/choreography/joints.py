"""From the body's many joints to those of a topology, and from a channel to the joints it drives."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from skelbench.errors import ParameterError
from skelbench.skeleton import BODY_25, BODY_25B, COCO_17, COCO_18, KINECT_V1, KINECT_V2, SMPL_22, Topology

__all__ = ["FLAT", "TOPOLOGIES", "driven_joints", "select"]

FloatArray = npt.NDArray[np.float64]

TOPOLOGIES: Mapping[str, Topology] = {
    topology.name: topology for topology in (KINECT_V2, KINECT_V1, SMPL_22, COCO_17, BODY_25, BODY_25B, COCO_18)
}
FLAT = frozenset(
    {"coco_17", "coco_18", "body_25", "body_25b"}
)  # what picture detectors give: a sensor sees them in 2-D

# Joint of a topology -> joint of the body, where the names differ.
_BODY_JOINT = {
    "spine_base": "pelvis", "hip_centre": "pelvis", "mid_hip": "pelvis", "spine_mid": "spine2", "spine": "spine2",
    "shoulder_centre": "spine_shoulder", "upper_neck": "neck", "head_top": "crown",
}  # fmt: skip
_SPECIAL = {
    ("smpl_22", "head"): "skull_base",
    ("body_25", "neck"): "spine_shoulder",
    ("coco_18", "neck"): "spine_shoulder",
}

_LANDMARK = {"spine": "spine2", "chest": "spine_shoulder"}  # landmarks whose joint of the body has another name

_ARM = ("elbow", "wrist", "hand", "hand_tip", "thumb")
_LEG = ("knee", "ankle", "foot", "big_toe", "small_toe", "heel")
_TRUNK = ("spine1", "spine2", "spine3", "spine_mid", "spine", "spine_shoulder", "shoulder_centre", "neck", "upper_neck",
          "left_collar", "right_collar", "left_shoulder", "right_shoulder")  # fmt: skip
_HEAD = ("head", "nose", "left_eye", "right_eye", "left_ear", "right_ear", "head_top")
_PELVIS = ("spine_base", "pelvis", "hip_centre", "mid_hip", "left_hip", "right_hip")


def select(joints: Mapping[str, FloatArray], topology: Topology) -> FloatArray:
    """(T J 3) the topology's joints, in its order: those of the body of their name, or of the landmark they stand for.

    Raises:
        ParameterError: the topology names a joint that the choreographed body does not have.
    """
    names = [_body_joint(joint, topology, joints) for joint in topology.joints]
    missing = [joint for joint, name in zip(topology.joints, names, strict=True) if name not in joints]
    if missing:
        raise ParameterError(
            f"Expected a topology of joints that choreography makes, found {', '.join(missing)} in '{topology.name}'; "
            f"it makes {', '.join(TOPOLOGIES)}"
        )
    return np.stack([joints[name] for name in names], axis=1)


def _body_joint(joint: str, topology: Topology, joints: Mapping[str, FloatArray]) -> str:
    name = _SPECIAL.get((topology.name, joint), _BODY_JOINT.get(joint, joint))
    if name in joints:
        return name
    stands_for = (_LANDMARK.get(mark, mark) for mark, rows in topology.landmarks.items() if rows == (joint,))
    return next((mark for mark in stands_for if mark in joints), name)


def driven_joints(channel: str, side: str, topology: Topology) -> tuple[str, ...]:
    """The topology's joints that a channel of the acting side drives, in the topology's order."""
    opposite = "left" if side == "right" else "right"
    names: dict[str, tuple[str, ...]] = {
        "hand": tuple(f"{side}_{joint}" for joint in _ARM),
        "other": tuple(f"{opposite}_{joint}" for joint in _ARM),
        "foot": tuple(f"{side}_{joint}" for joint in _LEG),
        "other_foot": tuple(f"{opposite}_{joint}" for joint in _LEG),
        "trunk": (*_TRUNK, *_HEAD),
        "head": _HEAD,
        "pelvis": (*_PELVIS, "left_knee", "right_knee"),
        "walk": tuple(f"{name}_{joint}" for name in ("left", "right") for joint in _LEG),
        "elbow": (f"{side}_elbow",),
        "other_elbow": (f"{opposite}_elbow",),
    }
    both_knees = ("left_knee", "right_knee")
    names |= {"crouch": (*_PELVIS, *both_knees), "knee": (f"{side}_knee",), "other_knee": (f"{opposite}_knee",)}
    names["topple"] = topology.joints
    names["jump"] = (*_PELVIS, *names["walk"])
    wanted = names.get(channel, ())
    marks = {rows[0]: mark for mark, rows in topology.landmarks.items() if len(rows) == 1 and mark in wanted}
    return tuple(joint for joint in topology.joints if joint in wanted or joint in marks)
