"""Topologies of detectors and body models: MediaPipe, Halpe, Human3.6M, SMPL-H, and whole bodies.

A whole body is a body, then a face, then the left and the right hand: joints of one topology, the body's rows first.
"""

from __future__ import annotations

from skelbench.skeleton.human import (
    BODY_25,
    BODY_25B,
    COCO_17,
    COCO_18,
    SMPL_22,
    chains,
    human_topology,
)
from skelbench.skeleton.topology import Topology

__all__ = [
    "BODY_25B_WHOLE",
    "BODY_25_WHOLE",
    "COCO_18_WHOLE",
    "COCO_23",
    "COCO_133",
    "H36M_17",
    "HALPE_26",
    "HALPE_136",
    "MEDIAPIPE_33",
    "SMPLH_52",
]

# Lugaresi et al. 2019 and https://ai.google.dev/edge/mediapipe/solutions/vision/pose_landmarker: odd rows are left.
_SIDED = ("ear", "mouth", "shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hip", "knee", "ankle", "heel",
          "foot_index")  # fmt: skip
MEDIAPIPE_33 = human_topology(
    "mediapipe_33",
    ("nose", *(f"{side}_eye{place}" for side in ("left", "right") for place in ("_inner", "", "_outer")),
     *(f"{side}_{name}" for name in _SIDED for side in ("left", "right"))),
    [("left_mouth", "right_mouth"), ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip"),
     *chains("nose *eye_inner *eye *eye_outer *ear", "nose *mouth", "nose *shoulder", "*shoulder *elbow *wrist *thumb",
             "*wrist *index *pinky *wrist", "*shoulder *hip *knee *ankle *heel *foot_index *ankle")],
)  # fmt: skip

_FEET_BONES = chains("*ankle *big_toe *small_toe", "*ankle *heel")

# Jin et al. 2020 (COCO-WholeBody): the first 23 of its 133 keypoints.
COCO_23 = human_topology(
    "coco_23",
    (*COCO_17.joints, *(f"{side}_{name}" for side in ("left", "right") for name in ("big_toe", "small_toe", "heel"))),
    [*COCO_17.bones, *_FEET_BONES],
)

# Fang et al. 2022 (AlphaPose): Halpe 26; its "head" is the top of the head.
HALPE_26 = human_topology(
    "halpe_26",
    (*COCO_17.joints, "head_top", "neck", "pelvis",
     *(f"{side}_{name}" for name in ("big_toe", "small_toe", "heel") for side in ("left", "right"))),
    [*chains("pelvis neck head_top", "neck nose", "nose *eye *ear", "neck *shoulder *elbow *wrist",
             "pelvis *hip *knee *ankle"), *_FEET_BONES],
)  # fmt: skip

# Ionescu et al. 2014 (Human3.6M), the 17 joints of 3-D pose estimation.
H36M_17 = human_topology(
    "h36m_17",
    ("pelvis", "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle", "spine", "thorax",
     "neck", "head", "left_shoulder", "left_elbow", "left_wrist", "right_shoulder", "right_elbow", "right_wrist"),
    chains("pelvis spine thorax neck head", "thorax *shoulder *elbow *wrist", "pelvis *hip *knee *ankle"),
)  # fmt: skip

# Romero et al. 2017 (SMPL+H): 22 joints of the body and three of every finger.
_FINGERS = ("index", "middle", "pinky", "ring", "thumb")
SMPLH_52 = human_topology(
    "smplh_52",
    (*SMPL_22.joints,
     *(f"{side}_hand_{finger}_{row}" for side in ("left", "right") for finger in _FINGERS for row in (1, 2, 3))),
    [*SMPL_22.bones,
     *chains(*(f"*wrist *hand_{finger}_1 *hand_{finger}_2 *hand_{finger}_3" for finger in _FINGERS))],
)  # fmt: skip

# The 68 points of a face, Sagonas et al. 2013 (iBUG 300-W): row -> its mirror image; OpenPose adds the pupils, 68, 69.
# Those whose image has a larger number lie on the person's right, but for the lower lip, whose rows run back.
_EYES = {36: 45, 37: 44, 38: 43, 39: 42, 40: 47, 41: 46}
_RIGHT_TO_LEFT = {
    **{row: 16 - row for row in range(8)}, **{row: 43 - row for row in range(17, 22)}, 31: 35, 32: 34, **_EYES,
    48: 54, 49: 53, 50: 52, 59: 55, 58: 56, 60: 64, 61: 63, 67: 65, 68: 69,
}  # fmt: skip
_LEFT_TO_RIGHT = {left: right for right, left in _RIGHT_TO_LEFT.items()}
_FACE_LINES = (
    range(17), range(17, 22), range(22, 27), range(27, 31), range(31, 36), (*range(36, 42), 36), (*range(42, 48), 42),
    (*range(48, 60), 48), (*range(60, 68), 60), (0, 17), (16, 26), (21, 27, 22), (39, 27, 42), (30, 33, 51, 62),
)  # fmt: skip
_PUPILS = ((68, 37), (69, 44))
_HAND = (
    "root",
    *(f"{finger}_{row}" for finger in ("thumb", "index", "middle", "ring", "pinky") for row in range(1, 5)),
)


def _face_joint(row: int) -> str:
    """`left_face_36` is the mirror image of `right_face_36`; a point in the middle is `face_27`."""
    if row in _RIGHT_TO_LEFT:
        return f"right_face_{row}"
    return f"left_face_{_LEFT_TO_RIGHT[row]}" if row in _LEFT_TO_RIGHT else f"face_{row}"


def _whole(name: str, body: Topology, face: int) -> Topology:
    """The body with a face of 68 or 70 points and two hands of 21."""
    joints = [*body.joints, *(_face_joint(row) for row in range(face))]
    joints += [f"{side}_hand_{joint}" for side in ("left", "right") for joint in _HAND]
    lines = [*_FACE_LINES, *(_PUPILS if face == 70 else ())]
    bones: list[tuple[str, str]] = [*body.bones, ("nose", "face_30")]
    bones += [(_face_joint(a), _face_joint(b)) for line in lines for a, b in zip(line, tuple(line)[1:], strict=False)]
    fingers = [_HAND[start : start + 4] for start in range(1, 21, 4)]
    bones += chains("*wrist *hand_root", *(" ".join(f"*hand_{one}" for one in ("root", *row)) for row in fingers))
    return human_topology(name, joints, bones)


BODY_25_WHOLE = _whole("body_25_whole", BODY_25, 70)
BODY_25B_WHOLE = _whole("body_25b_whole", BODY_25B, 70)
COCO_18_WHOLE = _whole("coco_18_whole", COCO_18, 70)
COCO_133 = _whole("coco_133", COCO_23, 68)
HALPE_136 = _whole("halpe_136", HALPE_26, 68)
