import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from skelbench.choreography import choreograph
from skelbench.errors import ParameterError, SkeletonError
from skelbench.evaluation import add_noise, as_picture, drop_frames, drop_joints, reduce_joints, turn_view
from skelbench.skeleton import KINECT_V2, SkeletonSequence, Space, facing_angle, place_in_view

DISTURB = {
    "joints": lambda clip, seed: drop_joints(clip, 0.3, seed),
    "noise": lambda clip, seed: add_noise(clip, 2.0, seed),
    "frames": lambda clip, seed: drop_frames(clip, 0.5, seed),
}


def still(frames=50, unit="m", depth=3.0):
    positions = np.zeros((frames, 1, 25, 3), dtype=np.float32)
    positions[..., 2] = depth
    return SkeletonSequence(KINECT_V2, positions, np.arange(frames) / 30, space=Space(unit))


@pytest.mark.parametrize("name", DISTURB)
def test_a_draw_repeats_and_another_seed_or_clip_draws_anew(name, waving):
    disturb = DISTURB[name]
    assert disturb(waving, 1).content_hash == disturb(waving, 1).content_hash
    assert disturb(waving, 1).content_hash != disturb(waving, 2).content_hash
    assert disturb(waving, 1).history[-1].endswith("(seed 1)")
    assert disturb(waving, 1).label == waving.label


def test_a_share_of_the_joints_is_missing_throughout_or_in_each_frame(waving):
    lost = ~drop_joints(waving, 0.2).valid
    assert lost.sum(-1).tolist() == [[5]] * waving.frames  # of 25
    assert (lost == lost[:1]).all()
    anew = ~drop_joints(waving, 0.2, each="frame").valid
    assert anew.sum(-1).tolist() == [[5]] * waving.frames
    assert (anew != anew[:1]).any()
    assert drop_joints(waving, 0.0).valid.all()


def test_joints_that_stay_stay_where_they_are(waving):
    changed = drop_joints(waving, 0.5)
    assert_array_equal(changed.positions[changed.valid], waving.positions[changed.valid])


@pytest.mark.parametrize(("unit", "metre"), [("m", 1.0), ("cm", 100.0), ("mm", 1000.0)])
def test_noise_has_the_size_asked_for_in_every_unit(unit, metre):
    moved = add_noise(still(400, unit), 5.0).positions - still(400, unit).positions
    assert moved.std() / metre == pytest.approx(0.05, rel=0.02)


def test_a_picture_has_no_centimetres(waving):
    with pytest.raises(SkeletonError, match="'px'"):
        add_noise(as_picture(waving), 2.0)


def test_frames_are_lost_and_the_others_keep_their_times(waving):
    changed = drop_frames(waving, 0.5)
    kept = np.isin(waving.times, changed.times)
    assert kept[0] and kept[-1]
    assert changed.frames == kept.sum() == waving.frames - round(0.5 * (waving.frames - 2))
    assert_array_equal(changed.positions, waving.positions[kept])
    assert changed.truth is None


def test_a_camera_from_above_sees_the_head_nearer_and_one_from_aside_a_shoulder(waving):
    placed = place_in_view(waving)
    head, foot = (placed.topology.joint_index[name] for name in ("head", "left_foot"))
    left, right = (placed.topology.joint_index[f"{side}_shoulder"] for side in ("left", "right"))
    depth = placed.positions[0, 0, :, 2]
    above = turn_view(placed, elevation_deg=30).positions[0, 0, :, 2]
    assert above[head] - above[foot] < depth[head] - depth[foot] - 0.5
    aside = turn_view(placed, azimuth_deg=90).positions[0, 0, :, 2]
    assert abs(depth[left] - depth[right]) < 0.05 < 0.2 < abs(aside[left] - aside[right])


def test_a_turned_view_keeps_every_distance_and_the_door_turns_it_back(waving):
    placed = place_in_view(waving)
    turned = turn_view(placed, azimuth_deg=50)
    assert_allclose(_distances(turned), _distances(placed), atol=1e-5)
    angle = facing_angle(turned.positions.astype(np.float64), turned)
    assert abs(np.degrees(angle)) == pytest.approx(50, abs=1)
    back = place_in_view(turned).positions
    assert_allclose(_distances(place_in_view(turned)), _distances(placed), atol=1e-5)
    assert_allclose(back[..., 1], placed.positions[..., 1], atol=1e-5)


def _distances(sequence):
    points = sequence.positions[:, 0]
    return np.linalg.norm(points - points[:, :1], axis=-1)


def test_orientations_turn_with_the_body():
    quaternions = np.tile([1.0, 0.0, 0.0, 0.0], (50, 1, 25, 1))
    quaternions[0, 0, 3] = np.nan
    turned = turn_view(still().changed(orientations=quaternions), azimuth_deg=90).orientations
    assert_allclose(np.abs(turned[1, 0, 0]), [0.5**0.5, 0, 0.5**0.5, 0], atol=1e-6)
    assert np.isnan(turned[0, 0, 3]).all()


@pytest.mark.parametrize("joints", [20, 17, 13])
def test_fewer_joints_are_as_many_as_asked_for_from_any_sensor(joints):
    from skelbench.skeleton import KINECT_V1

    for topology in (KINECT_V2, KINECT_V1):
        clip = choreograph("wave", 3, topology=topology)
        assert reduce_joints(clip, joints).positions.shape[2] == joints
    assert reduce_joints(choreograph("wave", 3), 25) is not None


def test_a_picture_is_what_a_pinhole_camera_sees():
    clip = still(2, depth=2.0)
    positions = clip.positions.copy()
    positions[:, 0, 1] = [0.5, 1.0, 2.0]  # to the sensor's left and up: left and up in the picture
    positions[:, 0, 2, 2] = -1.0
    seen = as_picture(clip.changed(positions=positions))
    assert seen.space == Space("px", "-y", "right", "image")
    assert_allclose(seen.positions[0, 0, 0], [960, 540])
    assert_allclose(seen.positions[0, 0, 1], [960 - 265, 540 - 530])
    assert not seen.valid[0, 0, 2]


def test_a_picture_keeps_left_on_its_side(waving):
    rows = [waving.topology.joint_index[f"{side}_shoulder"] for side in ("left", "right")]
    flat, deep = (place_in_view(clip).positions[0, 0, rows, 0] for clip in (as_picture(waving), waving))
    assert np.sign(flat[0] - flat[1]) == np.sign(deep[0] - deep[1]) != 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda clip: drop_joints(clip, 1.0), "below 1, found 1"),
        (lambda clip: drop_joints(clip, 0.1, each="bone"), "'bone'"),
        (lambda clip: drop_frames(clip, -0.1), "found -0.1"),
        (lambda clip: add_noise(clip, -1), "at least 0 cm"),
        (lambda clip: reduce_joints(clip, 12), "found 12"),
    ],
)
def test_what_cannot_be_done_is_refused(call, said, waving):
    with pytest.raises(ParameterError, match=said):
        call(waving)


def test_a_picture_cannot_be_seen_from_elsewhere(waving):
    flat = as_picture(waving)
    for call in (turn_view, as_picture):
        with pytest.raises(SkeletonError, match="2-D"):
            call(flat)
