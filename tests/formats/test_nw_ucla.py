from __future__ import annotations

import json
import time

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, motion_hash, read
from skelbench.skeleton import KINECT_V1, Space


def walker(frames=4):
    """(T 20 3) that says where it is: joint j of frame t at (j, t + 1, 3)."""
    t, j = np.mgrid[:frames, :20]
    return np.stack([j + 0.5, t + 1.0, np.full_like(t, 3.0, dtype=float)], axis=-1)


@pytest.fixture
def clip(tmp_path):
    def make(skeletons, name="a04_s01_e00_v02", **fields):
        path = tmp_path / f"{name}.json"
        skeletons = skeletons.tolist() if isinstance(skeletons, np.ndarray) else skeletons
        path.write_text(json.dumps({"file_name": name, "skeletons": skeletons, "label": 4} | fields))
        return path

    return make


def test_positions_names_and_labels_are_those_of_the_file(clip):
    path = clip(walker())
    assert detect(path) == "nw_ucla"
    sequence = read(path)
    np.testing.assert_allclose(sequence.positions[:, 0], walker(), atol=1e-6)
    assert sequence.topology is KINECT_V1 and sequence.space == Space() and sequence.label is None
    assert dict(sequence.meta) == {"file_name": "a04_s01_e00_v02", "label": "4"}
    np.testing.assert_allclose(sequence.times, np.arange(4) / 15)
    assert "15 frames per second" in sequence.guesses[0]


def test_one_frame_is_a_clip(clip):
    assert read(clip(walker(1))).frames == 1


def test_a_joint_of_zeros_and_one_of_nan_are_missing_and_the_guesses_say_so(clip):
    skeletons = walker()
    skeletons[1, 5] = 0
    skeletons[2, 6, 1] = np.nan
    sequence = read(clip(skeletons))
    assert not sequence.valid[1, 0, 5] and not sequence.valid[2, 0, 6] and sequence.valid.sum() == 78
    assert "1 joints at exactly (0, 0, 0)" in sequence.guesses[1] and "1 joints without finite" in sequence.guesses[2]


def test_two_files_of_the_same_motion_have_one_motion_hash_whatever_they_are_called(clip):
    one, other, moved = clip(walker()), clip(walker(), "a04_s01_e00_v03", label=5), clip(walker() + 1, "x")
    assert motion_hash(one, "nw_ucla") == motion_hash(other, "nw_ucla") != motion_hash(moved, "nw_ucla")
    assert read(one).source.sha256 != read(other).source.sha256


@pytest.mark.parametrize(
    ("skeletons", "said"),
    [
        ([], "1 frame or more, found none"),
        ([[[1, 2, 3]] * 20, [[1, 2, 3]] * 19], "20 joints in frame 1, found 19"),
        ([[[1, 2, 3]] * 20, 7], "20 joints in frame 1, found 7"),
        ([[[1, 2, 3]] * 19 + [[1, 2]]], "3 numbers for joint 19 of frame 0, found \\[1, 2\\]"),
        ([[[1, 2, "3"]] + [[1, 2, 3]] * 19], "joint 0 of frame 0, found \\[1, 2, '3'\\]"),
        ([[[1, 2, None]] + [[1, 2, 3]] * 19], "joint 0 of frame 0, found \\[1, 2, None\\]"),
        ([[[True, True, True]] * 20], "joint 0 of frame 0, found \\[True"),
        ([[[10**400, 2, 3]] + [[1, 2, 3]] * 19], "ordinary size"),
        ([[[1e30, 2, 3]] + [[1, 2, 3]] * 19], "Expected a coordinate, found 1e\\+30"),
        ([[[0, 0, 0]] * 20], "no joint with a position"),
    ],
)
def test_what_is_no_skeleton_is_named_by_frame_and_joint(clip, skeletons, said):
    with pytest.raises(FormatError, match=said) as caught:
        read(clip(skeletons), "nw_ucla")
    assert "a04_s01_e00_v02.json" in str(caught.value)


def test_a_name_that_is_no_text_is_refused(clip):
    with pytest.raises(FormatError, match="text or a number for 'file_name'"):
        read(clip(walker(), file_name=["a"]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"file_name": "a", "skeletons": [[[1, 2', "Expected JSON, but .*line 1"),
        (b'{"file_name": "a", "skeletons": \xff}', "binary data at byte 32"),
        (b'{"file_name": "a", "skeletons": 3}', "a list of skeletons, found none"),
        (b'{"skeletons": ' + b"[" * 100_000, "Expected JSON"),
        (b"", "empty|Expected JSON"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(tmp_path, content, said):
    path = tmp_path / "a01.json"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=said):
        read(path, "nw_ucla")


@pytest.mark.realdata
def test_the_whole_set_is_read_in_seconds_and_its_counts_are_the_known_ones(real_data):
    paths = sorted((real_data / "nw_ucla" / "all_sqe").glob("*.json"))
    assert len(paths) == 1484
    begun = time.process_time()
    lengths = {path.stem: read(path).frames for path in paths}
    assert time.process_time() - begun < 12
    assert sum(lengths.values()) == 58_534
    assert (min(lengths.values()), np.median(list(lengths.values())), max(lengths.values())) == (1, 31, 201)
    assert sorted(name for name, frames in lengths.items() if frames == 1) == ["a02_s09_e04_v02", "a02_s09_e04_v03"]


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["a04_s01_e00_v01", "a05_s02_e00_v02", "a11_s03_e01_v03"])
def test_a_recording_holds_a_person_with_human_bones(real_data, name):
    sequence = read(real_data / "nw_ucla" / "all_sqe" / f"{name}.json")
    for near, far in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow")):
        for side in ("left", "right"):
            bone = sequence.landmark(f"{side}_{near}") - sequence.landmark(f"{side}_{far}")
            assert 0.15 < np.nanmedian(np.linalg.norm(bone, axis=-1)) < 0.6
    left, right = (np.nanmedian(sequence.landmark(f"{side}_shoulder")[..., 0]) for side in ("left", "right"))
    assert left < right  # a person who faces the sensor


@pytest.mark.realdata
def test_the_walks_of_the_development_people_keep_a_walkers_cadence(real_data):
    from scipy.signal import lombscargle

    rates = np.linspace(0.5, 5, 300)
    cadences = []
    for path in sorted((real_data / "nw_ucla" / "all_sqe").glob("a04_s0[123]*.json")):
        sequence = read(path)
        ankles = np.linalg.norm(
            (sequence.landmark("left_ankle") - sequence.landmark("right_ankle"))[:, 0, ::2], axis=-1
        )
        seen = np.isfinite(ankles)
        if seen.sum() >= 12:
            power = lombscargle(sequence.times[seen], ankles[seen] - ankles[seen].mean(), 2 * np.pi * rates)
            cadences.append(rates[power.argmax()])
    assert 1.5 < np.median(cadences) < 2.2  # steps a second
