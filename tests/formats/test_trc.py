from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read, write
from skelbench.skeleton import SkeletonSequence, Space, Topology, place_in_view

STATIC = "pose2sim/S00_P01_MultiParticipants/S00_P01_T00_StaticTrialParticipant1/pose-3d"
_LIMBS = ["Hip", "Knee", "Ankle", "BigToe", "SmallToe", "Heel", "Shoulder", "Elbow", "Wrist"]
BODY = [*(side + limb for side in "RL" for limb in _LIMBS), "Neck", "Head", "Nose"]


def text(names, points, units="m", mark="\t", blank=False, frames=None, rate=50, trailing=""):
    header = ["PathFileType", "4", "(X/Y/Z)", "clip.trc"]
    keys = [
        "DataRate",
        "CameraRate",
        "NumFrames",
        "NumMarkers",
        "Units",
        "OrigDataRate",
        "OrigDataStartFrame",
        "OrigNumFrames",
    ]
    values = [rate, rate, frames or len(points), len(names), units, rate, 1, len(points)]
    lines = [header, keys, values, ["Frame#", "Time", *(cell for name in names for cell in (name, "", ""))]]
    lines.append(["", "", *(f"{axis}{n}" for n in range(1, len(names) + 1) for axis in "XYZ")])
    lines += [[""]] if blank else []
    for row, frame in enumerate(points):
        lines.append([row + 1, f"{(row + 1) / rate:.6f}", *("" if np.isnan(v) else f"{v:.6f}" for v in frame.ravel())])
    return "\n".join(mark.join(map(str, line)) + trailing for line in lines) + "\n"


@pytest.fixture
def saved(tmp_path):
    def make(content):
        (tmp_path / "clip.trc").write_text(content)
        return tmp_path / "clip.trc"

    return make


@pytest.fixture
def standing(picture_pose):
    """(5 21 3) metres, body frame, somebody who stands."""
    from skelbench.skeleton import HALPE_26

    flat = picture_pose("halpe_26", (0, 0), 1.78)
    places = {joint: (point[0], -point[1]) for joint, point in zip(HALPE_26.joints, flat, strict=True)}
    words = {"BigToe": "big_toe", "SmallToe": "small_toe"}
    rows = []
    for name in BODY:
        side = {"R": "right_", "L": "left_"}[name[0]] if name not in ("Neck", "Head", "Nose") else ""
        limb = words.get(name[1:], name[1:].lower()) if side else name.lower()
        x, y = places[side + limb] if side + limb in places else places["head_top"]
        rows.append((x, y, 0.15 if "Toe" in name else 0.0))
    return np.tile(np.array(rows), (5, 1, 1))


@pytest.mark.parametrize(
    ("mark", "blank", "trailing"), [("\t", False, ""), ("\t", True, "\t"), (",", True, ",,"), ("\t", False, "\t\t")]
)
def test_markers_are_read_in_every_way_the_lines_are_laid_out(saved, standing, mark, blank, trailing):
    standing[2, 4] = np.nan
    path = saved(text(BODY, standing, mark=mark, blank=blank, trailing=trailing))
    assert detect(path) == "trc"
    sequence = read(path)
    assert (
        sequence.topology.is_human and sequence.topology.joints == tuple(BODY) and sequence.space == Space(frame="body")
    )
    np.testing.assert_allclose(sequence.positions[0, 0], standing[0], atol=1e-6)
    assert not sequence.valid[2, 0, 4] and sequence.valid.sum() == 5 * 21 - 1
    np.testing.assert_allclose(sequence.times, np.arange(1, 6) / 50)
    placed = place_in_view(sequence)
    assert (placed.landmark("left_wrist")[..., 0] < placed.landmark("right_wrist")[..., 0]).all()


def test_units_are_turned_into_metres_and_z_up_into_y_up(saved, standing):
    turned = np.stack([standing[..., 0], -standing[..., 2], standing[..., 1]], axis=-1) * 1000
    sequence = read(saved(text(BODY, turned, units="mm")))
    np.testing.assert_allclose(sequence.positions[:, 0], standing, atol=1e-6)
    assert any("z is up" in guess for guess in sequence.guesses)


def test_a_rate_that_is_not_that_of_the_rows_is_said(saved, standing):
    content = text(BODY, standing).replace("50\t50\t5", "25\t25\t5", 1)
    assert any("the header says 25" in guess for guess in read(saved(content)).guesses)


def broken(standing, what):
    content = text(BODY, standing)
    lines = content.split("\n")
    return {
        "rows": text(BODY, standing, frames=9),
        "cut": "\n".join(lines[:8]),
        "row": "\n".join([*lines[:7], lines[7].rsplit("\t", 5)[0], *lines[8:]]),
        "number": content.replace("0.020000", "0.0.2"),
        "times": content.replace("0.040000", "0.020000"),
        "nan time": content.replace("\t0.040000\t", "\tnan\t"),
        "names": content.replace("LWrist\t\t", "LWrist\t", 1),
        "units": content.replace("\tm\t", "\tells\t"),
        "key": content.replace("NumMarkers", "Markers"),
        "count": content.replace("\t21\t", "\t22\t"),
        "first": content.replace("PathFileType", "Path"),
        "wild": content.replace("0.150000", "1e30", 1),
        "no rows": "\n".join(lines[:5]),
        "whole": content.replace("\t5\t21", "\t5.5\t21"),
    }[what]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("rows", "9 rows of markers as NumFrames says, found 5.*line 10"), ("cut", "found 3.*line 8"),
        ("row", "Expected 65 values, found 60.*line 8"), ("number", "a number in column 2, found '0.0.2'.*line 6"),
        ("times", "increase from row to row, found 0.02.*line 7"), ("nan time", "found nan.*line 7"),
        ("names", "21 marker names, one over every three.*line 4"), ("units", "a unit of length"),
        ("key", "a value for NumMarkers in the header"), ("count", "22 marker names"),
        ("first", "PathFileType on the first line"), ("wild", "a coordinate, found 1e"), ("no rows", "found 0"),
        ("whole", "NumFrames as a whole number, found '5.5'"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_by_line(saved, standing, what, words):
    with pytest.raises(FormatError, match=words) as error:
        read(saved(broken(standing, what)), "trc")
    assert "clip.trc" in str(error.value)


def test_writing_and_reading_again_is_exact_to_the_bit_with_gaps_and_uneven_times(tmp_path, waving):
    positions = np.array(waving.positions)
    positions[3, 0, 4] = positions[-1, 0, -2:] = np.nan  # the last row ends in empty cells
    positions[7] = np.nan
    times = waving.times + np.linspace(0, 0.3, waving.frames) ** 2
    first = waving.changed(positions=positions, times=times, present=None, truth=None)
    write(first, tmp_path / "clip.trc", "trc")
    again = read(tmp_path / "clip.trc")
    assert detect(tmp_path / "clip.trc") == "trc" and again.topology.joints == first.topology.joints
    np.testing.assert_array_equal(again.positions, first.positions)
    np.testing.assert_array_equal(again.valid, first.valid)
    np.testing.assert_array_equal(again.times, times)
    assert not any("header says" in guess for guess in again.guesses)


def test_the_header_of_a_written_file_by_hand(tmp_path):
    topology = Topology("pair", ("a", "b"), ())
    positions = np.array([[[[1, 2, 3], [np.nan] * 3]], [[[0.5, 0, -1], [4, 5, 6]]]])
    write(SkeletonSequence(topology, positions, np.array([0.0, 0.04])), tmp_path / "x.trc", "trc")
    lines = (tmp_path / "x.trc").read_text().split("\n")
    assert lines[0] == "PathFileType\t4\t(X/Y/Z)\tx.trc"
    assert dict(zip(lines[1].split(), lines[2].split(), strict=True)) == {
        "DataRate": "25", "CameraRate": "25", "NumFrames": "2", "NumMarkers": "2", "Units": "m", "OrigDataRate": "25",
        "OrigDataStartFrame": "1", "OrigNumFrames": "2",
    }  # fmt: skip
    assert lines[3:5] == ["Frame#\tTime\ta\t\t\tb\t\t", "\t\tX1\tY1\tZ1\tX2\tY2\tZ2"]
    assert lines[6:8] == ["1\t0.0\t1\t2\t3\t\t\t", "2\t0.04\t0.5\t0\t-1\t4\t5\t6"]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("a\tb", "c"), r"without tabs.*'a\\tb'"),
        ((" a", "c"), "found ' a'"),
        (("x:a", "y:a"), "one prefix.*'x' and 'y'"),
    ],
)
def test_names_that_would_be_read_as_others_are_not_written(tmp_path, names, words):
    with pytest.raises(FormatError, match=words):
        write(SkeletonSequence(Topology("odd", names, ()), np.ones((1, 1, 2, 3)), np.zeros(1)), tmp_path / "x", "trc")
    assert not (tmp_path / "x").exists()


@pytest.mark.realdata
def test_every_triangulation_of_pose2sim_is_a_body_in_metres(real_data):
    files = sorted((real_data / "pose2sim").glob("*/*/pose-3d/*.trc"))
    assert len(files) == 18
    for path in files:
        sequence = read(path)
        assert sequence.topology.is_human and len(sequence.topology.joints) in (21, 64), path
        assert sequence.fps == pytest.approx(60, rel=1e-3) and sequence.times[0] == pytest.approx(1 / 60, rel=1e-2)
        for side in ("left", "right"):
            for upper, lower in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow")):
                ends = (sequence.landmark(f"{side}_{mark}") for mark in (upper, lower))
                assert 0.17 < np.nanmedian(np.linalg.norm(np.subtract(*ends), axis=-1)) < 0.6, (
                    path,
                    upper,
                )  # one of the two people is a child
        placed = place_in_view(sequence).span(0, 8)
        for mark in ("shoulder", "wrist"):
            left, right = (np.nanmedian(placed.landmark(f"{side}_{mark}")[..., 0]) for side in ("left", "right"))
            assert left < right, (path, mark)


@pytest.mark.realdata
def test_a_header_that_counts_more_rows_than_there_are_is_refused_and_one_that_does_not_is_read(real_data, tmp_path):
    path = real_data / "biomech_samples" / "markers.trc"
    with pytest.raises(FormatError, match="Expected 652 rows of markers as NumFrames says, found 93"):
        read(path)
    (tmp_path / "mended.trc").write_text(path.read_text().replace("100,100,652,", "100,100,93,"))
    sequence = read(tmp_path / "mended.trc")
    assert sequence.frames == 93 and len(sequence.topology.joints) == 51 and sequence.fps == pytest.approx(100)
    np.testing.assert_allclose(sequence.positions[0, 0, 0], (0.7337041, 0.0809832, 0.1918668), atol=1e-6)
