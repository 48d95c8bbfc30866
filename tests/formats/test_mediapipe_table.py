from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.formats.mediapipe_table import seconds
from skelbench.skeleton import MEDIAPIPE_33

NAMES = MEDIAPIPE_33.joints
POINTS = np.random.default_rng(0).uniform(0.2, 0.8, (3, 33, 4)).round(6)


@pytest.fixture
def saved(tmp_path):
    def make(header, rows):
        lines = [",".join(header), *(",".join(map(str, row)) for row in rows)]
        (tmp_path / "x.csv").write_text("\n".join(lines) + "\n")
        return tmp_path / "x.csv"

    return make


WIDE = {
    "names": [f"{name}_{kind}" for name in NAMES for kind in ("x", "y", "z", "visibility")],
    "capitals": [f"{name.upper()}.{kind}" for name in NAMES for kind in ("x", "y", "z", "v")],
    "from 0": [f"{kind}{row}" for row in range(33) for kind in "xyzv"],
    "from 1": [f"{kind}{row}" for row in range(1, 34) for kind in "xyzv"],
    "numbers first": [f"landmark_{row}_{kind}" for row in range(33) for kind in ("x", "y", "z", "visibility")],
}


@pytest.mark.parametrize("kind", WIDE)
def test_every_common_way_of_naming_columns_gives_the_same(saved, kind):
    path = saved(["class", *WIDE[kind]], [["squat", *row.ravel()] for row in POINTS])
    assert detect(path) == "mediapipe"
    sequence = read(path)
    np.testing.assert_allclose(sequence.positions[:, 0], POINTS[..., :2], rtol=1e-6)
    np.testing.assert_allclose(sequence.confidence[:, 0], POINTS[..., 3], rtol=1e-6)
    np.testing.assert_allclose(sequence.times, np.arange(3) / 30)


def test_world_columns_are_preferred_and_are_metres(saved):
    header = [f"{prefix}{name}_{axis}" for prefix in ("", "world_") for name in NAMES for axis in "xyz"]
    rows = np.concatenate([POINTS[..., :3].reshape(3, -1), POINTS[..., :3].reshape(3, -1) - 0.5], axis=1)
    sequence = read(saved(["time_s", *header], np.insert(rows, 0, [1.0, 1.5, 2.5], axis=1)))
    np.testing.assert_allclose(sequence.positions[:, 0], (POINTS[..., :3] - 0.5) * (-1, -1, 1), atol=1e-6)
    np.testing.assert_allclose(sequence.times, [0, 0.5, 1.5])


def test_a_landmark_a_row_is_read_by_name_or_number_and_missing_ones_stay_missing(saved):
    rows = [[4 + 2 * t, NAMES[j] if t else j, *POINTS[t, j]] for t in range(3) for j in range(33) if (t, j) != (1, 15)]
    sequence = read(saved(["frame", "landmark", "x", "y", "z", "visibility"], rows))
    np.testing.assert_allclose(sequence.positions[[0, 2], 0], POINTS[[0, 2], :, :2], rtol=1e-6)
    assert not sequence.valid[1, 0, 15] and sequence.valid.sum() == 98
    np.testing.assert_allclose(sequence.times, np.array([0, 2, 4]) / 30)


@pytest.mark.parametrize(
    ("header", "rows", "words"),
    [
        (WIDE["names"], [], "rows of landmarks under the header.*line 1"),
        (WIDE["names"][:-4], [[1] * 128], "columns for 33 landmarks, found others.*line 1"),
        (WIDE["names"], [[1] * 131], "132 values, found 131.*line 2"),
        (WIDE["names"], [[1] * 132, [1] * 131], "132 values, found 131.*line 3"),
        (WIDE["names"], [[1] * 131 + ["a"]], "a number in column 132, found 'a'.*line 2"),
        (["frame", *WIDE["names"]], [[2] + [1] * 132, [2] + [1] * 132], "'frame' to increase.*line 3"),
        (["frame", "landmark", "x", "y"], [[0, 40, 1, 1]], "name or a number below 33, found '40'.*line 2"),
        (["frame", "landmark", "x", "y"], [[0, 4, 1, 1], [0, 4, 1, 1]], "found right_eye_inner twice"),
    ],
    ids=range(8),
)
def test_a_broken_table_is_refused_by_line(saved, header, rows, words):
    with pytest.raises(FormatError, match=words):
        read(saved(header, rows), "mediapipe")


def test_a_timestamp_without_a_unit_is_told_by_its_steps():
    np.testing.assert_allclose(seconds(np.array([0.0, 33, 66]), "timestamp")[0], [0, 0.033, 0.066])
    np.testing.assert_allclose(seconds(np.array([0.0, 0.033]), "timestamp")[0], [0, 0.033])
    np.testing.assert_allclose(seconds(np.array([0.0, 30]), "timestamp_ms")[0], [0, 0.03])
    times, said = seconds(np.array([1.0, 4]), "frame")
    np.testing.assert_allclose(times, [1 / 30, 4 / 30])
    assert "counts frames" in said[0]
