from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import RenderError
from skelbench.render.rig import PART_ROWS, Rig, rig_of
from skelbench.skeleton import KINECT_V1, KINECT_V2, SMPL_22, Topology, canonical_pose


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


def test_every_blend_keeps_the_rest_pose_as_it_is():
    rest = canonical_pose(KINECT_V2)
    topology, uniform, distance = (
        rig_of(KINECT_V2, 10, 0.02, 0.02, name) for name in ("topology", "uniform", "distance")
    )
    for rig in (uniform, distance):
        np.testing.assert_allclose(rig.weights @ rest + rig.offsets, topology.weights @ rest, atol=1e-12)
        np.testing.assert_allclose(rig.weights.sum(1), 1)
        np.testing.assert_array_equal(rig.weights[:25], np.eye(25))
        np.testing.assert_array_equal(rig.parts, topology.parts)
    assert np.unique(uniform.weights[25:]).tolist() == [0, 0.5]
    assert abs(topology.offsets).max() == 0


def test_distance_gives_a_gaussian_to_the_joints_it_is_near():
    rig = rig_of(KINECT_V2, 10, 0.02, 0.02, "distance")
    forearm = 25 + 10 * KINECT_V2.bones.index(("left_elbow", "left_wrist"))
    elbow, wrist, knee = (KINECT_V2.joint_index[f"left_{name}"] for name in ("elbow", "wrist", "knee"))
    assert rig.weights[forearm, elbow] > 0.7  # 2 cm from the elbow, 23 cm from the wrist
    assert rig.weights[forearm + 9, wrist] > rig.weights[forearm + 9, elbow]
    assert rig.weights[forearm : forearm + 10, knee].max() < 1e-3


def test_a_blend_that_needs_a_rest_pose_asks_for_one(chain):
    with pytest.raises(RenderError, match="blended by 'uniform' need a rest pose, topology 'two_bones' has none"):
        rig_of(chain, 1, 0.1, 0.1, "uniform")
    directed = Topology("directed", chain.joints, chain.bones, rest_directions=((0, 1, 0), (1, 0, 0)))
    rig = rig_of(directed, 1, 0.1, 0.1, "uniform")
    np.testing.assert_allclose(rig.rest_means[3:], [[0, 0.125, 0], [0.125, 0.25, 0]])


def test_the_ends_of_a_gaussian_are_its_bones_also_where_the_rig_does_not_say(chain):
    rig = rig_of(chain, 2, 0.1, 0.1)
    assert rig.between.tolist() == [[0, 0], [1, 1], [2, 2], [0, 1], [0, 1], [1, 2], [1, 2]]
    untold = Rig(rig.weights, rig.offsets, rig.parts, rig.radii)
    assert untold.between.tolist() == rig.between.tolist()
