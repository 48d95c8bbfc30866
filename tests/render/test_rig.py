from __future__ import annotations

import numpy as np

from skelbench.render.rig import PART_ROWS, rig_of
from skelbench.skeleton import KINECT_V1, KINECT_V2, SMPL_22, Topology


def test_the_published_counts_come_out():
    counts = [len(rig_of(topology, 10, 0.02, 0.02)) for topology in (KINECT_V2, KINECT_V1, SMPL_22)]
    assert counts == [265, 210, 232]


def test_samples_lie_at_exact_fractions_between_the_ends_of_their_bone(chain):
    rig = rig_of(chain, 3, 0.05, 0.02)
    means = rig.weights @ np.array([[0.0], [4.0], [8.0]])
    np.testing.assert_allclose(means[:, 0], [0, 4, 8, 1, 2, 3, 5, 6, 7])
    np.testing.assert_allclose(rig.radii, [0.05] * 3 + [0.02] * 6)
    np.testing.assert_allclose(rig.weights.sum(1), 1)
    assert rig.owners.sum(1).tolist() == [1, 1, 1, 2, 2, 2, 2, 2, 2]


def test_a_rig_is_made_once_for_topologies_of_the_same_content():
    again = Topology("renamed", KINECT_V1.joints, KINECT_V1.bones, KINECT_V1.mirror, KINECT_V1.parts)
    assert rig_of(again, 10, 0.02, 0.02) is rig_of(KINECT_V1, 10, 0.02, 0.02)


def test_gaussians_share_the_parts_of_the_joints_that_carry_them(chain):
    assert rig_of(chain, 1, 0.02, 0.02).parts[:, PART_ROWS.index("other")].tolist() == [1] * 5
    rig = rig_of(KINECT_V2, 1, 0.02, 0.02)
    wrist = KINECT_V2.joint_index["left_wrist"]
    assert rig.parts[wrist, PART_ROWS.index("left_arm")] == 1
    hip = KINECT_V2.bones.index(("spine_base", "left_hip"))
    mixed = rig.parts[25 + hip]
    assert mixed[PART_ROWS.index("torso")] == 0.5
    assert mixed[PART_ROWS.index("left_leg")] == 0.5
