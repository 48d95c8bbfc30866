from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read, write
from skelbench.skeleton import KINECT_V2, SMPL_22, SkeletonSequence, Space, place_in_view


@pytest.fixture
def motion(tmp_path):
    def make(joints, name="000001.npy"):
        np.save(tmp_path / name, joints)
        return tmp_path / name

    return make


def test_joints_are_read_as_they_stand_at_20_frames_per_second(motion):
    joints = np.random.default_rng(0).normal(size=(7, 22, 3)).astype(np.float32)
    path = motion(joints)
    assert detect(path) == "humanml3d"
    sequence = read(path)
    np.testing.assert_array_equal(sequence.positions[:, 0], joints)
    np.testing.assert_allclose(sequence.times, np.arange(7) / 20)
    assert sequence.topology is SMPL_22 and sequence.space == Space(frame="body")
    assert any("20 frames per second" in guess for guess in sequence.guesses)


def test_frames_of_zeros_are_padding_and_nan_joints_are_missing(motion):
    joints = np.ones((4, 22, 3))
    joints[3] = 0
    joints[1, 5, 2] = np.nan
    sequence = read(motion(joints))
    assert sequence.present[:, 0].tolist() == [True, True, True, False]
    assert not sequence.valid[1, 0, 5]
    assert any("1 frames of zeros" in guess for guess in sequence.guesses)
    assert any("1 joints without finite" in guess for guess in sequence.guesses)


def test_writing_and_reading_again_is_exact(tmp_path, motion):
    first = read(motion(np.random.default_rng(1).normal(size=(5, 22, 3)).astype(np.float32)))
    write(first, tmp_path / "again.npy", "humanml3d")
    assert read(tmp_path / "again.npy").content_hash == first.content_hash
    assert np.load(tmp_path / "again.npy").dtype == np.float32


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"topology": KINECT_V2}, "smpl_22"),
        ({"people": 2}, "one person"),
        ({"space": Space()}, "body frame"),
        ({"times": np.arange(3) / 30}, "20 frames per second"),
    ],
)
def test_what_the_format_cannot_say_is_not_written(tmp_path, fields, words):
    fields = {"topology": SMPL_22, "times": np.arange(3) / 20, "space": Space(frame="body"), "people": 1} | fields
    positions = np.ones((3, fields.pop("people"), len(fields["topology"].joints), 3))
    with pytest.raises(FormatError, match=words):
        write(SkeletonSequence(positions=positions, **fields), tmp_path / "x.npy", "humanml3d")


@pytest.mark.parametrize("shape", [(0, 22, 3), (5, 21, 3), (5, 22, 2), (22, 3), (5,), ()])
def test_other_shapes_are_refused_with_the_shape(motion, shape):
    with pytest.raises(FormatError, match=r"shape \(T, 22, 3\) or vectors \(T, 263\), found.*topology card"):
        read(motion(np.ones(shape)))


def test_vectors_of_263_are_recognised_and_joints(motion):
    vectors = np.zeros((5, 263))
    vectors[:, 3] = 0.9
    vectors[:, 14] = 0.4  # a knee under the hip at 0
    path = motion(vectors)
    assert detect(path) == "humanml3d"
    sequence = read(path)
    assert sequence.positions.shape == (5, 1, 22, 3)
    assert any("recovered from 263-d vectors" in guess for guess in sequence.guesses)


@pytest.mark.realdata
def test_the_sample_stands_on_the_floor_with_left_on_the_left(real_data):
    sequence = read(real_data / "humanml3d_sample" / "HumanML3D" / "new_joints" / "012314.npy")
    assert sequence.frames == 170 and np.nanmin(sequence.positions[..., 1]) >= -1e-6
    assert (
        0.3 < np.median(np.linalg.norm(sequence.landmark("left_hip") - sequence.landmark("left_knee"), axis=-1)) < 0.5
    )
    np.testing.assert_allclose(sequence.positions[0, 0, 0, [0, 2]], 0, atol=1e-4)
    start = place_in_view(sequence).span(0, 8)
    for mark in ("shoulder", "hip", "wrist"):
        left, right = (np.median(start.landmark(f"{side}_{mark}")[..., 0]) for side in ("left", "right"))
        assert left < right
