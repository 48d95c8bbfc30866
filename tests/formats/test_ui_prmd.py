from __future__ import annotations

import gzip

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.formats.ui_prmd import forward_kinematics
from skelbench.skeleton import PLUG_IN_GAIT_39, UI_PRMD_22, Space, place_in_view

J = {joint: row for row, joint in enumerate(UI_PRMD_22.joints)}


def text(values):
    return "".join(",".join(f"{value:.6f}" for value in row) + "\n" for row in values.reshape(len(values), -1))


@pytest.fixture
def standing():
    """(2 22 3) offsets in cm of somebody who stands 250 cm before the sensor, and angles of zero."""
    offsets = np.zeros((2, 22, 3))
    offsets[:, 0] = (5, 90, -250)
    for name, offset in (("spine", (0, 20, 0)), ("chest", (0, 20, 0)), ("neck", (0, 10, 0)), ("head", (0, 10, 0))):
        offsets[:, J[name]] = offset
    for side, sign in (("left", 1), ("right", -1)):
        for name, offset in (("upper_arm", (18, 0, 0)), ("forearm", (0, -28, 0)), ("hand", (0, -25, 0)),
                             ("upper_leg", (10, 0, 0)), ("lower_leg", (0, -42, 0)), ("foot", (0, -40, 0)),
                             ("toes", (0, -6, 12))):  # fmt: skip
            offsets[:, J[f"{side}_{name}"]] = np.array(offset) * (sign, 1, 1)
    return offsets, np.zeros((2, 22, 3))


@pytest.fixture
def repetition(tmp_path):
    def make(offsets, angles, packed=True, name="m01_s02_e03_positions_inc"):
        for folder, values in (("Positions", offsets), ("Angles", angles)):
            (tmp_path / folder).mkdir(exist_ok=True)
            if values is None:
                continue
            path = tmp_path / folder / f"{name.replace('positions', folder.lower())}.txt{'.gz' if packed else ''}"
            path.write_bytes(gzip.compress(text(values).encode()) if packed else text(values).encode())
        return tmp_path / "Positions" / f"{name}.txt{'.gz' if packed else ''}"

    return make


@pytest.mark.parametrize("packed", [True, False])
def test_offsets_add_up_from_parent_to_child_and_face_the_sensor(repetition, standing, packed):
    path = repetition(*standing, packed)
    assert detect(path) == "ui_prmd"
    sequence = read(path)
    assert sequence.topology is UI_PRMD_22 and sequence.space == Space() and sequence.people == 1
    np.testing.assert_allclose(sequence.landmark("head")[0, 0], (-0.05, 1.5, 2.5), atol=1e-6)
    np.testing.assert_allclose(sequence.landmark("left_wrist")[0, 0], (-0.23, 0.77, 2.5), atol=1e-6)
    np.testing.assert_allclose(sequence.landmark("left_foot")[0, 0], (-0.15, 0.02, 2.38), atol=1e-6)
    np.testing.assert_allclose(sequence.times, [0, 1 / 30])
    placed = place_in_view(sequence)
    assert (placed.landmark("left_hip")[..., 0] < placed.landmark("right_hip")[..., 0]).all()


def test_a_bent_elbow_moves_the_hand_and_nothing_else(standing):
    offsets, angles = standing
    angles[1, J["left_forearm"]] = (np.pi / 2, 0, 0)  # about x: the forearm, which hangs, comes backward to forward
    places = forward_kinematics(offsets, angles)
    moved = np.abs(places[1] - places[0]).max(-1) > 1e-9
    assert [UI_PRMD_22.joints[row] for row in np.flatnonzero(moved)] == ["left_hand"]
    np.testing.assert_allclose(places[1, J["left_hand"]] - places[1, J["left_forearm"]], (0, 0, -25), atol=1e-9)


def test_rotations_are_about_x_then_y_then_z():
    offsets, angles = np.zeros((1, 22, 3)), np.zeros((1, 22, 3))
    offsets[0, J["spine"]] = (0, 10, 0)
    angles[0, 0] = (np.pi / 2, 0, np.pi / 2)  # x takes +y to +z, z leaves it there
    np.testing.assert_allclose(forward_kinematics(offsets, angles)[0, J["spine"]], (0, 0, 10), atol=1e-9)
    angles[0, 0] = (np.pi / 2, np.pi / 2, 0)  # ... and y takes +z to +x
    np.testing.assert_allclose(forward_kinematics(offsets, angles)[0, J["spine"]], (10, 0, 0), atol=1e-9)


def test_collars_follow_the_chests_own_turn_and_not_those_below_it():
    offsets, angles = np.zeros((1, 22, 3)), np.zeros((1, 22, 3))
    offsets[0, [J["left_collar"], J["neck"]]] = (10, 0, 0)
    angles[0, 0] = (0, 0, np.pi / 2)  # the waist's turn reaches the neck only
    places = forward_kinematics(offsets, angles)[0]
    np.testing.assert_allclose(places[J["left_collar"]], (10, 0, 0), atol=1e-9)
    np.testing.assert_allclose(places[J["neck"]], (0, 10, 0), atol=1e-9)


def test_vicon_markers_are_metres_with_y_up(tmp_path):
    markers = np.full((3, 39, 3), (100.0, 200.0, 1500.0))
    markers[1, 4] = 0
    path = tmp_path / "m01_s01_e01_positions.txt"
    path.write_text(text(markers))
    assert detect(path) == "ui_prmd"
    sequence = read(path)
    np.testing.assert_allclose(sequence.positions[0, 0, 0], (0.2, 1.5, 0.1), atol=1e-6)
    assert sequence.topology is PLUG_IN_GAIT_39 and sequence.space == Space(frame="body")
    assert not sequence.valid[1, 0, 4] and sequence.valid.sum() == 3 * 39 - 1
    np.testing.assert_allclose(sequence.fps, 100)


def test_without_the_angles_there_are_no_positions(repetition, standing):
    path = repetition(standing[0], None)
    with pytest.raises(FormatError, match=r"Expected the angles .*m01_s02_e03_angles_inc.txt.gz beside these offsets"):
        read(path)
    with pytest.raises(FormatError, match="Expected the file of positions, found the angles alone"):
        read(repetition(*standing).parent.parent / "Angles" / "m01_s02_e03_angles_inc.txt.gz")


def test_what_hangs_on_an_angle_without_a_number_is_missing_and_the_guesses_say_so(repetition, standing):
    offsets, angles = standing
    angles[1, J["left_forearm"]] = np.inf
    sequence = read(repetition(offsets, angles))
    lost = [UI_PRMD_22.joints[row] for row in np.flatnonzero(~sequence.valid[1, 0])]
    assert lost == ["left_hand"] and sequence.valid[0].all()
    assert any("1 joints are missing" in guess for guess in sequence.guesses)


def test_angles_of_another_length_are_refused_by_name(repetition, standing):
    offsets, angles = standing
    with pytest.raises(FormatError, match=r"angles of 2 frames and 66 values, found \(1, 66\).*angles_inc"):
        read(repetition(offsets, angles[:1]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1,2,3\n", "66 Kinect or 117 Vicon values a line, found 3.*line 1"),
        (b"", "1 frame or more, found an empty file"),
        ((",".join(["1"] * 66) + "\n" + ",".join(["1"] * 65) + "\n").encode(), "66 values, found 65.*line 2"),
        ((",".join(["1"] * 65) + ",x\n").encode(), "number in column 66, found 'x'.*line 1"),
        ((",".join(["1"] * 65) + ",1e300\n").encode(), r"a coordinate, found 1e\+300.*line 1"),
        (gzip.compress(b"1,2,3\n")[:-4], "breaks off"),
        (b"\x1f\x8b\xff\xff\xff", "Expected a gzip file"),
        (b"\xff\xfe\x00" * 30, "Expected a number in column 1"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(tmp_path, content, said):
    path = tmp_path / "m01_s01_e01_positions.txt.gz"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=said):
        read(path, "ui_prmd")


@pytest.mark.realdata
def test_the_deep_squat_lowers_the_waist_with_the_hands_overhead(real_data):
    place = real_data / "ui_prmd" / "Segmented Movements" / "Kinect" / "Positions"
    sequence = read(place / "m01_s01_e01_positions.txt.gz")
    waist = sequence.landmark("pelvis")[:, 0, 1]
    assert sequence.frames == 73
    assert waist[0] == pytest.approx(0.86, abs=0.01) and 0.2 < waist.min() < 0.35
    lowest = int(waist.argmin())
    assert sequence.landmark("left_wrist")[lowest, 0, 1] > sequence.landmark("head")[lowest, 0, 1]
    for path in sorted(place.glob("m01_*")):
        heights = read(path).landmark("pelvis")[:, 0, 1]
        assert heights.max() - heights.min() > 0.3


@pytest.mark.realdata
def test_kinect_and_vicon_saw_the_same_people(real_data):
    folder = real_data / "ui_prmd" / "Segmented Movements"
    name = "m01_s02_e04_positions.txt.gz"
    kinect, vicon = (read(folder / sensor / "Positions" / name) for sensor in ("Kinect", "Vicon"))
    assert kinect.duration == pytest.approx(vicon.duration, rel=0.2)
    for sequence in (kinect, vicon):
        for near, far in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow")):
            for side in ("left", "right"):
                bone = sequence.landmark(f"{side}_{near}") - sequence.landmark(f"{side}_{far}")
                assert 0.2 < np.nanmedian(np.linalg.norm(bone, axis=-1)) < 0.6
        placed = place_in_view(sequence).span(0, 5)
        left, right = (np.nanmedian(placed.landmark(f"{side}_hip")[..., 0]) for side in ("left", "right"))
        assert left < right
    drops = [
        np.nanmax(one) - np.nanmin(one) for one in (kinect.landmark("pelvis")[..., 1], vicon.landmark("pelvis")[..., 1])
    ]
    assert drops[0] == pytest.approx(drops[1], rel=0.3)
