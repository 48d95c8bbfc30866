import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.skeleton import (
    BODY_25B,
    COCO_17,
    KINECT_V1,
    KINECT_V2,
    SMPL_22,
    Topology,
    canonical_pose,
    place_in_view,
    rest_pose,
)


@pytest.mark.parametrize("topology", [KINECT_V2, KINECT_V1, SMPL_22, COCO_17, BODY_25B], ids=lambda t: t.name)
def test_arms_hang_and_the_left_hand_is_on_the_left_half(topology):
    placed = place_in_view(choreograph("cheer", 3, topology=topology))
    rest = rest_pose(placed)
    joint = topology.joint_index
    for side in ("left", "right"):
        assert (rest[:, 0, joint[f"{side}_wrist"], 1] < rest[:, 0, joint[f"{side}_elbow"], 1]).all()
        assert (rest[:, 0, joint[f"{side}_knee"], 1] < rest[:, 0, joint[f"{side}_hip"], 1]).all()
    assert (rest[:, 0, joint["left_wrist"], 0] < rest[:, 0, joint["right_wrist"], 0]).all()


def test_it_does_not_move_and_keeps_the_clips_bone_lengths():
    placed = place_in_view(choreograph("wave", 4))
    rest = rest_pose(placed)
    assert np.ptp(rest, axis=0).max() < 1e-6
    for a, b in placed.topology.bone_rows:
        clip = np.median(np.linalg.norm(placed.positions[:, 0, a] - placed.positions[:, 0, b], axis=-1))
        assert np.linalg.norm(rest[0, 0, a] - rest[0, 0, b]) == pytest.approx(clip, abs=1e-4)


def test_a_joint_never_seen_stays_unknown():
    placed = place_in_view(choreograph("wave", 4))
    positions = placed.positions.copy()
    positions[:, 0, placed.topology.joint_index["head"]] = np.nan
    rest = rest_pose(placed.changed(positions=positions))
    assert np.isnan(rest[:, 0, placed.topology.joint_index["head"]]).all()
    assert np.isfinite(np.delete(rest, placed.topology.joint_index["head"], axis=2)).all()


@pytest.mark.parametrize("topology", [KINECT_V2, KINECT_V1, SMPL_22, COCO_17, BODY_25B], ids=lambda t: t.name)
def test_nobodys_pose_stands_upright_and_faces_the_camera(topology):
    pose = canonical_pose(topology)
    joint = topology.joint_index
    assert pose[joint["left_wrist"], 0] < 0 < pose[joint["right_wrist"], 0]
    assert pose[joint["left_shoulder"], 1] - pose[joint["left_ankle"], 1] == pytest.approx(1.7 * (0.81 - 0.04))


def test_rest_directions_decide_and_a_shape_that_tells_nothing_has_no_pose():
    arm = Topology("arm", ("base", "bend", "tip"), (("base", "bend"), ("bend", "tip")))
    assert canonical_pose(arm) is None
    directed = Topology("arm", arm.joints, arm.bones, rest_directions=((0, 1, 0), (0, 0, 1)))
    np.testing.assert_allclose(canonical_pose(directed), [[0, 0, 0], [0, 0.25, 0], [0, 0.25, -0.25]])
