from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording, detections
from skelbench.formats.detections import Detections, keypoints_of, keypoints_of_all, picture_sequence
from skelbench.skeleton import COCO_18, Source

HERE = Recording(Path("clip.json"))
SOURCE = Source("clip.json", "test", "0" * 64)


def test_keypoints_at_zero_or_of_no_confidence_are_missing_and_confidence_ends_at_one():
    keypoints = keypoints_of(HERE, [5, 6, 1.3, 0, 0, 0.9, 7, 8, 0, 0, 9, 0.2], "the list")
    np.testing.assert_array_equal(keypoints, [[5, 6, 1], [np.nan] * 3, [np.nan] * 3, [0, 9, 0.2]])


@pytest.mark.parametrize(
    ("values", "words"),
    [([1, 2], "x, y, confidence in turn for the list, found 2"), ([1, "a", 2], "numbers in the list"),
     ([[1, 2, 3]], "in turn"), ([1e12, 1, 1], "coordinate, found 1e")],
)  # fmt: skip
def test_what_is_no_list_of_keypoints_is_refused(values, words):
    with pytest.raises(FormatError, match=words):
        keypoints_of(HERE, values, "the list")


def test_frame_numbers_become_times_and_a_named_topology_is_taken(picture_pose):
    pose = picture_pose("coco_18")
    sequence = picture_sequence(HERE, SOURCE, Detections([10, 11, 14], [[pose]] * 3, topology=COCO_18))
    np.testing.assert_allclose(sequence.times, [0, 1 / 30, 4 / 30])
    assert sequence.topology is COCO_18 and sequence.space.unit == "px" and sequence.space.up == "-y"
    np.testing.assert_allclose(sequence.confidence, 0.9)


def test_a_crowd_is_refused(picture_pose):
    with pytest.raises(FormatError, match="at most 100 people in a frame, found 101"):
        picture_sequence(HERE, SOURCE, Detections([0], [[picture_pose("coco_18")] * 101]))


def test_many_lists_give_what_each_gives_alone_and_a_bad_one_is_named():
    lists = [[5, 6, 1.3, 0, 0, 0.9], [7, 8, 0.5, 1, 2, 0]]
    for found, values in zip(keypoints_of_all(HERE, lists, str), lists, strict=True):
        np.testing.assert_array_equal(found, keypoints_of(HERE, values, "one"))
    ragged = keypoints_of_all(HERE, [[1, 2, 0.5], [1, 2, 0.5, 3, 4, 0.5]], str)
    assert [len(one) for one in ragged] == [1, 2]
    for bad in ([1, "x", 3], [1, [2], 3], [1, 2]):
        with pytest.raises(FormatError, match="list 1"):
            keypoints_of_all(HERE, [[1, 2, 3], bad], lambda row: f"list {row}")


def test_more_frames_than_hours_have_are_refused(monkeypatch, picture_pose):
    monkeypatch.setattr(detections, "MOST_FRAMES", 3)
    with pytest.raises(FormatError, match="at most 3 frames, found 4"):
        picture_sequence(HERE, SOURCE, Detections(range(4), [[picture_pose("coco_18")]] * 4))
