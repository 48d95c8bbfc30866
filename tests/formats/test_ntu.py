from __future__ import annotations

import time

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read, write
from skelbench.skeleton import KINECT_V2, SMPL_22, SkeletonSequence, Space, place_in_view

ID = 72057594037944738  # larger than 2^53: a float cannot hold it
ASIDE = np.array([0.5, 0, 0])


@pytest.fixture
def clip(tmp_path):
    def make(text, name="clip.skeleton"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def test_positions_confidence_orientations_and_times_are_those_of_the_file(clip, make_ntu, kinect_pose):
    sequence = read(clip(make_ntu([{ID: kinect_pose}, {ID: kinect_pose + 0.1}], state=1)))
    assert sequence.positions.shape == (2, 1, 25, 3)
    np.testing.assert_allclose(sequence.positions[1, 0], kinect_pose + 0.1, atol=1e-6)
    np.testing.assert_allclose(sequence.times, [0, 1 / 30])
    assert (sequence.confidence == 0.5).all()
    np.testing.assert_array_equal(sequence.orientations[0, 0, 3], [1, 0, 0, 0])
    assert sequence.space == Space() and sequence.topology is KINECT_V2
    assert sequence.meta["body_ids"] == str(ID)
    assert any("30 frames per second" in guess for guess in sequence.guesses)


def test_a_quaternion_of_zeros_is_no_orientation(clip, make_ntu, kinect_pose):
    text = make_ntu([{ID: kinect_pose}]).replace("1 0 0 0 2", "0 0 0 0 2")
    assert np.isnan(read(clip(text)).orientations).all()


def test_windows_line_ends_a_byte_order_mark_and_trailing_space_change_nothing(clip, make_ntu, kinect_pose):
    text = make_ntu([{ID: kinect_pose}])
    plain = read(clip(text))
    odd = read(clip(b"\xef\xbb\xbf" + text.replace("\n", "  \r\n").encode() + b"\r\n \r\n", "odd.skeleton"))
    assert plain.content_hash == odd.content_hash


def test_two_bodies_whose_order_changes_stay_the_same_two_people(clip, make_ntu, kinect_pose):
    left, right = kinect_pose - ASIDE, kinect_pose + ASIDE
    frames = [{1: left, 2: right} if t % 2 else {2: right, 1: left} for t in range(6)]
    sequence = read(clip(make_ntu(frames)))
    assert sequence.people == 2
    assert np.ptp(sequence.positions, axis=0).max() == 0
    assert {sequence.positions[0, 0, 0, 0], sequence.positions[0, 1, 0, 0]} == {-0.5, 0.5}


def test_ids_that_differ_below_the_precision_of_a_float_are_two_people(clip, make_ntu, kinect_pose):
    frames = [{ID: kinect_pose - ASIDE, ID + 1: kinect_pose + ASIDE}] * 3
    assert read(clip(make_ntu(frames))).people == 2


def test_a_frame_without_bodies_is_a_frame_in_which_nobody_is_present(clip, make_ntu, kinect_pose):
    sequence = read(clip(make_ntu([{}, {ID: kinect_pose}, {}])))
    assert sequence.present[:, 0].tolist() == [False, True, False]
    assert np.isnan(sequence.positions[0]).all()


def test_a_joint_at_the_origin_is_missing_and_the_guesses_say_so(clip, make_ntu, kinect_pose):
    kinect_pose[7] = 0
    sequence = read(clip(make_ntu([{ID: kinect_pose}])))
    assert not sequence.valid[0, 0, 7] and sequence.valid.sum() == 24
    assert any("1 joints at exactly (0, 0, 0)" in guess for guess in sequence.guesses)


def test_nan_joints_are_missing_and_the_guesses_say_so(clip, make_ntu, kinect_pose):
    kinect_pose[[3, 4], 1] = np.nan
    sequence = read(clip(make_ntu([{ID: kinect_pose}])))
    assert sequence.valid.sum() == 23
    assert any("2 joints without finite coordinates" in guess for guess in sequence.guesses)


def test_writing_and_reading_again_is_exact(tmp_path, make_ntu, kinect_pose, clip):
    rng = np.random.default_rng(3)
    frames = [{ID + p: kinect_pose + p + rng.normal(0, 0.05, (25, 3)) for p in range(2)} for _ in range(12)]
    frames[4] = {ID: frames[4][ID]}
    first = read(clip(make_ntu(frames)))
    write(first, tmp_path / "again.skeleton", "ntu")
    again = read(tmp_path / "again.skeleton")
    np.testing.assert_array_equal(first.positions, again.positions)
    np.testing.assert_array_equal(first.orientations, again.orientations)
    np.testing.assert_array_equal(first.present, again.present)
    np.testing.assert_array_equal(first.confidence, again.confidence)
    assert first.content_hash == again.content_hash and first.meta["body_ids"] == again.meta["body_ids"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"topology": SMPL_22}, "kinect_v2"),
        ({"space": Space(frame="body")}, "camera frame"),
        ({"times": np.arange(2) / 24}, "30 frames per second"),
    ],
)
def test_what_the_format_cannot_say_is_not_written(tmp_path, change, words):
    topology = change.get("topology", KINECT_V2)
    positions = np.ones((2, 1, len(topology.joints), 3), np.float32)
    fields = {"topology": topology, "times": np.arange(2) / 30} | change
    with pytest.raises(FormatError, match=words):
        write(SkeletonSequence(positions=positions, **fields), tmp_path / "x.skeleton", "ntu")
    assert not list(tmp_path.iterdir())


def test_a_truncated_file_names_the_line_where_it_breaks_off(clip, make_ntu, kinect_pose):
    lines = make_ntu([{ID: kinect_pose}] * 3).splitlines()
    with pytest.raises(FormatError, match=r"another joint.*line 41\)"):
        read(clip("\n".join(lines[:40])))
    with pytest.raises(FormatError, match=r"12 values of a joint, found 5.*line 40\)"):
        read(clip("\n".join([*lines[:39], "1 2 3 4 5"])))
    with pytest.raises(FormatError, match=r"number of bodies in frame 2.*line 58\)"):
        read(clip("\n".join(lines[:57])))


@pytest.mark.parametrize(
    ("line", "text", "words"),
    [
        (0, "5", "number of bodies in frame 2"),
        (0, "1", r"28 lines more.*line 29"),
        (0, "1000000000", r"56 at most.*found 1000000000.*line 1"),
        (0, "-3", "number of frames"),
        (1, "1000000000", r"line 30"),
        (2, "one two", r"body id.*line 3"),
        (3, "20", r"25 joints, found 20.*line 4"),
        (6, "0 0 zero 0 0 0 0 1 0 0 0 2", r"number in column 3, found 'zero'.*line 7"),
        (6, "0 0 1e30 0 0 0 0 1 0 0 0 2", r"coordinate, found 1e\+30.*line 7"),
        (6, "0 0 1 0 0 0 0 1 0 0 0 7", r"tracking states 0, 1 or 2.*found 7"),
    ],
)
def test_a_file_that_lies_is_refused_with_the_line(clip, make_ntu, kinect_pose, line, text, words):
    lines = make_ntu([{ID: kinect_pose}] * 2).splitlines()
    lines[line] = text
    with pytest.raises(FormatError, match=words):
        read(clip("\n".join(lines)), "ntu")


def test_a_file_too_large_to_open_is_refused_before_it_is_opened(clip, make_ntu, kinect_pose, monkeypatch):
    path = clip(make_ntu([{ID: kinect_pose}]))
    monkeypatch.setattr("skelbench.formats.ntu.LARGEST_ROWS", path.stat().st_size - 1)
    with pytest.raises(FormatError, match=r"Expected at most .* bytes, found .*; cut the recording"):
        read(path)


def test_files_without_anybody_are_refused(clip, make_ntu, kinect_pose):
    with pytest.raises(FormatError, match="Expected a body, found none in any of the 4 frames"):
        read(clip(make_ntu([{}] * 4)))
    with pytest.raises(FormatError, match="1 frame or more"):
        read(clip("0\n"))
    with pytest.raises(FormatError, match="no joint with a position"):
        read(clip(make_ntu([{ID: np.full_like(kinect_pose, np.nan)}])))


def test_the_same_body_twice_in_a_frame_is_refused(clip, make_ntu, kinect_pose):
    lines = make_ntu([{ID: kinect_pose, ID + 1: kinect_pose}]).replace(str(ID + 1), str(ID))
    with pytest.raises(FormatError, match=f"one body with id {ID}"):
        read(clip(lines))


@pytest.mark.realdata
def test_30_megabytes_are_read_in_a_second(real_data):
    paths = sorted((real_data / "ntu_skeleton").glob("*.skeleton"))
    spent = []
    for _ in range(15):  # the least of many: other work on the machine only adds
        begun = time.process_time()
        for path in paths:
            read(path)
        spent.append(time.process_time() - begun)
    assert sum(path.stat().st_size for path in paths) / min(spent) > 30e6


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "frames", "people"),
    [
        ("S001C001P001R001A011", 82, 1), ("S001C003P008R002A058", 70, 2), ("S002C001P003R001A003", 100, 1),
        ("S003C001P015R001A034", 71, 1), ("S004C002P003R001A017", 124, 1),
    ],
)  # fmt: skip
def test_the_recordings_hold_whole_people_with_human_bones_and_left_on_the_left(real_data, name, frames, people):
    path = real_data / "ntu_skeleton" / f"{name}.skeleton"
    assert detect(path) == "ntu"
    sequence = read(path)
    assert (sequence.frames, sequence.people) == (frames, people)
    assert sequence.label is None
    inferred = (sequence.confidence == 0.5).mean()
    assert 0.04 <= inferred <= 0.19 and sequence.valid.all()
    leaves = [3, 15, 19, 21, 22, 23, 24]
    assert np.isnan(sequence.orientations[:, :, leaves]).all()
    assert np.isfinite(np.delete(sequence.orientations, leaves, axis=2)).mean() > 0.99
    for bone in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist")):
        for side in ("left", "right"):
            a, b = (sequence.landmark(f"{side}_{mark}") for mark in bone)
            assert 0.15 < np.nanmedian(np.linalg.norm(a - b, axis=-1)) < 0.6
    start = place_in_view(sequence).span(0, 10)
    for mark in ("shoulder", "hip", "wrist"):
        left, right = (np.nanmedian(start.landmark(f"{side}_{mark}")[:, 0, 0]) for side in ("left", "right"))
        assert left < right
