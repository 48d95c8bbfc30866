from __future__ import annotations

import pytest

from skelbench.formats.human_names import hierarchy_topology, side_and_words
from skelbench.skeleton import PARTS


@pytest.mark.parametrize(
    ("joint", "side", "words"),
    [
        ("mixamorig:LeftForeArm", "left", "forearm"), ("mixamorig1_RightUpLeg", "right", "upleg"),
        ("LThumb", "left", "thumb"), ("LHipJoint", "left", "hipjoint"), ("lShldr", "left", "shldr"),
        ("Bip01 R UpperArm", "right", "upperarm"), ("lowerarm_l", "left", "lowerarm"), ("thigh.R", "right", "thigh"),
        ("left_wrist", "left", "wrist"), ("LEFT_KNEE", "left", "knee"), ("leftfoot", "left", "foot"),
        ("Hips", "", "hips"), ("neck_01", "", "neck01"), ("LowerBack", "", "lowerback"),
        ("Left", "left", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_side_and_words_are_read_from_any_tools_names(joint, side, words):
    assert side_and_words(joint) == (side, words)


def body(names):
    """A hierarchy from 'child<parent' words."""
    pairs = [name.split("<") for name in names.split()]
    joints = [pair[0] for pair in pairs]
    return joints, [joints.index(pair[1]) if len(pair) > 1 else -1 for pair in pairs]


CMU = """Hips LHipJoint<Hips LeftUpLeg<LHipJoint LeftLeg<LeftUpLeg LeftFoot<LeftLeg LeftToeBase<LeftFoot
RHipJoint<Hips RightUpLeg<RHipJoint RightLeg<RightUpLeg RightFoot<RightLeg RightToeBase<RightFoot
LowerBack<Hips Spine<LowerBack Spine1<Spine Neck<Spine1 Neck1<Neck Head<Neck1 Head_end<Head
LeftShoulder<Spine1 LeftArm<LeftShoulder LeftForeArm<LeftArm LeftHand<LeftForeArm LThumb<LeftHand
RightShoulder<Spine1 RightArm<RightShoulder RightForeArm<RightArm RightHand<RightForeArm RThumb<RightHand"""
POSER = """hip abdomen<hip chest<abdomen neck<chest head<neck
lCollar<neck lShldr<lCollar lForeArm<lShldr lHand<lForeArm rCollar<neck rShldr<rCollar rForeArm<rShldr rHand<rForeArm
lThigh<hip lShin<lThigh lFoot<lShin rThigh<hip rShin<rThigh rFoot<rShin"""
UNREAL = """pelvis spine_01<pelvis spine_02<spine_01 neck_01<spine_02 head<neck_01
clavicle_l<spine_02 upperarm_l<clavicle_l lowerarm_l<upperarm_l hand_l<lowerarm_l index_01_l<hand_l
clavicle_r<spine_02 upperarm_r<clavicle_r lowerarm_r<upperarm_r hand_r<lowerarm_r index_01_r<hand_r
thigh_l<pelvis calf_l<thigh_l foot_l<calf_l ball_l<foot_l thigh_r<pelvis calf_r<thigh_r foot_r<calf_r ball_r<foot_r"""

EXPECTED = {
    "cmu": "left_shoulder=LeftArm left_hip=LeftUpLeg left_knee=LeftLeg right_foot=RightToeBase chest=Spine1",
    "poser": "left_shoulder=lShldr left_hip=lThigh left_ankle=lFoot pelvis=hip chest=chest neck=neck right_wrist=rHand",
    "unreal": "left_elbow=lowerarm_l right_foot=ball_r neck=neck_01 chest=spine_02 head=head",
}


@pytest.mark.parametrize(("tool", "names"), [("cmu", CMU), ("poser", POSER), ("unreal", UNREAL)])
def test_human_hierarchies_get_landmarks_and_six_parts(tool, names):
    expected = {pair.split("=")[0]: (pair.split("=")[1],) for pair in EXPECTED[tool].split()}
    joints, parents = body(names)
    topology = hierarchy_topology("any", joints, parents)
    assert topology.is_human and topology.joints == tuple(joints)
    assert {mark: topology.landmarks[mark] for mark in expected} == expected
    assert sorted(joint for part in topology.parts.values() for joint in part) == sorted(joints)
    for left, right in topology.mirror:
        assert topology.part_of[left].replace("left", "right") == topology.part_of[right]
    assert len(topology.mirror) == sum(side_and_words(joint)[0] == "left" for joint in joints)


def test_the_collar_belongs_to_the_arm_and_a_neck_that_carries_the_arms_to_the_torso():
    topology = hierarchy_topology("any", *body(POSER))
    assert topology.part_of["lCollar"] == "left_arm"
    assert topology.part_of["neck"] == "torso" and topology.part_of["head"] == "neck"


@pytest.mark.parametrize(
    "names",
    [
        "root a<root b<a c<root",
        "Hips Spine<Hips Head<Spine Tail<Hips FrontLeftPaw<Spine",
        CMU.replace(" Neck1<Neck Head<Neck1 Head_end<Head", ""),
        CMU.replace("RightLeg", "RightThing"),
        "LeftArm",
    ],
)
def test_what_is_no_whole_human_gets_no_human_parts(names):
    topology = hierarchy_topology("any", *body(names))
    assert not topology.is_human and set(topology.parts) <= set(PARTS)
