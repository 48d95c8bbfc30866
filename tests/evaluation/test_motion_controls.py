import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from skelbench.choreography import choreograph
from skelbench.errors import ParameterError
from skelbench.evaluation import REVERSES, freeze_motion, reverse_time, shuffle_frames, with_motion_of
from skelbench.skeleton import COCO_17, KINECT_V1, KINECT_V2, SkeletonSequence, place_in_view


@pytest.fixture(scope="module")
def sitting():
    return choreograph("sit down", 8)


def bone_lengths(sequence, person=0):
    points = sequence.positions[:, person].astype(np.float64)
    return np.stack([np.linalg.norm(points[:, b] - points[:, a], axis=-1) for a, b in sequence.topology.bone_rows])


def test_nothing_moves_in_a_frozen_clip(waving):
    frozen = freeze_motion(waving)
    assert_array_equal(frozen.positions, np.broadcast_to(waving.positions[waving.frames // 2], waving.positions.shape))
    assert_array_equal(frozen.times, waving.times)
    assert frozen.truth is None and frozen.label == "wave"


def test_a_frame_in_which_nobody_is_seen_is_not_held():
    positions = np.ones((5, 1, 25, 3), dtype=np.float32) * np.arange(5)[:, None, None, None]
    positions[1:4] = np.nan
    frozen = freeze_motion(SkeletonSequence(KINECT_V2, positions, np.arange(5) / 30))
    assert frozen.valid.all() and frozen.positions[0, 0, 0, 0] in (0.0, 4.0)


def test_shuffled_frames_are_the_same_poses_at_the_same_times(waving):
    shuffled = shuffle_frames(waving, 1)
    assert_array_equal(shuffled.times, waving.times)
    assert_array_equal(*(np.sort(clip.positions[:, 0, 5, 1]) for clip in (shuffled, waving)))
    assert shuffled.content_hash not in (waving.content_hash, shuffle_frames(waving, 2).content_hash)
    assert shuffled.content_hash == shuffle_frames(waving, 1).content_hash


def test_a_clip_played_backwards_twice_is_itself_and_its_steps_turn_round_too():
    times = np.array([0.0, 0.1, 0.3])
    clip = SkeletonSequence(KINECT_V2, np.arange(225, dtype=float).reshape(3, 1, 25, 3), times)
    back = reverse_time(clip)
    assert_allclose(np.diff(back.times), [0.2, 0.1])
    assert_array_equal(back.positions[0], clip.positions[2])
    assert reverse_time(back).content_hash == clip.content_hash


def test_what_is_played_backwards_has_a_name_both_ways():
    assert all(REVERSES[other] == label for label, other in REVERSES.items())
    assert REVERSES["donning"] == "doffing"


def test_a_body_wears_another_motion_and_keeps_its_bones(waving, sitting):
    worn = with_motion_of(waving, sitting)
    lengths = np.median(bone_lengths(place_in_view(waving)), axis=1)
    assert_allclose(bone_lengths(worn), np.broadcast_to(lengths[:, None], (24, sitting.frames)), atol=1e-4)
    assert worn.label == "wave" and worn.frames == sitting.frames
    placed = place_in_view(sitting)
    for a, b in placed.topology.bone_rows:
        mine, theirs = (clip.positions[:, 0, b] - clip.positions[:, 0, a] for clip in (worn, placed))
        cosines = (mine * theirs).sum(-1) / np.linalg.norm(mine, axis=-1) / np.linalg.norm(theirs, axis=-1)
        assert cosines.min() > 0.999


def test_a_motion_put_on_its_own_body_is_that_motion(waving):
    placed = place_in_view(waving)
    for poses in ("donor", "own"):
        assert_allclose(with_motion_of(waving, waving, poses).positions, placed.positions, atol=0.02)


def test_ones_own_mean_pose_stays_where_the_donors_motion_goes_about_it(waving, sitting):
    about = with_motion_of(waving, sitting, "own")
    frozen_donor = with_motion_of(waving, freeze_motion(sitting), "own")
    assert np.ptp(frozen_donor.positions[:, 0], axis=0).max() < 1e-5  # a donor who stands still moves nobody
    hip, knee = (waving.topology.joint_index[name] for name in ("left_hip", "left_knee"))
    clips = (place_in_view(waving), place_in_view(sitting), about)
    mine, theirs, mixed = (_mean_direction(clip.positions[:, 0, knee] - clip.positions[:, 0, hip]) for clip in clips)
    near = float(mixed @ mine), float(mixed @ theirs)
    assert near[0] > 0.98 > near[1]
    assert_allclose(bone_lengths(about).std(axis=1), 0, atol=1e-4)


def _mean_direction(vectors):
    return vectors.mean(0) / np.linalg.norm(vectors.mean(0))


def test_what_the_donor_lacks_is_missing_and_other_skeletons_can_give(waving):
    donor = choreograph("bow", 2, topology=KINECT_V1)
    worn = with_motion_of(waving, donor)
    missing = {waving.topology.joints[row] for row in np.flatnonzero(~worn.valid.any((0, 1)))}
    assert worn.topology is waving.topology and {"left_thumb", "right_thumb"} <= missing
    assert {"left_wrist", "right_knee", "head"}.isdisjoint(missing)


def test_a_skeleton_that_is_no_tree_can_wear_a_motion_too():
    own, donor = (choreograph(label, 2, topology=COCO_17) for label in ("wave", "bow"))
    worn = with_motion_of(own, donor)
    assert worn.valid.all() and np.isfinite(worn.positions).all()


def test_of_two_people_each_wears_one(waving):
    pair = choreograph("shake hands", 3)
    assert with_motion_of(pair, choreograph("hug", 4)).people == 2
    assert with_motion_of(pair, waving).people == 1


def test_other_poses_than_two_are_not_known(waving):
    with pytest.raises(ParameterError, match="'mine'"):
        with_motion_of(waving, waving, "mine")
