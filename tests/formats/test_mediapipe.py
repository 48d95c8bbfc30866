from __future__ import annotations

import json

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.skeleton import MEDIAPIPE_33, Space, place_in_view

SEEN = [{"x": 0.5, "y": 0.2, "visibility": 1}] * 33


@pytest.fixture
def saved(tmp_path):
    def make(content, name="x.json"):
        (tmp_path / name).write_text(content if isinstance(content, str) else json.dumps(content))
        return tmp_path / name

    return make


@pytest.fixture
def picture(picture_pose):
    """(33 4) x, y in fractions of the picture, z, visibility, of somebody who faces the camera."""
    pose = picture_pose("mediapipe_33", (500, 800)) / (1000, 1000, 1)
    return np.insert(pose, 2, -0.1, axis=1)


@pytest.fixture
def world(picture):
    """(33 4) metres about the middle of the hips, x to the picture's right, y down."""
    points = picture.copy()
    hips = points[[23, 24], :3].mean(0)
    points[:, :3] = (points[:, :3] - hips) * (3.56, 3.56, 1)
    return points


def dicts(points):
    return [dict(zip(("x", "y", "z", "visibility"), map(float, point), strict=True)) for point in points]


def test_world_landmarks_are_metres_in_the_camera_frame_left_at_smaller_x(saved, world):
    frames = [{"pose_landmarks": [dicts(world * 0.1)], "pose_world_landmarks": [dicts(world)], "timestamp_ms": t}
              for t in (100, 140, 200)]  # fmt: skip
    path = saved(frames)
    assert detect(path) == "mediapipe"
    sequence = read(path)
    assert sequence.topology is MEDIAPIPE_33 and sequence.space == Space() and sequence.dimensions == 3
    np.testing.assert_allclose(sequence.positions[0, 0], world[:, :3] * (-1, -1, 1), atol=1e-6)
    np.testing.assert_allclose(sequence.times, [0, 0.04, 0.1])
    placed = place_in_view(sequence)
    assert (placed.landmark("left_wrist")[..., 0] < placed.landmark("right_wrist")[..., 0]).all()
    thigh = np.linalg.norm(sequence.landmark("left_hip") - sequence.landmark("left_knee"), axis=-1)
    np.testing.assert_allclose(thigh, 0.42, atol=0.02)


def test_landmarks_in_the_picture_stay_flat_fractions(saved, picture):
    sequence = read(
        saved({"frames": [{"landmarks": dicts(picture)}, {"landmarks": []}, {"landmarks": dicts(picture)}]})
    )
    assert sequence.dimensions == 2 and sequence.space == Space("normalised", "-y", "right", "image")
    np.testing.assert_allclose(sequence.positions[0, 0], picture[:, :2], rtol=1e-5)
    assert sequence.present[:, 0].tolist() == [True, False, True]
    assert any("fractions of the picture: the hips move" in guess for guess in sequence.guesses)
    assert any("z is left out" in guess for guess in sequence.guesses)
    placed = place_in_view(sequence)
    assert placed.landmark("left_wrist")[0, 0, 0] < placed.landmark("right_wrist")[0, 0, 0]


@pytest.mark.parametrize("wrap", [
    lambda pose: pose, lambda pose: [pose], lambda pose: [[pose]], lambda pose: {"landmark": pose},
    lambda pose: {"poseWorldLandmarks": [pose]}, lambda pose: {"results": [{"landmarks": [pose]}]},
], ids=range(6))  # fmt: skip
def test_every_common_way_of_writing_one_frame_gives_the_same(saved, world, wrap):
    sequence = read(saved(wrap(dicts(world))))
    assert sequence.frames == 1 and sequence.dimensions == 3
    np.testing.assert_allclose(sequence.positions[0, 0], world[:, :3] * (-1, -1, 1), atol=1e-6)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[]", "no list of frames"),
        ('[{"landmarks": []}]', "1 to 10 people with landmarks in a frame, found 0"),
        ([[{"x": 1, "y": 2, "visibility": 1}] * 32], "33 landmarks with x and y in frame 0, found 32"),
        ([[{"x": "a", "y": 2, "visibility": 1}] * 33], "numbers for the landmarks of frame 0"),
        ([[{"x": 1e12, "y": 2, "visibility": 1}] * 33], "a coordinate, found 1e"),
        ([{"frame": n, "landmarks": SEEN} for n in (3, 3)], "times that increase"),
        ([{"frame": n, "landmarks": SEEN} for n in (3, "b")], "number 'frame'"),
        ([{"landmarks": [{"x": 0, "y": 0, "visibility": 1}] * 33}], "Expected people, found none"),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_pose_is_refused_by_name(saved, content, words):
    with pytest.raises(FormatError, match=words) as error:
        read(saved(content), "mediapipe")
    assert "x.json" in str(error.value)
