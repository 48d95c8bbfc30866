"""Named human topologies: joint orders as published, bones, mirror pairs and KinMo's six parts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from skelbench.skeleton.topology import PARTS, Topology

__all__ = [
    "BODY_25",
    "BODY_25B",
    "COCO_17",
    "COCO_18",
    "KINECT_V1",
    "KINECT_V2",
    "SMPL_22",
    "chains",
    "human_topology",
    "part_by_name",
]

Pairs = Sequence[tuple[str, str]]

_LEG_WORDS = ("hip", "knee", "ankle", "foot", "toe", "heel", "leg", "thigh", "shin")
_ARM_WORDS = (
    "shoulder",
    "elbow",
    "wrist",
    "hand",
    "thumb",
    "arm",
    "collar",
    "clavicle",
    "finger",
    "index",
    "pinky",
    "pinkie",
)
_NECK_WORDS = ("neck", "head", "nose", "eye", "ear", "mouth", "jaw", "face")


def part_by_name(joint: str) -> str:
    """The kinematic group a joint name belongs to: its side and its words decide; the torso is what is left."""
    side = next((side for side in ("left", "right") if joint.startswith(f"{side}_")), "")
    if side and any(word in joint for word in _LEG_WORDS):
        return f"{side}_leg"
    if side and any(word in joint for word in _ARM_WORDS):  # before the neck: a forearm holds an "ear"
        return f"{side}_arm"
    return "neck" if any(word in joint for word in _NECK_WORDS) else "torso"


def human_topology(name: str, joints: Sequence[str], bones: Pairs) -> Topology:
    """A topology whose mirror pairs and parts follow from names like `left_wrist`."""
    mirror = tuple(
        (joint, joint.replace("left_", "right_", 1))
        for joint in joints
        if joint.startswith("left_") and joint.replace("left_", "right_", 1) in joints
    )
    parts = {part: tuple(joint for joint in joints if part_by_name(joint) == part) for part in PARTS}
    return Topology(name, tuple(joints), tuple(bones), mirror, {part: names for part, names in parts.items() if names})


def _both(*names: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for side in ("left", "right") for name in names)


def chains(*chains: str) -> list[tuple[str, str]]:
    """Bones from chains written 'pelvis spine neck'; '*' stands for left_ and then right_."""
    bones = []
    for chain in chains:
        for side in ("left_", "right_") if "*" in chain else ("",):
            names = [name.replace("*", side) for name in chain.split()]
            bones += list(pairwise(names))
    return bones


# Shahroudy et al. 2016 (NTU RGB+D), joint order of the Kinect v2 sensor.
KINECT_V2 = human_topology(
    "kinect_v2",
    ("spine_base", "spine_mid", "neck", "head", *_both("shoulder", "elbow", "wrist", "hand"),
     *_both("hip", "knee", "ankle", "foot"), "spine_shoulder", *_both("hand_tip", "thumb")),
    chains("spine_base spine_mid spine_shoulder neck head",
            "spine_shoulder *shoulder *elbow *wrist *hand *hand_tip", "*hand *thumb",
            "spine_base *hip *knee *ankle *foot"),
)  # fmt: skip

KINECT_V1 = human_topology(
    "kinect_v1",
    ("hip_centre", "spine", "shoulder_centre", "head", *_both("shoulder", "elbow", "wrist", "hand"),
     *_both("hip", "knee", "ankle", "foot")),
    chains("hip_centre spine shoulder_centre head", "shoulder_centre *shoulder *elbow *wrist *hand",
            "hip_centre *hip *knee *ankle *foot"),
)  # fmt: skip

# Guo et al. 2022 (HumanML3D): the first 22 joints of SMPL.
SMPL_22 = human_topology(
    "smpl_22",
    ("pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2", "left_ankle", "right_ankle",
     "spine3", "left_foot", "right_foot", "neck", "left_collar", "right_collar", "head", "left_shoulder",
     "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist"),
    chains("pelvis spine1 spine2 spine3 neck head", "spine3 *collar *shoulder *elbow *wrist",
            "pelvis *hip *knee *ankle *foot"),
)  # fmt: skip

_COCO = ("nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
         "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
         "right_ankle")  # fmt: skip
_COCO_BONES = [
    ("left_hip", "right_hip"), ("left_shoulder", "right_shoulder"), ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"), *chains("*shoulder *elbow *wrist", "*hip *knee *ankle", "nose *eye *ear"),
]  # fmt: skip
COCO_17 = human_topology("coco_17", _COCO, [*_COCO_BONES, *chains("*shoulder *ear")])
_FEET = ("left_big_toe", "left_small_toe", "left_heel", "right_big_toe", "right_small_toe", "right_heel")
_FEET_BONES = chains("*ankle *big_toe *small_toe", "*ankle *heel")
BODY_25B = human_topology(
    "body_25b",
    (*_COCO, "upper_neck", "head_top", *_FEET),
    [*_COCO_BONES, *chains("*shoulder upper_neck", "upper_neck head_top", "upper_neck nose"), *_FEET_BONES],
)
_RIGHT_FIRST_ARMS = (
    "right_shoulder",
    "right_elbow",
    "right_wrist",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
)
_RIGHT_FIRST_LEGS = ("right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle")
_RIGHT_FIRST_FACE = ("right_eye", "left_eye", "right_ear", "left_ear")
COCO_18 = human_topology(
    "coco_18",
    ("nose", "neck", *_RIGHT_FIRST_ARMS, *_RIGHT_FIRST_LEGS, *_RIGHT_FIRST_FACE),
    chains("neck nose", "neck *shoulder *elbow *wrist", "neck *hip *knee *ankle", "nose *eye *ear"),
)
BODY_25 = human_topology(
    "body_25",
    ("nose", "neck", *_RIGHT_FIRST_ARMS, "mid_hip", *_RIGHT_FIRST_LEGS, *_RIGHT_FIRST_FACE, *_FEET),
    [*chains("mid_hip neck nose", "neck *shoulder *elbow *wrist", "mid_hip *hip *knee *ankle", "nose *eye *ear"),
     *_FEET_BONES],
)  # fmt: skip
