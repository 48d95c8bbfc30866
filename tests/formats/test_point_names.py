from __future__ import annotations

from pathlib import Path

import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording
from skelbench.formats.point_names import named_topology, point_topology
from skelbench.skeleton import COCO_17, PARTS

HERE = Recording(Path("clip"))
_HALF = ["SHO", "UPA", "ELB", "FRM", "WRA", "WRB", "FIN", "ASI", "PSI", "THI", "KNE", "TIB", "ANK", "HEE", "TOE"]
PLUG_IN = ["LFHD", "RFHD", "LBHD", "RBHD", "C7", "T10", "CLAV", "STRN", "RBAK", *(s + m for s in "LR" for m in _HALF)]
_LIMBS = ["Hip", "Knee", "Ankle", "BigToe", "SmallToe", "Heel", "Shoulder", "Elbow", "Wrist"]
POSE2SIM = [*(side + limb for side in "RL" for limb in _LIMBS), "Neck", "Head", "Nose"]


@pytest.mark.parametrize("prefix", ["", "Bob:"])
def test_plug_in_gait_markers_stand_for_a_human_body(prefix):
    topology = point_topology(HERE, "markers", [prefix + name for name in PLUG_IN])
    assert topology.is_human
    marks = {mark: tuple(name.removeprefix(prefix) for name in topology.landmarks[mark]) for mark in topology.landmarks}
    assert marks["left_wrist"] == ("LWRA", "LWRB") and marks["right_hip"] == ("RASI", "RPSI")
    assert marks["head"] == ("LFHD", "RFHD", "LBHD", "RBHD") and marks["neck"] == ("C7", "CLAV")
    assert marks["pelvis"] == ("LASI", "LPSI", "RASI", "RPSI") and marks["right_foot"] == ("RTOE",)
    parts = {part: {name.removeprefix(prefix) for name in topology.parts[part]} for part in PARTS}
    assert parts["left_leg"] == {"LASI", "LPSI", "LTHI", "LKNE", "LTIB", "LANK", "LHEE", "LTOE"}
    assert parts["right_arm"] == {"RSHO", "RUPA", "RELB", "RFRM", "RWRA", "RWRB", "RFIN"}
    assert parts["torso"] == {"T10", "STRN", "RBAK"}
    assert (prefix + "LWRA", prefix + "RWRA") in topology.mirror and len(topology.mirror) == 17
    assert (prefix + "LKNE", prefix + "LANK") in topology.bones


def test_keypoints_of_triangulation_stand_for_a_human_body_with_one_joint_each():
    topology = point_topology(HERE, "trc", POSE2SIM)
    assert topology.is_human and topology.landmarks["left_wrist"] == ("LWrist",)
    assert topology.landmarks["neck"] == ("Neck",) and topology.landmarks["left_foot"] == ("LBigToe",)
    assert ("LShoulder", "LElbow") in topology.bones and ("LKnee", "LAnkle") in topology.bones
    reached, frontier = set(), {"Neck"}
    while frontier:
        reached |= frontier
        frontier = {b for bone in topology.bones for a, b in (bone, bone[::-1]) if a in reached} - reached
    assert {"Head", "LWrist", "RAnkle", "RBigToe"} <= reached


def test_half_a_body_and_an_animal_are_points_without_bones():
    half = point_topology(HERE, "half", ["ASISl", "ASISr", "T1", "ARMl", "ARMm", "EPICl"])
    assert not half.is_human and half.bones == () and half.mirror == ()
    mouse = point_topology(HERE, "mouse", ["RCrest", "RHip", "LCrest", "LHIP", "RKnee", "LKnee", "*12"])
    assert not mouse.is_human and mouse.bones == ()
    assert ("LCrest", "RCrest") in mouse.mirror and ("LKnee", "RKnee") in mouse.mirror


def test_names_of_a_known_layout_are_that_layout():
    spelt = [name.replace("_", " ").title() for name in COCO_17.joints]
    assert named_topology(HERE, "x", spelt, None) is COCO_17


@pytest.mark.parametrize(
    ("names", "words"), [([], "1 to 2000"), (["a", "a"], "names of their own"), (["a"] * 2001, "1 to")]
)
def test_names_that_cannot_be_told_apart_are_refused(names, words):
    with pytest.raises(FormatError, match=words):
        point_topology(HERE, "x", names)
