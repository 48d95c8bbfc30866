from __future__ import annotations

import json

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.skeleton import COCO_17, HALPE_26, place_in_view


@pytest.fixture
def results(tmp_path):
    """`results(items)`: a file; an item is (image name, (K 3) keypoints, further fields)."""

    def make(*items):
        content = [
            {"image_id": name, "category_id": 1, "keypoints": np.ravel(pose).tolist(), "score": 1.2, **more}
            for name, pose, more in items
        ]
        (tmp_path / "alphapose-results.json").write_text(json.dumps(content))
        return tmp_path / "alphapose-results.json"

    return make


def test_a_video_is_one_list_and_frames_are_named_by_their_images(results, picture_pose):
    one, two = picture_pose("coco_17", (200, 600)), picture_pose("coco_17", (700, 600), 300)
    path = results(
        ("9.jpg", one, {}), ("10.jpg", one, {}), ("10.jpg", two, {}), ("12.jpg", two, {}), ("12.jpg", one, {})
    )
    assert detect(path) == "alphapose"
    sequence = read(path)
    assert sequence.topology is COCO_17 and sequence.positions.shape == (3, 2, 17, 2)
    np.testing.assert_allclose(sequence.times, np.array([0, 1, 3]) / 30)
    np.testing.assert_allclose(sequence.positions[:, 0], np.broadcast_to(one[:, :2], (3, 17, 2)), rtol=1e-6)
    assert sequence.present[:, 1].tolist() == [False, True, True]
    assert (sequence.space.unit, sequence.space.up) == ("px", "-y")
    assert "frame numbers are those in the images' names" in sequence.guesses


def test_a_track_is_followed_and_26_keypoints_are_halpes(results, picture_pose):
    here, there = picture_pose("halpe_26", (200, 600)), picture_pose("halpe_26", (700, 600))
    path = results(("0.jpg", here, {"idx": 1}), ("0.jpg", there, {"idx": 2.0}),
                   ("1.jpg", here, {"idx": [2]}), ("1.jpg", there, {"idx": 1}))  # fmt: skip
    sequence = read(path)
    assert sequence.topology is HALPE_26 and "people are told apart by the file's own ids" in sequence.guesses
    assert abs(np.diff(sequence.landmark("pelvis")[:, 0, 0])[0]) == pytest.approx(500)


def test_names_without_numbers_stand_in_the_order_of_the_file_and_it_is_said(results, picture_pose):
    sequence = read(results(("b.jpg", picture_pose("coco_17"), {}), ("a.jpg", picture_pose("coco_17"), {})))
    assert sequence.frames == 2 and any("order of the file" in guess for guess in sequence.guesses)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty file"),
        ("{}", "no list of people"),
        ("[3]", "no list of people"),
        ("[]", "Expected people, found none"),
        ('[{"image_id": 3, "keypoints": []}]', "image_id and a list of keypoints for item 0"),
        ('[{"image_id": "1.jpg", "keypoints": [1, 2]}]', r"in turn for item 0 \(1.jpg\), found 2"),
        ('[{"image_id": "1.jpg", "keypoints": [1, 2, 1]}]', "keypoints for everybody, found 1"),
        ('[{"image_id": "1.jpg", "keypoints": [1, 2, 1]}, {"image_id": "01.jpg", "keypoints": [1, 2, 1]}]',
         "one image a frame, found '1.jpg' and '01.jpg'"),
        ('[{"image_id": "1.jpg", "keypoints": [1, 2,', "Expected JSON, but.*line 1"),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_broken_list_is_refused_by_name(tmp_path, text, words):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(FormatError, match=words) as error:
        read(tmp_path / "x.json", "alphapose")
    assert "x.json" in str(error.value)


@pytest.mark.realdata
def test_the_excerpt_shows_one_person_upright(real_data):
    sequence = read(real_data / "openpose_alphapose_samples" / "alphapose-results_excerpt.json")
    assert sequence.source.format == "alphapose" and sequence.topology is COCO_17
    assert sequence.frames == 2 and sequence.people == 1
    np.testing.assert_allclose(sequence.times, [0, 1 / 30])  # images 10.jpg and 11.jpg
    assert 0.3 < sequence.confidence[..., 5:7].max() < 0.42  # the detector is sure of nothing
    placed = place_in_view(sequence)
    assert (placed.landmark("neck")[..., 1] > placed.landmark("pelvis")[..., 1]).all()
    assert (placed.landmark("pelvis")[..., 1] > placed.landmark("left_ankle")[..., 1]).all()


def test_somebody_who_faces_the_camera_has_the_left_wrist_on_the_left(results, picture_pose):
    placed = place_in_view(read(results(("0.jpg", picture_pose("coco_17"), {}))))
    assert placed.landmark("left_wrist")[0, 0, 0] < 0 < placed.landmark("right_wrist")[0, 0, 0]
