from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.skeleton import SBU_15, Space


def line(frame, first=(0.25, 0.5, 1.5625), second=(0.75, 0.25, 1.5625)):
    return ",".join(str(value) for value in (frame, *first * 15, *second * 15))


@pytest.fixture
def clip(tmp_path):
    def make(lines):
        path = tmp_path / "skeleton_pos.txt"
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
        return path

    return make


def test_parts_of_the_picture_become_metres_by_a_pinhole(clip):
    path = clip([line(180), line(181), line(184)])
    assert detect(path) == "sbu"
    sequence = read(path)
    # z = 1.5625 is 2 m; a quarter of 640 pixels is 160, of 480 120: 160 * 2 / 580 m and 120 * 2 / 580 m off the axis
    np.testing.assert_allclose(sequence.positions[0, 0, 0], (0.551724, 0, 2), atol=1e-5)
    np.testing.assert_allclose(sequence.positions[0, 1, 0], (-0.551724, 0.413793, 2), atol=1e-5)
    np.testing.assert_allclose(sequence.times, [0, 1 / 15, 4 / 15])
    assert sequence.topology is SBU_15 and sequence.space == Space() and sequence.people == 2
    assert any("pinhole of 580 px" in guess for guess in sequence.guesses)


def test_a_joint_of_zeros_is_missing_and_so_is_one_of_nan(clip):
    cells = line(1).split(",")
    cells[1:4], cells[50] = ["0", "0", "0"], "nan"
    sequence = read(clip([",".join(cells)]))
    assert not sequence.valid[0, 0, 0] and not sequence.valid[0, 1, 1] and sequence.valid.sum() == 28
    assert any("2 joints at (0, 0, 0) or without" in guess for guess in sequence.guesses)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["1,2,3"], "91 values a line, found 3.*line 1"),
        ([line(1), "2,3"], "91 values, found 2.*line 2"),
        ([line(1), line(1)], "that increase, found 1 after 1.*line 2"),
        ([line(1.5)], "a frame number, found 1.5.*line 1"),
        ([line(1, ("x", 1, 1))], "number in column 2, found 'x'.*line 1"),
        ([line(1, (1, 1, 1e200))], r"a coordinate, found 1e\+200.*line 1"),
        ([line(1, (0, 0, 0), (0, 0, 0))], "no joint with a position"),
        ([" "], "empty file"),
    ],
)
def test_a_broken_file_is_refused_with_the_line(clip, lines, said):
    with pytest.raises(FormatError, match=said):
        read(clip(lines), "sbu")


@pytest.mark.realdata
def test_two_people_of_human_size_face_each_other(real_data):
    paths = sorted((real_data / "sbu_kinect").rglob("skeleton_pos.txt"))
    assert len(paths) == 282
    sequences = [read(path) for path in paths]
    assert sum(sequence.frames for sequence in sequences) == 6822
    facing = []
    for sequence in sequences:
        assert sequence.people == 2
        left = sequence.landmark("left_shoulder") - sequence.landmark("right_shoulder")
        forward = np.cross(left, (0.0, 1.0, 0.0))
        to_other = sequence.landmark("spine")[:, ::-1] - sequence.landmark("spine")
        facing.append(np.nanmedian((forward * to_other).sum(-1)) > 0)
    assert np.mean(facing) > 0.95  # a mirrored reading would show them back to back
    for (near, far), length in {("hip", "knee"): 0.38, ("knee", "ankle"): 0.34, ("shoulder", "elbow"): 0.25}.items():
        bones = [
            np.linalg.norm(one.landmark(f"left_{near}") - one.landmark(f"left_{far}"), axis=-1) for one in sequences
        ]
        assert np.nanmedian(np.concatenate(bones)) == pytest.approx(length, abs=0.03)


@pytest.mark.realdata
def test_who_approaches_comes_nearer_and_who_departs_goes(real_data):
    for action, sign in (("01", -1), ("02", 1)):
        change = []
        for path in sorted((real_data / "sbu_kinect").glob(f"*/{action}/*/skeleton_pos.txt")):
            torso = read(path).landmark("spine")
            apart = np.linalg.norm(torso[:, 0] - torso[:, 1], axis=-1)
            change.append(apart[-3:].mean() - apart[:3].mean())
        assert np.median(change) * sign > 0.5
