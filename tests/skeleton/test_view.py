from __future__ import annotations

import math

import numpy as np
import pytest

from skelbench.errors import SkeletonError
from skelbench.formats import read
from skelbench.records import Driving, Mistake, Truth
from skelbench.skeleton import (
    BODY_25,
    BODY_25B,
    COCO_17,
    COCO_18,
    H36M_17,
    HALPE_26,
    HALPE_136,
    KINECT_V1,
    KINECT_V2,
    MEDIAPIPE_33,
    SMPL_22,
    SMPLH_52,
    Space,
    Topology,
    facing_angle,
    mirror,
    place_in_view,
    swap_sides,
)

HUMAN = (KINECT_V2, KINECT_V1, SMPL_22, BODY_25, BODY_25B, COCO_17, COCO_18, H36M_17, HALPE_26, HALPE_136,
         MEDIAPIPE_33, SMPLH_52)  # fmt: skip

# How a file of each kind would write the body frame's (x left, y up, z forward) of somebody who faces the camera,
# 3 m before it where the kind has a camera.
FILES = {
    "body": (lambda x, y, z: (x, y, z), Space(frame="body")),
    "body, centimetres": (lambda x, y, z: (100 * x, 100 * y, 100 * z), Space("cm", frame="body")),
    "body, millimetres": (lambda x, y, z: (1000 * x, 1000 * y, 1000 * z), Space("mm", frame="body")),
    "body, z up": (lambda x, y, z: (x, -z, y), Space(up="z", frame="body")),
    "body, left-handed": (lambda x, y, z: (-x, y, z), Space(handedness="left", frame="body")),
    "Kinect camera": (lambda x, y, z: (-x, y - 1, 3 - z), Space()),
    "OpenCV camera": (lambda x, y, z: (x, 1 - y, 3 - z), Space(up="-y")),
    "Unity camera": (lambda x, y, z: (x, y - 1, 3 - z), Space(handedness="left")),
    "picture": (lambda x, y, z: (320 + 100 * x, 300 - 100 * y), Space("px", up="-y", frame="image")),
    "picture, y up": (lambda x, y, z: (320 + 100 * x, 100 * y), Space("px", up="y", frame="image")),
    "flat camera": (lambda x, y, z: (-x, y), Space()),
}


def written(points: np.ndarray, kind: str) -> tuple[np.ndarray, Space]:
    convert, space = FILES[kind]
    return np.stack(convert(*np.moveaxis(points, -1, 0)), axis=-1), space


def turned(points: np.ndarray, angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return points @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("topology", HUMAN, ids=lambda topology: topology.name)
def test_the_left_wrist_of_somebody_who_faces_the_camera_is_at_the_sensors_right(topology, kind, body, clip):
    positions, space = written(body(topology), kind)
    placed = place_in_view(clip(topology, positions, space=space))
    left, right = placed.landmark("left_wrist"), placed.landmark("right_wrist")
    assert (left[..., 0] < 0).all() and (right[..., 0] > 0).all()
    assert (placed.landmark("head")[..., 1] > placed.landmark("left_knee")[..., 1]).all()
    assert placed.space == Space()
    assert (placed.positions[..., 2] > 1).all()


@pytest.mark.parametrize("kind", [kind for kind in FILES if "picture" not in kind and "flat" not in kind])
@pytest.mark.parametrize("topology", [t for t in HUMAN if t.has("left_foot")], ids=lambda topology: topology.name)
def test_every_kind_of_file_gives_the_same_body_toes_towards_the_camera(topology, kind, body, clip):
    positions, space = written(body(topology), kind)
    placed = place_in_view(clip(topology, positions, space=space)).positions.astype(np.float64)
    expected = body(topology) * (-1, 1, -1)
    offset = placed - expected
    np.testing.assert_allclose(offset - offset[:1, :1, :1], 0, atol=2e-6)


@pytest.mark.parametrize("angle", np.radians([-170, -90, -30, 0, 45, 120, 180]))
def test_whoever_starts_turned_away_is_turned_to_the_camera_and_keeps_the_place(angle, body, clip):
    before_the_camera = turned(body(KINECT_V2), angle) * (-1, 1, -1) + (0.4, -1, 3)
    placed = place_in_view(clip(KINECT_V2, before_the_camera))
    np.testing.assert_allclose(placed.landmark("left_wrist")[0, 0], (0.4 - 0.73, 0.45, 3), atol=0.03)
    np.testing.assert_allclose(placed.landmark("pelvis")[0, 0], (0.4, -0.05, 3), atol=0.03)


def test_keeping_the_facing_turns_nothing(body, clip):
    points = turned(body(KINECT_V2), 1.0) * (-1, 1, -1) + (0, 0, 3)
    placed = place_in_view(clip(KINECT_V2, points), facing="keep")
    np.testing.assert_allclose(placed.positions, points, atol=1e-6)


def test_somebody_who_looks_to_the_sensors_left_is_a_quarter_turn_away(body, clip):
    facing_camera = body(KINECT_V2) * (-1, 1, -1)
    looking_left = facing_camera @ np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]])  # -z becomes +x
    sequence = clip(KINECT_V2, looking_left)
    assert facing_angle(facing_camera, sequence) == pytest.approx(0)
    assert facing_angle(looking_left, sequence) == pytest.approx(-math.pi / 2)


def test_a_turn_in_the_middle_of_the_clip_stays(body, clip):
    points = body(KINECT_V2, frames=40)
    points[20:] = turned(points[20:], math.pi)
    placed = place_in_view(clip(KINECT_V2, points, space=Space(frame="body")))
    assert placed.landmark("left_wrist")[0, 0, 0] < 0 < placed.landmark("left_wrist")[-1, 0, 0]


def test_somebody_who_comes_late_is_turned_to_the_camera_too(body, clip):
    points = turned(body(KINECT_V2, frames=40), 2.0)
    points[:25] = np.nan
    placed = place_in_view(clip(KINECT_V2, points, space=Space(frame="body")))
    assert placed.landmark("left_wrist")[-1, 0, 0] < 0 < placed.landmark("right_wrist")[-1, 0, 0]
    assert placed.guesses == ()


@pytest.mark.parametrize("angle", np.radians([-80, 0.7, 40, 90, 135, 180]))
def test_two_people_face_to_face_keep_their_distance_and_are_seen_from_the_side(angle, body, clip):
    points = body(KINECT_V2, people=2)
    points[:, 1] = turned(points[:, 1], math.pi) + np.array([0, 0, 1.5])
    placed = place_in_view(clip(KINECT_V2, turned(points, angle), space=Space(frame="body")))
    first, second = placed.landmark("pelvis")[0]
    np.testing.assert_allclose(np.abs(first - second), [1.5, 0, 0], atol=1e-4)
    for person, other in ((0, 1), (1, 0)):  # toes point at the other one
        toes = placed.landmark("left_foot")[0, person] - placed.landmark("left_ankle")[0, person]
        assert toes[0] * (placed.landmark("pelvis")[0, other] - placed.landmark("pelvis")[0, person])[0] > 0
    again = place_in_view(placed)
    np.testing.assert_allclose(again.positions, placed.positions, atol=1e-5)


def test_a_pair_recorded_from_the_side_keeps_its_sides_and_its_mirror_image_is_the_mirror_image(body, clip):
    points = body(KINECT_V2, people=2)
    points[:, 1] = turned(points[:, 1], math.pi) + np.array([0, 0, 1.5])
    before_the_camera = turned(points, math.pi / 2 + 0.3) + np.array([0.2, -1, 3])
    placed = place_in_view(clip(KINECT_V2, before_the_camera))
    way = before_the_camera[0, 1, 0] - before_the_camera[0, 0, 0]
    assert np.sign(placed.positions[0, 1, 0] - placed.positions[0, 0, 0])[0] == np.sign(way[0])
    image = place_in_view(mirror(clip(KINECT_V2, before_the_camera)))
    sides = (placed.landmark("pelvis") - placed.landmark("pelvis").mean(1, keepdims=True))[..., 0]
    mirrored = (image.landmark("pelvis") - image.landmark("pelvis").mean(1, keepdims=True))[..., 0]
    np.testing.assert_allclose(mirrored, -sides, atol=1e-5)


def test_somebody_who_follows_the_first_is_not_hidden_behind(body, clip):
    points = body(KINECT_V2, people=2)
    points[:, 1] -= np.array([0, 0, 1.0])  # one behind the other, looking the same way
    placed = place_in_view(clip(KINECT_V2, turned(points, 0.4), space=Space(frame="body")))
    first, second = placed.landmark("pelvis")[0]
    np.testing.assert_allclose(np.abs(second - first), [1, 0, 0], atol=1e-4)


@pytest.mark.realdata
def test_recorded_pairs_who_stood_side_by_side_still_do(real_data):
    beside = []
    for folder in sorted((real_data / "sbu_kinect").rglob("skeleton_pos.txt"))[::16]:
        placed = place_in_view(read(folder))
        way = np.nanmedian(placed.landmark("neck")[:10, 1] - placed.landmark("neck")[:10, 0], axis=0)
        beside.append(abs(way[0]) > abs(way[2]))
    assert len(beside) > 10
    assert np.mean(beside) > 0.9  # 6 % when the first of them was turned to the camera


def test_two_people_who_stand_side_by_side_are_turned_by_the_first(body, clip):
    points = body(KINECT_V2, people=2)
    points[:, 1] += np.array([1.2, 0, 0])  # side by side, looking the same way
    placed = place_in_view(clip(KINECT_V2, turned(points, 0.7), space=Space(frame="body")))
    first, second = placed.landmark("pelvis")[0]
    np.testing.assert_allclose(second - first, [-1.2, 0, 0], atol=1e-4)
    assert placed.landmark("left_wrist")[0, 0, 0] < placed.landmark("right_wrist")[0, 0, 0]


def test_placing_twice_is_placing_once(body, clip):
    once = place_in_view(clip(SMPL_22, turned(body(SMPL_22), 1.2), space=Space("mm", up="y", frame="body")))
    np.testing.assert_allclose(place_in_view(once).positions, once.positions, atol=1e-6)


def test_missing_joints_stay_missing_and_everybody_else_is_placed(body, clip):
    points = body(KINECT_V2)
    points[3, 0, 7] = np.nan
    points[5] = np.nan
    placed = place_in_view(clip(KINECT_V2, points, space=Space(frame="body")))
    assert placed.valid.sum() == points[..., 0].size - 1 - 25
    assert not placed.valid[3, 0, 7] and not placed.present[5, 0]


def test_a_shape_without_hips_is_not_turned_and_the_guesses_say_so(clip):
    arm = Topology("arm", ("base", "tip"), (("base", "tip"),))
    points = np.tile(np.array([[0, 0, 0], [1, 1, 0.5]], dtype=float), (4, 1, 1, 1))
    placed = place_in_view(clip(arm, points, space=Space(frame="body")))
    assert "was not turned" in placed.guesses[0]
    again = place_in_view(placed)
    assert again.guesses == placed.guesses


def test_a_clip_behind_the_camera_is_put_before_it_and_the_guesses_say_so(body, clip):
    placed = place_in_view(clip(KINECT_V2, body(KINECT_V2) * (-1, 1, -1) - (0, 0, 2)))
    assert np.median(placed.positions[..., 2]) == pytest.approx(3)
    assert "was put 3 m away" in placed.guesses[0]


def test_orientations_turn_with_the_body(body, clip):
    points, space = written(body(KINECT_V2), "body, z up")
    quarter = np.array([math.sqrt(0.5), math.sqrt(0.5), 0, 0])  # (x, y, z) -> (x, -z, y): the file's own turn
    orientations = np.broadcast_to(quarter, (*points.shape[:3], 4))
    placed = place_in_view(clip(KINECT_V2, points, space=space, orientations=orientations))
    w, x, y, z = placed.orientations[0, 0, 0].astype(float)
    assert abs(y) == pytest.approx(1, abs=1e-6)  # half a turn about the vertical: left is -x, forward is -z
    assert max(abs(w), abs(x), abs(z)) < 1e-6


def test_a_picture_stands_up_at_one_depth_with_a_torso_of_half_a_metre_whatever_its_size(body, clip):
    positions, space = written(body(COCO_17), "picture")
    confidence = np.full(positions.shape[:3], 0.7)
    small = place_in_view(clip(COCO_17, positions, space=space, confidence=confidence))
    large = place_in_view(clip(COCO_17, positions * 3 + 50, space=space))
    torso = small.landmark("neck") - small.landmark("pelvis")
    np.testing.assert_allclose(np.linalg.norm(torso, axis=-1), 0.5, rtol=1e-5)
    np.testing.assert_allclose(small.positions, large.positions, atol=1e-5)
    assert (small.positions[..., 2] == 3).all()
    np.testing.assert_allclose(small.confidence, 0.7)
    assert "constant" in small.guesses[0] or "every joint at depth 3 m" in small.guesses[0]


def test_a_picture_without_a_torso_is_scaled_by_its_height_also_where_frames_are_empty(clip):
    stick = Topology("stick", ("low", "high"), (("low", "high"),))
    points = np.tile(np.array([[100.0, 400], [100, 200]]), (4, 2, 1, 1))
    points[1, 1] = np.nan
    placed = place_in_view(clip(stick, points, space=Space("px", up="-y", frame="image")))
    height = placed.positions[0, 0, 1, 1] - placed.positions[0, 0, 0, 1]
    assert height == pytest.approx(0.5 / 0.29, rel=1e-5)


@pytest.mark.parametrize("topology", [COCO_17, COCO_18, BODY_25], ids=lambda topology: topology.name)
def test_an_upper_body_is_drawn_as_large_as_if_its_hips_and_legs_were_seen(topology, body, clip):
    positions, space = written(body(topology), "picture")
    whole = place_in_view(clip(topology, positions, space=space))
    hidden = [
        topology.joint_index[j] for j in topology.joints if any(w in j for w in ("hip", "knee", "ankle", "toe", "heel"))
    ]
    positions[:, :, hidden] = np.nan
    half = place_in_view(clip(topology, positions, space=space))
    widths = [np.ptp(np.stack([c.landmark("left_wrist"), c.landmark("right_wrist")])[..., 0]) for c in (whole, half)]
    assert widths[1] == pytest.approx(widths[0], rel=0.25)


def test_what_cannot_be_placed_is_refused_in_a_sentence(body, clip):
    nobody = clip(KINECT_V2, np.full((3, 1, 25, 3), np.nan))
    with pytest.raises(SkeletonError, match="nobody in it"):
        place_in_view(nobody)
    with pytest.raises(SkeletonError, match="found unit 'unknown'"):
        place_in_view(clip(KINECT_V2, body(KINECT_V2), space=Space("unknown")))
    line = np.zeros((3, 1, 17, 2))
    with pytest.raises(SkeletonError, match="in one line"):
        place_in_view(clip(COCO_17, line, space=Space("px", up="-y", frame="image")))


@pytest.mark.parametrize("topology", HUMAN, ids=lambda topology: topology.name)
def test_mirroring_twice_gives_the_motion_back(topology, clip):
    random = np.random.default_rng(3)
    points = random.normal(size=(9, 2, len(topology.joints), 3))
    points[2, 1, 4] = np.nan
    turns = random.normal(size=(*points.shape[:3], 4))
    truth = Truth("wave the left hand", driving=(Driving("left_hand", 0, 1, "decides"),))
    once = clip(topology, points, orientations=turns, confidence=random.random(points.shape[:3]), truth=truth)
    twice = mirror(mirror(once))
    np.testing.assert_allclose(twice.positions, once.positions, atol=1e-6)
    np.testing.assert_array_equal(twice.orientations, once.orientations)
    np.testing.assert_array_equal(twice.confidence, once.confidence)
    assert twice.truth == once.truth


def test_the_mirror_image_of_a_raised_left_hand_is_a_raised_right_hand(body, clip):
    points = body(KINECT_V2)
    points[:, 0, KINECT_V2.joint_index["left_wrist"], 1] = 1.9
    truth = Truth(
        "raise the left hand",
        driving=(Driving("left_wrist", 0.0, 1.0, "decides"),),
        mistakes=(Mistake("too low", "right_knee", "up", 0.1, "m"),),
        descriptions={"groups": {"left_arm": "the left arm goes up"}},
    )
    image = mirror(clip(KINECT_V2, points, space=Space(frame="body"), label="raise the Left hand", truth=truth))
    assert image.landmark("right_wrist")[0, 0, 1] == pytest.approx(1.9)
    assert image.landmark("left_wrist")[0, 0, 1] == pytest.approx(1.45)
    assert image.landmark("left_wrist")[0, 0, 0] > 0  # still the person's left
    assert image.label == "raise the Right hand"
    assert image.truth.joints() == ("right_wrist",)
    assert image.truth.mistakes[0].joint == "left_knee"
    assert image.truth.descriptions == {"groups": {"right_arm": "the right arm goes up"}}


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("left_wrist", "right_wrist"),
        ("Left foot, then RIGHT foot", "Right foot, then LEFT foot"),
        ("right-handed", "left-handed"),
        ("upright", "upright"),
        ("bright leftover", "bright leftover"),
        ("the left elbow at a right angle", "the right elbow at a right angle"),
    ],
)
def test_words_swap_sides_and_other_words_do_not(text, swapped):
    assert swap_sides(text) == swapped
    assert swap_sides(swapped) == text


RECORDINGS = (
    "ntu_skeleton/S001C001P001R001A011.skeleton",
    "ntu_skeleton/S001C003P008R002A058.skeleton",
    "ntu_skeleton/S002C001P003R001A003.skeleton",
    "ntu_skeleton/S003C001P015R001A034.skeleton",
    "ntu_skeleton/S004C002P003R001A017.skeleton",
    "humanml3d_sample/HumanML3D/new_joints/012314.npy",
    "bvh_samples/test_freebvh.bvh",
    "bvh_samples/test_mocapbank.bvh",
    "bvh_samples/source/walk01.bvh",
)


@pytest.mark.realdata
@pytest.mark.parametrize("name", RECORDINGS)
def test_in_a_recording_feet_point_where_hips_and_shoulders_face_so_no_reader_swaps_the_sides(name, real_data):
    placed = place_in_view(read(real_data / name))
    early = placed.times <= placed.times[0] + 0.5
    seen = np.isfinite(placed.landmark("left_foot")[early, 0, 0])
    assert seen.any()
    pointing = sum(
        (placed.landmark(f"{side}_foot") - placed.landmark(f"{side}_ankle"))[early, 0][seen].mean(0)
        for side in ("left", "right")
    )
    assert pointing[2] < 0, f"feet point {pointing} in a clip that faces the camera (-z)"
    assert np.nanmedian(placed.landmark("head")[:, 0, 1] - placed.landmark("left_ankle")[:, 0, 1]) > 0.8
