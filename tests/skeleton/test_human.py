from __future__ import annotations

import pytest

from skelbench.skeleton import (
    BODY_25,
    BODY_25B,
    COCO_17,
    COCO_18,
    KINECT_V1,
    KINECT_V2,
    PARTS,
    SMPL_22,
    human_topology,
    part_by_name,
)

HUMAN = (KINECT_V2, KINECT_V1, SMPL_22, BODY_25, BODY_25B, COCO_17, COCO_18)
every_human = pytest.mark.parametrize("topology", HUMAN, ids=lambda topology: topology.name)


@pytest.mark.parametrize(
    ("topology", "count", "published"),
    [
        # rows as published, counted from 0
        (KINECT_V2, 25, {0: "spine_base", 2: "neck", 3: "head", 6: "left_wrist", 11: "right_hand", 16: "right_hip",
                         20: "spine_shoulder", 21: "left_hand_tip", 22: "left_thumb", 24: "right_thumb"}),
        (KINECT_V1, 20, {0: "hip_centre", 2: "shoulder_centre", 3: "head", 7: "left_hand", 10: "right_wrist",
                         12: "left_hip", 19: "right_foot"}),
        (SMPL_22, 22, {0: "pelvis", 3: "spine1", 9: "spine3", 12: "neck", 15: "head", 18: "left_elbow",
                       21: "right_wrist"}),
        (BODY_25, 25, {0: "nose", 1: "neck", 4: "right_wrist", 7: "left_wrist", 8: "mid_hip", 11: "right_ankle",
                       15: "right_eye", 18: "left_ear", 19: "left_big_toe", 24: "right_heel"}),
        (BODY_25B, 25, {0: "nose", 1: "left_eye", 9: "left_wrist", 16: "right_ankle", 17: "upper_neck",
                        18: "head_top", 19: "left_big_toe", 24: "right_heel"}),
        (COCO_17, 17, {0: "nose", 5: "left_shoulder", 10: "right_wrist", 16: "right_ankle"}),
        (COCO_18, 18, {0: "nose", 1: "neck", 4: "right_wrist", 10: "right_ankle", 14: "right_eye", 17: "left_ear"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)  # fmt: skip
def test_joints_stand_in_the_published_order(topology, count, published):
    assert len(topology.joints) == count
    assert {row: topology.joints[row] for row in published} == published


@every_human
def test_every_joint_belongs_to_exactly_one_of_the_six_parts(topology):
    assert topology.is_human
    assert sorted(joint for part in PARTS for joint in topology.parts.get(part, ())) == sorted(topology.joints)


@every_human
def test_the_mirror_image_of_a_body_has_the_same_bones_and_swaps_the_parts(topology):
    swap = [topology.joints[row] for row in topology.mirror_rows]
    image = dict(zip(topology.joints, swap, strict=True))
    bones = {frozenset(bone) for bone in topology.bones}
    assert {frozenset(image[joint] for joint in bone) for bone in bones} == bones
    assert len(bones) == len(topology.bones)
    assert all(image[image[joint]] == joint for joint in topology.joints)
    assert {image[joint] for joint in topology.parts["left_arm"]} == set(topology.parts["right_arm"])


@every_human
def test_bones_hold_the_whole_body_together(topology):
    reached, frontier = set(), {topology.joints[0]}
    while frontier:
        reached |= frontier
        frontier = {b for bone in topology.bones for a, b in (bone, bone[::-1]) if a in reached} - reached
    assert reached == set(topology.joints)


@pytest.mark.parametrize(
    ("joint", "part"),
    [
        ("left_wrist", "left_arm"),
        ("right_forearm", "right_arm"),  # holds an "ear"
        ("left_upper_arm", "left_arm"),
        ("right_toes", "right_leg"),
        ("left_upper_leg", "left_leg"),
        ("left_ear", "neck"),
        ("head_top", "neck"),
        ("hip_centre", "torso"),
        ("mid_hip", "torso"),
        ("spine_shoulder", "torso"),
        ("tail", "torso"),
    ],
)
def test_a_joint_belongs_to_the_part_its_name_says(joint, part):
    assert part_by_name(joint) == part


def test_a_human_topology_finds_its_own_pairs_and_leaves_a_lone_side_alone():
    pair = human_topology("pair", ("pelvis", "left_hand", "right_hand", "left_foot"), ())
    assert pair.mirror == (("left_hand", "right_hand"),)
    assert pair.mirror_rows == (0, 2, 1, 3)
    assert not pair.is_human
