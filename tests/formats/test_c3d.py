from __future__ import annotations

import time

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.skeleton import Space

LABELS = ["RIGHT", "FRONT", "TOP"]


@pytest.fixture
def saved(tmp_path):
    def make(content):
        (tmp_path / "clip.c3d").write_bytes(content)
        return tmp_path / "clip.c3d"

    return make


@pytest.fixture
def points():
    """(4 3 3) millimetres, z up: a marker at x, one at y, one above; the last is missing in frame 2."""
    values = np.tile(np.array([[1000.0, 0, 10], [0, 500, 20], [30, 40, 1800]]), (4, 1, 1))
    values[2, 2] = np.nan
    return values


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", ["float", "int"])
@pytest.mark.parametrize("analog", [0, 6])
def test_millimetres_with_z_up_become_metres_with_y_up_whatever_the_numbers_are(
    saved, make_c3d, points, order, kind, analog
):
    path = saved(make_c3d(points, LABELS, order=order, kind=kind, analog=analog, first=614))
    assert detect(path) == "c3d"
    sequence = read(path)
    assert sequence.topology.joints == tuple(LABELS) and sequence.topology.bones == ()
    np.testing.assert_allclose(sequence.positions[0, 0], [(1, 0.01, 0), (0, 0.02, -0.5), (0.03, 1.8, -0.04)], atol=1e-6)
    assert not sequence.valid[2, 0, 2] and sequence.valid.sum() == 11
    np.testing.assert_allclose(sequence.times, np.arange(4) / 100)
    assert sequence.space == Space(frame="body") and sequence.meta["first_frame"] == "614"
    assert "mm turned into metres" in sequence.history and "turned from +Z up to y up" in sequence.history


def test_dec_floats_are_exchanged_words(saved, make_c3d, points):
    def dec(raw):
        return (np.frombuffer(raw, "<f4") * np.float32(4)).view("<u2").reshape(-1, 2)[:, ::-1].tobytes()

    content = bytearray(make_c3d(points, LABELS))
    content[512 + 3] = 85
    content[5 * 512 :] = dec(bytes(content[5 * 512 :]))
    content[12:16], content[20:24] = dec(bytes(content[12:16])), dec(bytes(content[20:24]))
    for name in (b"SCALE", b"RATE"):
        place = content.index(name) + len(name) + 4
        content[place : place + 4] = dec(bytes(content[place : place + 4]))
    np.testing.assert_allclose(read(saved(content)).positions[0, 0, 2], (0.03, 1.8, -0.04), atol=1e-6)


@pytest.mark.parametrize(
    ("axes", "expected"),
    [(("+X", "+Y"), (1, 2, 3)), (("+X", "+Z"), (1, 3, -2)), (("-X", "+Z"), (-1, 3, 2)), (("+Y", "+Z"), (2, 3, 1)),
     (("+X", "-Y"), (1, -2, -3))],
)  # fmt: skip
def test_the_axes_of_the_screen_are_turned_to_x_and_y_right_handed(saved, make_c3d, axes, expected):
    sequence = read(saved(make_c3d(np.array([[[1.0, 2, 3]]]), ["A"], unit="m", axes=axes)))
    np.testing.assert_allclose(sequence.positions[0, 0, 0], expected)


def test_more_frames_than_a_word_counts_and_more_labels_than_a_parameter(saved, make_c3d):
    many = read(saved(make_c3d(np.ones((70_000, 1, 3)), ["A"], rate=120.0)))
    assert many.frames == 70_000 and many.duration == pytest.approx(69_999 / 120)
    labels = [f"M{n:03d}" for n in range(300)]
    assert read(saved(make_c3d(np.ones((2, 300, 3)), labels))).topology.joints == tuple(labels)


def test_what_a_file_does_not_say_is_guessed_and_said(saved, make_c3d, points):
    sequence = read(saved(make_c3d(points, LABELS, unit="", axes=None)))
    assert any("unit mm by the size of the whole skeleton" in guess for guess in sequence.guesses)
    assert any("names no axes" in guess for guess in sequence.guesses)
    np.testing.assert_allclose(sequence.positions[0, 0, 0], (1, 0, 0.01), atol=1e-6)


@pytest.mark.parametrize("cut", [0, 1, 2, 100, 511, 1100, 5 * 512, -1])
def test_a_truncated_file_is_refused_by_name(saved, make_c3d, points, cut):
    with pytest.raises(FormatError, match=r"clip\.c3d"):
        read(saved(make_c3d(points, LABELS)[:cut]))


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (2, b"\x09\x00", "as many in the header as in POINT:USED, found 9 and 3"),
        (8, b"\xff\x00", "Expected 255 frames of 48 bytes at byte 2560, found room for 4"),
        (512 + 3, b"\x07", "parameters of a C3D file at byte 512, found none"),
    ],
    ids=range(3),
)
def test_a_file_that_lies_is_refused_with_both_numbers(saved, make_c3d, points, place, value, words):
    content = bytearray(make_c3d(points, LABELS))
    content[place : place + len(value)] = value
    with pytest.raises(FormatError, match=words):
        read(saved(bytes(content)), "c3d")


def test_an_unknown_unit_and_a_wild_number_are_refused(saved, make_c3d, points):
    with pytest.raises(FormatError, match=r"a unit of length .*found 'furlong'"):
        read(saved(make_c3d(points, LABELS, unit="furlong")))
    with pytest.raises(FormatError, match=r"Expected coordinates, found 1e"):
        read(saved(make_c3d(points * 1e12, LABELS)))


@pytest.mark.slow
def test_an_hour_of_25_markers_opens_in_five_seconds(saved, make_c3d):
    path = saved(
        make_c3d(np.random.default_rng(0).normal(0, 500, (432_000, 25, 3)), [f"M{n}" for n in range(25)], 120.0)
    )
    begun = time.process_time()
    sequence = read(path)
    assert time.process_time() - begun < 5
    assert sequence.duration == pytest.approx(3600, abs=0.01)


@pytest.mark.filterwarnings("ignore:builtin type :DeprecationWarning")
@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "frames", "rate", "markers"),
    [("biomech_samples/markers_analogs.c3d", 580, 100, 51), ("dlc_mouse/runway03.c3d", 379, 200, 12)],
)
def test_recordings_give_what_the_library_for_c3d_gives(real_data, name, frames, rate, markers):
    import ezc3d

    reference = ezc3d.c3d(str(real_data / name))
    labels = reference["parameters"]["POINT"]["LABELS"]["value"]
    sequence = read(real_data / name)
    assert (sequence.frames, len(sequence.topology.joints)) == (frames, markers) and sequence.fps == pytest.approx(rate)
    rows = [labels.index(joint) for joint in sequence.topology.joints]
    x, y, z, _ = reference["data"]["points"][:, rows].transpose(0, 2, 1) / 1000
    np.testing.assert_allclose(sequence.positions[:, 0], np.stack([x, z, -y], axis=-1), atol=1e-5)


@pytest.mark.realdata
def test_gaps_and_labels_of_the_recordings_are_as_published(real_data):
    arm, mouse = (read(real_data / name) for name in ("biomech_samples/markers_analogs.c3d", "dlc_mouse/runway03.c3d"))
    assert 1 - arm.valid.mean() == pytest.approx(0.01, abs=0.005)
    assert "boite:gauche_ext" in arm.topology.joints and "Daphnee:ASISr" in arm.topology.joints
    assert not any(joint.startswith("*") for joint in mouse.topology.joints) and mouse.valid.all()
    assert mouse.meta["first_frame"] == "614" and ("LKnee", "RKnee") in mouse.topology.mirror
    assert "4 markers without a name or a position are left out" in mouse.guesses
