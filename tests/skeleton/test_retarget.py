import numpy as np
import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.errors import SkeletonError
from skelbench.skeleton import (
    COCO_17,
    KINECT_V1,
    KINECT_V2,
    KINECT_V2_13,
    KINECT_V2_17,
    KINECT_V2_20,
    SMPL_22,
    Topology,
    place_in_view,
    retarget,
)


@pytest.fixture(scope="module")
def clip():
    return choreograph("wave", 3)


@pytest.mark.parametrize("topology", [KINECT_V2_20, KINECT_V2_17, KINECT_V2_13], ids=lambda t: t.name)
def test_a_published_reduction_has_as_many_joints_as_its_name_says(clip, topology):
    small = retarget(clip, topology)
    assert small.positions.shape[2] == len(topology.joints) == int(topology.name.rsplit("_", 1)[1])
    assert len(topology.bones) == len(topology.joints) - 1
    assert small.valid.all()
    assert topology.is_human


@pytest.mark.parametrize("topology", [KINECT_V2_20, KINECT_V2_17, KINECT_V2_13, KINECT_V1, SMPL_22])
def test_what_both_share_is_kept_to_the_bit(clip, topology):
    small = retarget(clip, topology)
    contracted = ("left_hand", "right_hand", "left_foot", "right_foot")
    shared = [joint for joint in topology.joints if joint in KINECT_V2.joints and joint not in contracted]
    assert shared
    for joint in shared:
        old, new = (s.positions[:, :, s.topology.joint_index[joint]] for s in (clip, small))
        assert np.array_equal(old, new)


def test_the_thirteenth_pelvis_is_the_mean_of_three_joints(clip):
    small = retarget(clip, KINECT_V2_13)
    three = [clip.landmark(j) for j in ("spine_base", "left_hip", "right_hip")]
    np.testing.assert_allclose(small.landmark("pelvis"), np.mean(three, axis=0), atol=1e-6)


def test_a_mean_of_a_missing_joint_is_missing(clip):
    positions = clip.positions.copy()
    positions[4, 0, clip.topology.joint_index["left_hip"]] = np.nan
    small = retarget(clip.changed(positions=positions), KINECT_V2_13)
    row = KINECT_V2_13.joint_index["pelvis"]
    assert not small.valid[4, 0, row]
    assert small.valid[3, 0, row]


def test_names_and_meanings_meet_across_formats(clip):
    """Kinect v1 calls the pelvis hip_centre and the top of the spine shoulder_centre."""
    small = retarget(clip, KINECT_V1)
    np.testing.assert_array_equal(small.landmark("pelvis"), clip.landmark("pelvis"))
    assert any("nothing" not in line for line in small.history)


def test_what_nothing_stands_for_is_missing_and_said(clip):
    small = retarget(clip, COCO_17)
    assert not small.valid[:, :, COCO_17.joint_index["left_eye"]].any()
    assert any("left_eye" in guess for guess in small.guesses)


def test_a_picture_stays_a_picture():
    flat = choreograph("wave", 3, Variation(sensor=True), COCO_17)
    assert flat.dimensions == 2
    assert retarget(flat, KINECT_V1).dimensions == 2


def test_a_reduced_body_can_still_be_placed_in_view(clip):
    assert place_in_view(retarget(clip, KINECT_V2_13)).space.frame == "camera"


def test_what_has_nothing_in_common_is_refused(clip):
    mouse = Topology("mouse", ("snout", "tail"), (("snout", "tail"),))
    with pytest.raises(SkeletonError, match="No joint of 'mouse'"):
        retarget(clip, mouse)
    with pytest.raises(SkeletonError, match="found paw"):
        retarget(clip, mouse, {"snout": ("paw",)})
