from __future__ import annotations

import json

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.skeleton import COCO_17, place_in_view


@pytest.fixture
def saved(tmp_path):
    def make(content):
        (tmp_path / "x.json").write_text(json.dumps(content))
        return tmp_path / "x.json"

    return make


def flat(pose, third=None):
    pose = np.array(pose)
    if third is not None:
        pose[:, 2] = third
    return pose.ravel().tolist()


def test_results_are_a_list_with_numbered_images(saved, picture_pose):
    pose = picture_pose("coco_17")
    path = saved([{"image_id": n, "category_id": 1, "keypoints": flat(pose), "score": 0.9} for n in (7, 5)])
    assert detect(path) == "coco"
    sequence = read(path)
    assert sequence.topology is COCO_17 and sequence.frames == 2 and sequence.space.unit == "px"
    np.testing.assert_allclose(sequence.times, [0, 2 / 30])
    np.testing.assert_allclose(sequence.confidence, 0.9)
    assert "image numbers are taken as frame numbers of one recording" in sequence.guesses


def test_flags_of_visibility_in_annotations_are_confidences_of_a_half_and_one(saved, picture_pose):
    pose = picture_pose("coco_17")
    flags = np.full(17, 2.0)
    flags[3], flags[4] = 1, 0
    item = {"image_id": 1, "category_id": 1, "num_keypoints": 16, "keypoints": flat(pose, flags)}
    images = [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "b.jpg"}]
    path = saved({"images": images, "annotations": [item]})
    assert detect(path) == "coco"
    sequence = read(path)
    assert sequence.frames == 2 and sequence.present[:, 0].tolist() == [True, False]
    assert sequence.confidence[0, 0, [2, 3, 4]].tolist() == [1.0, 0.5, 0.0]
    assert sequence.valid[0, 0].tolist() == [flag > 0 for flag in flags]


def test_an_animal_is_a_skeleton_by_the_names_of_its_category(saved):
    category = {"id": 3, "name": "dog", "keypoints": ["nose", "L_Eye", "R_Eye", "tail"], "skeleton": [[1, 2], [1, 3]]}
    points = [[10, 10, 2], [9, 9, 2], [11, 9, 2], [50, 20, 2]]
    item = {"image_id": 1, "category_id": 3, "keypoints": flat(points)}
    sequence = read(saved({"images": [], "annotations": [item], "categories": [category]}))
    assert sequence.topology.joints == ("nose", "L_Eye", "R_Eye", "tail") and not sequence.topology.is_human
    assert sequence.topology.bones == (("nose", "L_Eye"), ("nose", "R_Eye"))
    assert sequence.topology.mirror == (("L_Eye", "R_Eye"),)


def test_tracks_of_annotations_are_followed(saved, picture_pose):
    here, there = picture_pose("coco_17", (200, 600)), picture_pose("coco_17", (700, 600))
    order = ((1, 8, here), (1, 9, there), (2, 9, here), (2, 8, there))
    items = [{"image_id": number, "track_id": track, "keypoints": flat(pose)} for number, track, pose in order]
    sequence = read(saved(items))
    assert abs(np.diff(sequence.landmark("pelvis")[:, 0, 0])[0]) == pytest.approx(500)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (3, "neither annotations nor a list"),
        ({"annotations": 3}, "no list of them"),
        ({"annotations": [{"bbox": []}]}, "annotations without any"),
        ([{"image_id": "a", "keypoints": []}], "numbered image_id and a list of keypoints for item 0"),
        ([{"image_id": 1, "keypoints": [1, 2]}], "in turn for item 0, found 2"),
        ([{"image_id": 1, "keypoints": [1, [2], 3]}], "numbers in item 0"),
        ([], "Expected people, found none"),
        ({"annotations": [{"image_id": 1, "category_id": 1, "keypoints": [1, 1, 2]}],
          "categories": [{"id": 1, "keypoints": ["a", "b"]}]},
         "2 keypoints for everybody, as 'categories' names, found 1"),
        ({"annotations": [{"image_id": 1, "category_id": 1, "keypoints": [1, 1, 2] * 2}],
          "categories": [{"id": 1, "keypoints": ["a", "a"]}]}, "points with names of their own"),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_coco_file_is_refused_by_name(saved, content, words):
    with pytest.raises(FormatError, match=words) as error:
        read(saved(content), "coco")
    assert "x.json" in str(error.value)


def test_somebody_who_faces_the_camera_has_the_left_wrist_on_the_left(saved, picture_pose):
    placed = place_in_view(read(saved([{"image_id": 1, "keypoints": flat(picture_pose("coco_17"))}])))
    assert placed.landmark("left_wrist")[0, 0, 0] < 0 < placed.landmark("right_wrist")[0, 0, 0]
