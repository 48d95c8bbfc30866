from __future__ import annotations

import csv

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.formats.bvh import forward_kinematics
from skelbench.formats.bvh_file import BvhJoint
from skelbench.skeleton import place_in_view

TURN_AND_BEND = """HIERARCHY
ROOT base
{
\tOFFSET 100 100 100
\tCHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation
\tJOINT upper arm:1 {
\t\tOFFSET 1.0e+000 0 0
\t\tCHANNELS 3 Zrotation Xrotation Yrotation
\t\tEnd Site
\t\t{
\t\t\tOFFSET 0 2 0
\t\t}
\t}
}
MOTION
Frames: 1
Frame Time: 0.01
1 2 3 90 0 0 0 90 0
"""


@pytest.fixture
def clip(tmp_path):
    def make(text):
        (tmp_path / "clip.bvh").write_text(text)
        return tmp_path / "clip.bvh"

    return make


def test_kinematics_by_hand_position_channels_replace_the_offset_and_rotations_chain(clip):
    sequence = read(clip(TURN_AND_BEND))
    assert sequence.topology.joints == ("base", "upper arm:1", "upper arm:1_end")
    assert sequence.topology.bones == (("base", "upper arm:1"), ("upper arm:1", "upper arm:1_end"))
    # the base lies at its channels; z turns (1, 0, 0) to (0, 1, 0); x then turns the local (0, 2, 0) to (0, 0, 2)
    expected = np.array([[1, 2, 3], [1, 3, 3], [1, 3, 5]])
    scale = sequence.positions[0, 0, 0, 0]
    np.testing.assert_allclose(sequence.positions[0, 0] / scale, expected, atol=1e-5)
    assert sequence.frames == 1 and not sequence.topology.is_human
    assert any("no human body" in guess for guess in sequence.guesses)


@pytest.mark.parametrize("order", ["ZXY", "ZYX", "XYZ", "YXZ"])
def test_rotations_multiply_in_channel_order(order):
    angles = dict(zip("XYZ", np.radians([30, -50, 70]), strict=True))

    def matrix(axis):
        c, s = np.cos(angles[axis]), np.sin(angles[axis])
        return {"X": [[1, 0, 0], [0, c, -s], [0, s, c]], "Y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
                "Z": [[c, -s, 0], [s, c, 0], [0, 0, 1]]}[axis]  # fmt: skip

    channels = [("rotation", "XYZ".index(axis), column) for column, axis in enumerate(order)]
    joints = (BvhJoint("a", -1, (0, 0, 0), channels), BvhJoint("b", 0, (1.0, 2.0, 3.0)))
    values = np.degrees([[angles[axis] for axis in order]])
    expected = np.linalg.multi_dot([np.array(matrix(axis)) for axis in order]) @ (1, 2, 3)
    np.testing.assert_allclose(forward_kinematics(joints, values)[0, 1], expected, atol=1e-12)


@pytest.mark.parametrize(("scale", "unit"), [(1, "cm"), (0.01, "m"), (10, "mm"), (1 / 2.54, "inches")])
def test_the_unit_is_guessed_from_the_body_and_the_same_motion_gives_the_same_metres(clip, make_bvh, scale, unit):
    sequence = read(clip(make_bvh(scale)))
    assert sequence.space.unit == "m" and sequence.space.frame == "body"
    assert any(f"unit {unit} by the size of the body" in guess for guess in sequence.guesses)
    thigh = sequence.landmark("left_hip") - sequence.landmark("left_knee")
    np.testing.assert_allclose(np.linalg.norm(thigh, axis=-1), 0.42, atol=1e-6)
    np.testing.assert_allclose(sequence.times, [0, 0.05, 0.1])


def test_names_give_landmarks_parts_and_mirror_pairs(clip, make_bvh):
    topology = read(clip(make_bvh())).topology
    assert topology.is_human
    assert topology.landmarks["left_wrist"] == ("LeftHand",) and topology.landmarks["head"] == ("Head", "Head_end")
    assert topology.part_of["RightForeArm"] == "right_arm" and topology.part_of["Head_end"] == "neck"
    assert ("LeftFoot_end", "RightFoot_end") in topology.mirror and len(topology.mirror) == 8


def test_a_body_with_z_up_is_turned_and_one_with_left_handed_axes_mirrored(clip, make_bvh):
    def with_offsets(swap):
        lines = make_bvh().splitlines()
        for row, line in enumerate(lines):
            words = line.split()
            if words[:1] == ["OFFSET"]:
                lines[row] = "OFFSET " + " ".join(swap(*words[1:]))
            elif row > lines.index("MOTION") + 2:
                lines[row] = " ".join([*swap(*words[:3]), *words[3:]])
        return "\n".join(lines)

    plain = read(clip(make_bvh()))
    z_up = read(clip(with_offsets(lambda x, y, z: (x, str(-float(z)), y))))
    np.testing.assert_allclose(z_up.positions, plain.positions, atol=1e-6)
    assert any("z is up" in guess for guess in z_up.guesses)
    mirrored = read(clip(with_offsets(lambda x, y, z: (str(-float(x)), y, z))))
    np.testing.assert_allclose(mirrored.positions, plain.positions, atol=1e-6)
    assert any("left-handed" in guess for guess in mirrored.guesses)


def test_left_is_left_in_the_picture(clip, make_bvh):
    placed = place_in_view(read(clip(make_bvh())))
    assert (placed.landmark("left_wrist")[..., 0] < placed.landmark("right_wrist")[..., 0]).all()


def test_a_person_who_starts_turned_away_is_reported(clip, make_bvh):
    text = make_bvh(frames=1)
    assert not any("does not start facing" in guess for guess in read(clip(text)).guesses)
    head, row = text.rstrip().rsplit("\n", 1)
    values = row.split()
    values[5] = "90"  # Yrotation of the root
    turned = read(clip(f"{head}\n{' '.join(values)}\n"))
    assert any("turned by 90 deg" in guess for guess in turned.guesses)


@pytest.mark.parametrize(
    ("frame_time", "fps"), [("0.0333333", 30), ("0.0416667", 24), ("0.04", 25), ("0.011", 1 / 0.011)]
)
def test_a_rounded_frame_time_means_the_whole_rate_near_it(clip, make_bvh, frame_time, fps):
    sequence = read(clip(make_bvh(frame_time=frame_time)))
    assert sequence.fps == pytest.approx(fps, rel=1e-9)
    assert any("frame time" in guess for guess in sequence.guesses) == (frame_time.startswith(("0.033", "0.0416")))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Frames: 3", "Frames: 1000000000", r"1e\+09 rows of motion.*found 3"),
        ("Frames: 3", "Frames: 2", r"2 rows of motion.*found 3.*line 107"),
        ("Frames: 3", "Frames: many", r"'Frames:' and a number, found 'Frames: many'"),
        ("Frame Time: 0.05", "Frame Time: nan", "frame time in seconds, found nan"),
        ("Frame Time: 0.05", "Frame Time: -1", "frame time in seconds, found -1"),
        ("0 93 1 0", "0 93 1", "values, found"),
        ("0 93 1 0", "0 93 1 x", "number in column 4, found 'x'"),
        ("0 93 1 0", "0 93 1 nan", "finite channel values"),
        ("0 93 1 0", "0 93 1e200 0", "coordinate, found 1e\\+200"),
        ("HIERARCHY", "HIERARCHIES", "HIERARCHY"),
        ("ROOT Hips", "ROOT", "named ROOT"),
        ("ROOT Hips", "JOINT Hips", "named ROOT first"),
        ("CHANNELS 6 Xposition", "CHANNELS 7 Xposition", "a count and as many channels"),
        ("CHANNELS 6 Xposition", "CHANNELS 6 Wposition", "a count and as many channels"),
        ("OFFSET 0 20 0", "OFFSET 0 20", "three numbers after OFFSET"),
        ("OFFSET 0 20 0", "OFFSET 0 inf 0", "three numbers after OFFSET"),
        ("MOTION", "}\nMOTION", "none is open"),
        ("}\nMOTION", "MOTION", "1 open"),
        ("Frames: 3", "", "and a number, found 'Frame Time"),
    ],
)
def test_a_file_that_lies_is_refused_with_the_line(clip, make_bvh, old, new, words):
    text = make_bvh()
    assert old in text
    with pytest.raises(FormatError, match=words) as error:
        read(clip(text.replace(old, new, 1)), "bvh")
    assert ", line " in str(error.value)


def test_every_truncation_is_refused(clip, make_bvh):
    text = make_bvh()
    for length in range(11, len(text) - 2, 37):
        with pytest.raises(FormatError):
            read(clip(text[:length]), "bvh")


def test_a_name_given_twice_gets_a_number(clip, make_bvh):
    sequence = read(clip(make_bvh().replace("JOINT Spine", "JOINT Neck", 1)))
    assert "Neck_2" in sequence.topology.joints
    assert any("1 joint names appear twice" in guess for guess in sequence.guesses)


@pytest.mark.realdata
def test_the_walk_matches_its_published_positions_within_a_millimetre(real_data):
    sequence = read(real_data / "bvh_samples" / "source" / "walk01.bvh")
    with (real_data / "bvh_samples" / "csv" / "walk01_pos.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    truth = np.array(rows, dtype=float)[:, 1:].reshape(len(rows), -1, 3) / 100
    names = [name.removesuffix(".x").replace("_End", "_end") for name in header[1::3]]
    own = [sequence.topology.joint_index[name] for name in names]
    assert sequence.frames == len(rows) == 101 and len(names) == 24
    assert np.abs(sequence.positions[:, 0, own] - truth).max() < 1e-3
    assert np.abs(sequence.positions[:, 0, own] - truth).max() < 1e-6 + 5e-6  # the csv has 5 decimals of a cm


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "frames", "joints", "fps"),
    [("source/walk01.bvh", 101, 24, 24), ("test_mocapbank.bvh", 455, 24, 30), ("test_freebvh.bvh", 69, 70, 30)],
)
def test_the_recordings_are_people_in_metres_with_left_on_the_left(real_data, name, frames, joints, fps):
    path = real_data / "bvh_samples" / name
    assert detect(path) == "bvh"
    sequence = read(path)
    assert (sequence.frames, len(sequence.topology.joints), sequence.fps) == (frames, joints, pytest.approx(fps))
    assert sequence.topology.is_human and len(sequence.topology.landmarks) >= 21
    assert 1.4 < np.nanmax(sequence.positions[..., 1]) < 2.1 and -0.05 < np.nanmin(sequence.positions[..., 1]) < 0.2
    for bone in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist")):
        for side in ("left", "right"):
            a, b = (sequence.landmark(f"{side}_{mark}") for mark in bone)
            assert 0.2 < np.median(np.linalg.norm(a - b, axis=-1)) < 0.6
    start = place_in_view(sequence).span(0, 8)
    for mark in ("shoulder", "hip", "wrist", "knee"):
        left, right = (np.median(start.landmark(f"{side}_{mark}")[..., 0]) for side in ("left", "right"))
        assert left < right
