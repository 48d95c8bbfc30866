from __future__ import annotations

import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording, detect, read
from skelbench.formats.pyskl import clips_in
from skelbench.skeleton import COCO_17, KINECT_V2, Space, place_in_view


class Touch:
    """Creates a file when it is unpickled."""

    def __init__(self, victim):
        self.victim = victim

    def __reduce__(self):
        return (Path.touch, (self.victim,))


@pytest.fixture
def saved(tmp_path):
    def make(content, protocol=4, name="set.pkl"):
        (tmp_path / name).write_bytes(pickle.dumps(content, protocol))
        return tmp_path / name

    return make


@pytest.fixture
def annotation(kinect_pose):
    """`annotation(name, people=1)`: a clip of three frames of a Kinect v2; the second of two people is absent."""

    def make(name, people=1):
        points = np.zeros((people, 3, 25, 3), np.float32)
        points[0] = kinect_pose
        return {"frame_dir": name, "label": 7, "total_frames": 3, "keypoint": points}

    return make


@pytest.mark.parametrize("protocol", range(2, 6))
def test_a_clip_in_three_dimensions_is_metres_of_a_kinect(saved, annotation, kinect_pose, protocol):
    path = saved({"split": {"xsub_train": ["a"]}, "annotations": [annotation("a", people=2)]}, protocol)
    assert detect(path) == "pyskl"
    sequence = read(path)
    assert sequence.topology is KINECT_V2 and sequence.positions.shape == (3, 1, 25, 3) and sequence.space == Space()
    np.testing.assert_allclose(sequence.positions[0, 0], kinect_pose, rtol=1e-6)
    assert sequence.meta["label"] == "7" and sequence.label is None
    assert "1 of 2 people have no joint at all and are left out" in sequence.guesses
    placed = place_in_view(sequence)
    assert (placed.landmark("left_wrist")[..., 0] < placed.landmark("right_wrist")[..., 0]).all()


def test_a_clip_in_a_picture_keeps_its_scores_and_zeros_are_missing(saved, picture_pose):
    pose = picture_pose("coco_17")
    keypoint = np.tile(pose[:, :2], (1, 4, 1, 1)).astype(np.float16)
    keypoint[0, 2, 9] = 0
    clip = {"frame_dir": "b", "keypoint": keypoint, "keypoint_score": np.full((1, 4, 17), 0.5, np.float16),
            "img_shape": (1080, 1920), "label": np.int64(3)}  # fmt: skip
    sequence = read(saved([clip], name="b.pickle"))
    assert sequence.topology is COCO_17 and sequence.space.unit == "px" and sequence.dimensions == 2
    assert not sequence.valid[2, 0, 9] and sequence.valid.sum() == 4 * 17 - 1
    assert (sequence.confidence == 0.5).all() and sequence.meta["label"] == "3"


def test_of_many_clips_the_one_named_is_read_and_a_wrong_name_is_suggested(saved, annotation):
    path = saved({"annotations": [annotation(f"S001A{n:03d}") for n in range(5)]})
    assert clips_in(Recording(path)) == [f"S001A{n:03d}" for n in range(5)]
    assert read(path, clip="S001A003").meta["frame_dir"] == "S001A003"
    with pytest.raises(
        FormatError, match=r"one clip, found 5 \(S001A000, S001A001, S001A002, ...\); name one with clip="
    ):
        read(path)
    with pytest.raises(FormatError, match=r"a clip 'S001A03', found none among 5\. Did you mean 'S001A003'"):
        read(path, clip="S001A03")


@pytest.mark.parametrize("protocol", range(6))
def test_an_attack_hidden_beside_the_clips_does_nothing(tmp_path, saved, annotation, protocol):
    victim = tmp_path / "victim"
    for hidden in (Touch(victim), np.array([Touch(victim)], dtype=object)):
        for content in ([annotation("a") | {"img": hidden}], {"split": hidden, "annotations": [annotation("a")]},
                        [annotation("a") | {"keypoint": hidden}]):  # fmt: skip
            with pytest.raises(FormatError, match=r"set\.pkl"):
                read(saved(content, protocol), "pyskl")
    assert not victim.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"annotations": []}, "list of annotated clips in the pickle, found none"),
        (["x"], "a dict with a frame_dir for clip 0"),
        ([{"frame_dir": "a"}], "an array of numbers as keypoint of a, found NoneType"),
        ([{"frame_dir": "a", "keypoint": [[1, 2]]}], "found list"),
        ([{"frame_dir": "a", "keypoint": np.ones((2, 3))}], r"keypoints \(M T V C\).*found \(2, 3\) and None"),
        ([{"frame_dir": "a", "keypoint": np.ones((1, 2, 9, 3))}], r"found \(M T V C\) = \(1, 2, 9, 3\)"),
        ([{"frame_dir": "a", "keypoint": np.ones((1, 2, 17, 2)), "keypoint_score": np.ones((1, 2, 3))}], "scores"),
        ([{"frame_dir": "a", "keypoint": np.zeros((1, 2, 17, 2))}], "found no joint with a position"),
        ([{"frame_dir": "a", "keypoint": np.full((1, 2, 17, 2), np.nan)}], "found no joint with a position"),
        ([{"frame_dir": "a", "keypoint": np.full((1, 2, 17, 2), 1e300)}], "a coordinate, found 1e"),
        ([{"frame_dir": "a", "keypoint": np.ones((0, 2, 17, 2))}], "1 to 20 people"),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_clip_is_refused_by_name(saved, content, words):
    with pytest.raises(FormatError, match=words) as error:
        read(saved(content), "pyskl")
    assert "set.pkl" in str(error.value)


@pytest.fixture
def ntu_npz(tmp_path, kinect_pose):
    """An NTU npz of three training and two test clips; clip 1 of each is one person for 2 of 5 frames."""
    x_train, x_test = np.zeros((3, 5, 150), np.float32), np.zeros((2, 5, 150), np.float32)
    for x in (x_train, x_test):
        x[1, :2, :75] = kinect_pose.ravel()
        x[0] = np.concatenate([kinect_pose.ravel(), kinect_pose.ravel() + 1])
    y = np.eye(60, dtype=np.float32)[[4, 11, 59]]
    np.savez(tmp_path / "NTU60_CS.npz", x_train=x_train, y_train=y, x_test=x_test, y_test=y[:2])
    return tmp_path / "NTU60_CS.npz"


def test_a_clip_of_the_ntu_npz_is_read_without_the_others_and_without_its_padding(ntu_npz, kinect_pose):
    assert detect(ntu_npz) == "pyskl"
    assert clips_in(Recording(ntu_npz)) == ["train/0", "train/1", "train/2", "test/0", "test/1"]
    one, two = read(ntu_npz, clip="test/1"), read(ntu_npz, clip="train/0")
    assert one.positions.shape == (2, 1, 25, 3) and one.meta["label"] == "11"
    np.testing.assert_allclose(one.positions[1, 0], kinect_pose, rtol=1e-6)
    assert two.people == 2 and two.frames == 5 and two.meta["label"] == "4"
    assert one.source.sha256 != two.source.sha256
    with pytest.raises(FormatError, match="no joint with a position"):
        read(ntu_npz, clip="train/2")


def test_a_truncated_compressed_or_object_npz_is_refused_by_name(ntu_npz, tmp_path):
    content = ntu_npz.read_bytes()
    ntu_npz.write_bytes(content[: len(content) // 2])
    with pytest.raises(FormatError, match=r"NTU60_CS\.npz"):
        read(ntu_npz, "pyskl", clip="test/1")
    np.savez_compressed(tmp_path / "c.npz", x_test=np.ones((1, 2, 150)))
    with pytest.raises(FormatError, match="without compression"):
        read(tmp_path / "c.npz")
    np.savez(tmp_path / "o.npz", x_test=np.array([Touch(tmp_path / "victim")], dtype=object))
    with pytest.raises(FormatError, match="rows of numbers in 'x_test', found type object"):
        read(tmp_path / "o.npz")
    assert not (tmp_path / "victim").exists()
    with zipfile.ZipFile(tmp_path / "n.npz", "w") as archive:
        archive.writestr("x_test.npy", b"nothing")
    with pytest.raises(FormatError, match="npz archive, but"):
        read(tmp_path / "n.npz")
