import numpy as np
import pytest

from skelbench.skeleton import PARTS, PLUG_IN_GAIT_39, SBU_15, UI_PRMD_22

LIMBS = [f"{side}_{mark}" for side in ("left", "right")
         for mark in ("shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "foot")]  # fmt: skip


@pytest.mark.parametrize(("topology", "joints"), [(SBU_15, 15), (UI_PRMD_22, 22), (PLUG_IN_GAIT_39, 39)])
def test_every_joint_is_once_in_a_part_and_every_landmark_of_a_body_is_there(topology, joints):
    assert len(topology.joints) == joints and topology.is_human
    listed = [joint for part in PARTS for joint in topology.parts[part]]
    assert sorted(listed) == sorted(topology.joints)
    assert topology.has("pelvis", "neck", "head", *LIMBS)


@pytest.mark.parametrize("topology", [SBU_15, UI_PRMD_22])
def test_bones_make_one_tree(topology):
    children = [child for _, child in topology.bones]
    assert len(topology.bones) == len(topology.joints) - 1 == len(set(children))


@pytest.mark.parametrize("topology", [SBU_15, UI_PRMD_22, PLUG_IN_GAIT_39])
def test_what_is_left_is_mirrored_by_what_is_right(topology):
    rows = np.array(topology.mirror_rows)
    assert (rows[rows] == np.arange(len(rows))).all()
    for left, right in topology.mirror:
        assert left[0] == "l" and right[0] == "r"
        assert left.replace("left_", "l_")[1:] == right.replace("right_", "r_")[1:]


def test_a_segment_of_ui_prmd_begins_at_the_joint_that_moves_it():
    joints = np.array(UI_PRMD_22.joints)
    assert joints[list(UI_PRMD_22.rows_of("left_elbow"))] == ["left_forearm"]
    assert joints[list(UI_PRMD_22.rows_of("left_ankle"))] == ["left_foot"]
    assert joints[list(UI_PRMD_22.rows_of("left_foot"))] == ["left_toes"]


def test_a_wrist_of_plug_in_gait_lies_between_its_two_markers():
    assert {PLUG_IN_GAIT_39.joints[row] for row in PLUG_IN_GAIT_39.rows_of("right_wrist")} == {"rwra", "rwrb"}
