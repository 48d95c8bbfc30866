from __future__ import annotations

import json

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.formats.openpose import cameras_in
from skelbench.skeleton import BODY_25, BODY_25_WHOLE, BODY_25B, place_in_view

TRIAL = "pose2sim/S00_P01_MultiParticipants/S00_P01_T02_Participants1-2"


def test_a_folder_of_frames_is_a_clip_in_pixels_with_missing_keypoints_nan(openpose_folder, picture_pose):
    pose = picture_pose("body_25")
    pose[4] = 0
    folder = openpose_folder([[pose], [pose + np.array([10, 0, 0])], [[]]])
    assert detect(folder) == "openpose"
    sequence = read(folder)
    assert sequence.positions.shape == (3, 1, 25, 2) and sequence.topology is BODY_25
    assert np.isnan(sequence.positions[:, 0, 4]).all() and sequence.confidence[0, 0, 4] == 0
    np.testing.assert_allclose(sequence.positions[1, 0, 0], pose[0, :2] + (10, 0), rtol=1e-6)
    np.testing.assert_allclose(sequence.confidence[0, 0, 0], 0.9)
    assert sequence.present[:, 0].tolist() == [True, True, False]
    assert (sequence.space.unit, sequence.space.up, sequence.space.frame) == ("px", "-y", "image")
    assert any("30 frames per second" in guess for guess in sequence.guesses)


def test_frame_numbers_come_from_the_names_and_gaps_stay_in_the_times(openpose_folder, picture_pose):
    pose = picture_pose("body_25")
    sequence = read(openpose_folder([[pose]] * 4, numbers=[12, 9, 100, 10]))
    np.testing.assert_allclose(sequence.times, np.array([0, 1, 3, 91]) / 30)


def test_one_file_is_one_frame(openpose_folder, picture_pose):
    folder = openpose_folder([[picture_pose("coco_18")]])
    sequence = read(folder / "cam.0000.json")
    assert sequence.frames == 1 and sequence.topology.name == "coco_18"


@pytest.mark.parametrize("name", ["body_25", "body_25b"])
def test_layouts_with_25_points_are_told_apart_by_geometry(openpose_folder, picture_pose, name):
    sequence = read(openpose_folder([[picture_pose(name)]] * 3))
    assert sequence.topology.name == name
    assert any(f"{name} by geometry" in guess and "3 of 3" in guess for guess in sequence.guesses)


def test_people_keep_their_identity_when_the_order_changes_and_false_detections_go(openpose_folder, picture_pose):
    one, two = picture_pose("body_25", (200, 600)), picture_pose("body_25", (700, 600))
    false = picture_pose("body_25", (450, 300), 60) * (1, 1, 0.2)
    frames = [[one, two] if t % 2 else [two, false, one] for t in range(20)]
    sequence = read(openpose_folder(frames))
    assert sequence.people == 2
    assert np.ptp(sequence.positions, axis=0).max() == 0
    assert any("2 of 3 people" in guess and "false detections" in guess for guess in sequence.guesses)


def written(people):
    return json.dumps({"people": [{key: np.ravel(value).tolist() for key, value in one.items()} for one in people]})


def test_a_trackers_ids_are_followed_wherever_people_go(tmp_path, picture_pose):
    here, there = picture_pose("body_25", (200, 600)), picture_pose("body_25", (700, 600))
    for t in range(4):  # they change places from one frame to the next, and their order in the file
        one, two = (here, there) if t < 2 else (there, here)
        people = [{"person_id": [7], "pose_keypoints_2d": one}, {"person_id": [3], "pose_keypoints_2d": two}]
        (tmp_path / f"a_{t}.json").write_text(written(people[:: 1 if t % 2 else -1]))
    sequence = read(tmp_path)
    first = sequence.landmark("pelvis")[:, :, 0]
    np.testing.assert_allclose(np.sort(first[0]), np.sort(first[3]))
    assert abs(first[3, 0] - first[0, 0]) == pytest.approx(500)
    assert "people are told apart by the file's own ids" in sequence.guesses


def test_without_ids_or_with_one_given_twice_distance_decides(tmp_path, picture_pose):
    here, there = picture_pose("body_25", (200, 600)), picture_pose("body_25", (700, 600))
    for t in range(4):
        people = [{"person_id": [5], "pose_keypoints_2d": pose} for pose in (here, there)]
        (tmp_path / f"a_{t}.json").write_text(written(people[:: 1 if t % 2 else -1]))
    sequence = read(tmp_path)
    assert np.ptp(sequence.landmark("pelvis"), axis=0).max() == 0
    assert any("told apart by distance" in guess for guess in sequence.guesses)


def test_face_and_hands_are_joints_of_a_larger_topology_on_request(tmp_path, picture_pose):
    hand = np.arange(1.0, 64.0).reshape(21, 3)
    hand[:, 2] = 0.7
    people = [{"pose_keypoints_2d": picture_pose("body_25"), "hand_right_keypoints_2d": hand},
              {"pose_keypoints_2d": picture_pose("body_25", (900, 600))}]  # fmt: skip
    (tmp_path / "a_0.json").write_text(written(people))
    body, whole = read(tmp_path / "a_0.json"), read(tmp_path / "a_0.json", detail="whole")
    assert body.topology is BODY_25 and any("are left out: detail='whole'" in guess for guess in body.guesses)
    assert whole.topology is BODY_25_WHOLE and whole.people == 2
    np.testing.assert_array_equal(whole.positions[..., :25, :], body.positions)
    thumb = whole.topology.joint_index["right_hand_thumb_1"]
    with_hand = int(np.argmax(whole.valid[0, :, thumb]))
    np.testing.assert_allclose(whole.positions[0, with_hand, thumb], hand[1, :2])
    assert whole.valid[0, :, 25:].sum() == 21  # no face, no left hand; the other person has neither
    (tmp_path / "b_0.json").write_text(written([{**people[0], "hand_right_keypoints_2d": hand[:20]}]))
    with pytest.raises(FormatError, match="21 keypoints in hand_right_keypoints_2d of person 0, found 20"):
        read(tmp_path / "b_0.json")


def test_a_folder_of_several_cameras_lists_them_and_reads_the_one_named(openpose_folder, picture_pose, tmp_path):
    for number, name in enumerate(("trial/cam01", "trial/cam02")):
        openpose_folder([[picture_pose("body_25", (100 + number, 600))]] * 2, name=name)
    with pytest.raises(FormatError, match=r"2 cameras: cam01, cam02; name one with camera="):
        read(tmp_path / "trial")
    assert detect(tmp_path / "trial") == "openpose"
    by_name, by_path = read(tmp_path / "trial", camera="cam02"), read(tmp_path / "trial" / "cam02")
    assert by_name.content_hash == by_path.content_hash and by_name.source.sha256 == by_path.source.sha256
    assert by_name.positions[0, 0, 0, 0] == 101
    with pytest.raises(FormatError, match="one camera called 'cam', found 2"):
        read(tmp_path / "trial", camera="cam")


def test_cameras_in_one_folder_are_told_apart_by_the_names_of_their_files(tmp_path):
    for name in ("left_0.json", "left_1.json", "right_0.json", "clip.truth.json"):
        (tmp_path / name).write_text('{"people": []}')
    assert {name: len(files) for name, files in cameras_in(tmp_path).items()} == {"left": 2, "right": 1}


def test_the_hash_of_a_folder_changes_with_a_name_and_with_a_byte(openpose_folder, picture_pose):
    folder = openpose_folder([[picture_pose("body_25")]] * 2)
    first = read(folder).source.sha256
    (folder / "cam.0001.json").rename(folder / "cam.0002.json")
    renamed = read(folder).source.sha256
    text = (folder / "cam.0002.json").read_text()
    (folder / "cam.0002.json").write_text(text.replace("0.9", "0.8", 1))
    assert len({first, renamed, read(folder).source.sha256}) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"people": [', "JSON, but.*line 1"),
        ('{"people": 3}', "no list of people"),
        ('{"people": [3]}', "no list of people"),
        ('{"people": [{"pose_keypoints_2d": "abc"}]}', "pose_keypoints_2d is no list"),
        (
            '{"people": [{"pose_keypoints_2d": [1, 2]}]}',
            "x, y, confidence in turn for pose_keypoints_2d of person 0, found 2",
        ),
        ('{"people": [{"pose_keypoints_2d": [1, [2], 3]}]}', "numbers in pose_keypoints_2d of person 0"),
        ('{"people": [{"pose_keypoints_2d": [1' + "0" * 400 + ", 2, 3]}]}", "numbers in pose_keypoints_2d"),
        ('{"people": [{"pose_keypoints_2d": [1e200, 2, 1]}]}', r"coordinate, found 1e\+200"),
        ('{"people": [{"pose_keypoints_2d": [1, 2, 1]}]}', "136 or 137 keypoints for everybody, found 1"),
        ('{"people": []}', "Expected people, found none"),
        ('{"people": [{}, {"pose_keypoints_2d": []}]}', "Expected people, found none"),
        (json.dumps({"people": [{"pose_keypoints_2d": [0.0] * 75}]}), "none with a keypoint"),
        (json.dumps({"people": [{"pose_keypoints_2d": [float("nan")] * 75}]}), "none with a keypoint"),
        (json.dumps({"people": [{}] * 101}), "at most 100 people"),
        ('{"people": ' + "[" * 100_000, "Expected JSON, but"),
        ('{"people": "\xe9"}'.encode("latin-1"), "binary data at byte 12"),
    ],
    ids=range(16),
)
def test_a_broken_frame_is_refused_by_name(tmp_path, text, words):
    path = tmp_path / "a_0001.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FormatError, match=words) as error:
        read(path, "openpose")
    assert "a_0001.json" in str(error.value)


def test_names_without_numbers_and_numbers_given_twice_are_refused(openpose_folder, picture_pose):
    folder = openpose_folder([[picture_pose("body_25")]] * 2)
    (folder / "cam.0000.json").rename(folder / "cam.json")
    with pytest.raises(FormatError, match=r"frame number in every file name, found none in cam\.json"):
        read(folder)
    (folder / "cam.json").rename(folder / "cam.1.json")
    with pytest.raises(FormatError, match="a second one with number 1"):
        read(folder)


@pytest.mark.realdata
def test_a_trial_of_four_cameras_is_refused_with_their_names_and_each_camera_shows_two_people(real_data):
    folder = real_data / TRIAL / "pose-associated"
    with pytest.raises(FormatError, match="4 cameras: cam01_json, cam02_json, cam03_json, cam04_json"):
        read(folder)
    for camera in ("cam01", "cam02", "cam03", "cam04"):
        sequence = read(folder, camera=camera)
        assert sequence.topology is BODY_25B and sequence.people == 2 and sequence.frames == 100
        assert (sequence.present.mean(0) > 0.9).all()
        hips = sequence.landmark("pelvis")
        steps = np.linalg.norm(np.diff(hips, axis=0), axis=-1)
        assert np.nanquantile(steps, 0.98) < 60  # nobody jumps into somebody else


@pytest.mark.realdata
@pytest.mark.parametrize("camera", ["cam01", "cam02", "cam03", "cam04"])
def test_raw_detections_with_false_ones_give_the_people_of_the_associated_files(real_data, camera):
    raw, clean = (read(real_data / TRIAL / kind, camera=camera) for kind in ("pose", "pose-associated"))
    assert raw.people == 2
    middles = [np.sort(np.nanmedian(one.landmark("pelvis")[..., 0], axis=0)) for one in (raw, clean)]
    np.testing.assert_allclose(*middles, atol=15)


@pytest.mark.realdata
def test_the_sample_with_face_and_hands_is_body_25_and_left_is_on_the_left(real_data):
    sequence = read(real_data / "openpose_alphapose_samples" / "openpose_body25_face_hands.json")
    assert sequence.topology is BODY_25 and sequence.frames == 1
    placed = place_in_view(sequence)
    for mark in ("shoulder", "wrist"):
        assert placed.landmark(f"left_{mark}")[0, 0, 0] < placed.landmark(f"right_{mark}")[0, 0, 0]


@pytest.mark.realdata
def test_face_and_hands_of_the_sample_lie_where_they_belong(real_data):
    path = real_data / "openpose_alphapose_samples" / "openpose_body25_face_hands.json"
    whole = read(path, detail="whole")
    place = {name: whole.positions[0, 0, row] for name, row in whole.topology.joint_index.items()}
    for side in ("left", "right"):
        to_own, to_other = (
            np.linalg.norm(place[f"{side}_hand_root"] - place[f"{other}_wrist"])
            for other in (side, "left" if side == "right" else "right")
        )
        assert to_own < 0.2 * to_other
    nose = np.linalg.norm(place["face_30"] - place["nose"])
    assert nose < 0.2 * np.linalg.norm(place["nose"] - place["neck"])
    # the person's right eye, jaw and mouth corner lie at smaller x in a picture of somebody who faces the camera
    for row in (0, 36, 48):
        assert place[f"right_face_{row}"][0] < place[f"left_face_{row}"][0]


@pytest.mark.realdata
def test_every_camera_of_every_trial_is_body_25b(real_data):
    for trial in sorted((real_data / "pose2sim").glob("*/*/pose")):
        for camera in cameras_in(trial):
            assert read(trial, camera=camera).topology is BODY_25B
