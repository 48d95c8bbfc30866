from __future__ import annotations

import pytest

from skelbench.skeleton import (
    BODY_25_WHOLE,
    BODY_25B_WHOLE,
    COCO_18_WHOLE,
    COCO_23,
    COCO_133,
    H36M_17,
    HALPE_26,
    HALPE_136,
    MEDIAPIPE_33,
    PARTS,
    SMPLH_52,
)

ALL = (BODY_25_WHOLE, BODY_25B_WHOLE, COCO_18_WHOLE, COCO_23, COCO_133, H36M_17, HALPE_26, HALPE_136, MEDIAPIPE_33,
       SMPLH_52)  # fmt: skip
every = pytest.mark.parametrize("topology", ALL, ids=lambda topology: topology.name)


@pytest.mark.parametrize(
    ("topology", "count", "published"),
    [
        # rows as published, counted from 0
        (MEDIAPIPE_33, 33, {0: "nose", 1: "left_eye_inner", 2: "left_eye", 6: "right_eye_outer", 7: "left_ear",
                            10: "right_mouth", 11: "left_shoulder", 15: "left_wrist", 18: "right_pinky",
                            19: "left_index", 22: "right_thumb", 23: "left_hip", 28: "right_ankle", 29: "left_heel",
                            32: "right_foot_index"}),
        (HALPE_26, 26, {0: "nose", 9: "left_wrist", 17: "head_top", 18: "neck", 19: "pelvis", 20: "left_big_toe",
                        21: "right_big_toe", 22: "left_small_toe", 25: "right_heel"}),
        (HALPE_136, 136, {19: "pelvis", 26: "right_face_0", 93: "right_face_67", 94: "left_hand_root",
                          115: "right_hand_root", 135: "right_hand_pinky_4"}),
        (COCO_23, 23, {0: "nose", 17: "left_big_toe", 19: "left_heel", 20: "right_big_toe", 22: "right_heel"}),
        (COCO_133, 133, {22: "right_heel", 23: "right_face_0", 91: "left_hand_root", 112: "right_hand_root"}),
        (BODY_25_WHOLE, 137, {8: "mid_hip", 25: "right_face_0", 93: "right_face_68", 94: "left_face_68",
                              95: "left_hand_root", 116: "right_hand_root"}),
        (COCO_18_WHOLE, 130, {1: "neck", 18: "right_face_0"}),
        (BODY_25B_WHOLE, 137, {17: "upper_neck", 25: "right_face_0"}),
        (H36M_17, 17, {0: "pelvis", 1: "right_hip", 6: "left_ankle", 8: "thorax", 10: "head", 13: "left_wrist",
                       16: "right_wrist"}),
        (SMPLH_52, 52, {21: "right_wrist", 22: "left_hand_index_1", 36: "left_hand_thumb_3", 37: "right_hand_index_1",
                        51: "right_hand_thumb_3"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)  # fmt: skip
def test_joints_stand_in_the_published_order(topology, count, published):
    assert len(topology.joints) == count
    assert {row: topology.joints[row] for row in published} == published


@every
def test_every_joint_belongs_to_exactly_one_of_the_six_parts(topology):
    assert topology.is_human
    assert sorted(joint for part in PARTS for joint in topology.parts.get(part, ())) == sorted(topology.joints)


@every
def test_the_mirror_image_of_a_body_has_the_same_bones_and_swaps_the_parts(topology):
    swap = [topology.joints[row] for row in topology.mirror_rows]
    image = dict(zip(topology.joints, swap, strict=True))
    bones = {frozenset(bone) for bone in topology.bones}
    assert {frozenset(image[joint] for joint in bone) for bone in bones} == bones
    assert len(bones) == len(topology.bones)
    assert {image[joint] for joint in topology.parts["left_arm"]} == set(topology.parts["right_arm"])
    assert all((image[joint] == joint) == (not joint.startswith(("left_", "right_"))) for joint in topology.joints)


@every
def test_bones_hold_the_whole_body_together(topology):
    reached, frontier = set(), {topology.joints[0]}
    while frontier:
        reached |= frontier
        frontier = {b for bone in topology.bones for a, b in (bone, bone[::-1]) if a in reached} - reached
    assert reached == set(topology.joints)


@every
def test_every_landmark_that_places_a_body_is_found(topology):
    sided = [f"{side}_{mark}" for side in ("left", "right") for mark in ("shoulder", "elbow", "wrist", "hip", "knee")]
    assert topology.has("pelvis", "neck", "head", *sided)


def test_a_face_has_ten_points_in_the_middle_and_the_others_in_pairs():
    face = [joint for joint in COCO_133.joints if "face" in joint]
    middle = [joint for joint in face if joint.startswith("face")]
    assert len(face) == 68
    # chin, the bridge of the nose, its base, the middles of the lips
    assert middle == [f"face_{row}" for row in (8, 27, 28, 29, 30, 33, 51, 57, 62, 66)]
