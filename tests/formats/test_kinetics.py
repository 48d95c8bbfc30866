from __future__ import annotations

import json

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.skeleton import COCO_18, place_in_view


@pytest.fixture
def clip(tmp_path):
    """`clip(frames, **top)`: a file; a frame is a list of (18 3) people in fractions of the picture."""

    def make(frames, **top):
        data = [
            {"frame_index": number, "skeleton": [
                {"pose": np.asarray(p)[:, :2].ravel().tolist(), "score": np.asarray(p)[:, 2].tolist()} for p in people
            ]}
            for number, people in enumerate(frames, 1)
        ]  # fmt: skip
        (tmp_path / "clip.json").write_text(
            json.dumps({"data": data, "label": "juggling balls", "label_index": 1} | top)
        )
        return tmp_path / "clip.json"

    return make


@pytest.fixture
def pose(picture_pose):
    return picture_pose("coco_18", (300, 600)) / (1000, 1000, 1)


def test_a_clip_holds_fractions_of_the_picture_and_its_label(clip, pose):
    path = clip([[pose], [], [pose]])
    assert detect(path) == "kinetics"
    sequence = read(path)
    assert sequence.topology is COCO_18 and sequence.label == "juggling balls"
    assert (sequence.space.unit, sequence.space.up, sequence.space.frame) == ("normalised", "-y", "image")
    np.testing.assert_allclose(sequence.positions[0, 0], pose[:, :2], rtol=1e-6)
    assert sequence.present[:, 0].tolist() == [True, False, True]
    np.testing.assert_allclose(sequence.times, [0, 1 / 30, 2 / 30])
    assert any("shape the file does not say" in guess for guess in sequence.guesses)


def test_two_people_are_told_apart_when_their_order_changes(clip, pose):
    other = pose + np.array([0.4, 0.0, 0.0])
    sequence = read(clip([[pose, other] if t % 2 else [other, pose] for t in range(10)]))
    assert sequence.people == 2 and np.ptp(sequence.positions, axis=0).max() == 0


def test_somebody_who_faces_the_camera_has_the_left_wrist_on_the_left(clip, pose):
    placed = place_in_view(read(clip([[pose]])))
    assert placed.landmark("left_wrist")[0, 0, 0] < 0 < placed.landmark("right_wrist")[0, 0, 0]


def test_people_without_a_single_keypoint_are_nobody(clip, pose):
    sequence = read(clip([[pose * 0, pose]]))
    assert sequence.people == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "has no list 'data'"),
        ('{"data": 3}', "has no list 'data'"),
        ('{"data": [3]}', "a frame_index in item 0 of 'data', found None"),
        ('{"data": [{"frame_index": 1}]}', "at most 100 skeletons in frame 1"),
        ('{"data": [{"frame_index": 2, "skeleton": []}, {"frame_index": 2, "skeleton": []}]}', "found 2 after 2"),
        ('{"data": [{"frame_index": 1, "skeleton": [3]}]}', "lists 'pose' and 'score' for person 0 of item 0"),
        ('{"data": [{"frame_index": 1, "skeleton": [{"pose": [1], "score": []}]}]}', "36 coordinates and 18 scores"),
        ('{"data": [{"frame_index": 1, "skeleton": []}]}', "Expected people, found none"),
        ('{"data": []}', "Expected people, found none"),
    ],
    ids=range(9),
)
def test_a_broken_clip_is_refused_by_name(tmp_path, text, words):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(FormatError, match=words) as error:
        read(tmp_path / "x.json", "kinetics")
    assert "x.json" in str(error.value)
