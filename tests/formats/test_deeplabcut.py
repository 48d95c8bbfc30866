from __future__ import annotations

import h5py
import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import deeplabcut, detect, read

PARTS = ("nose", "left_ear", "right_ear", "tail")
CONFIG = """Task: x
skeleton:   # pairs
  - - nose
    - left_ear
- - 'nose'
  - right_ear
- [nose, tail]
- - nose
  - wing
pcutoff: 0.8
"""


def columns(kinds, individuals=None):
    if individuals is None:
        return [("net", part, kind) for part in PARTS for kind in kinds]
    return [("net", one, part, kind) for one in individuals for part in PARTS for kind in kinds]


def test_a_picture_keeps_pixels_likelihood_and_frame_numbers(make_h5):
    values = np.random.default_rng(0).uniform(1, 100, (3, 4, 3))
    values[..., 2] = (1e-6, 0.5, 0.9, 1.0)
    path = make_h5(columns(("x", "y", "likelihood")), values.reshape(3, 12), index=[42150, 42151, 42155])
    assert detect(path) == "deeplabcut"
    sequence = read(path)
    assert sequence.topology.joints == PARTS and sequence.topology.mirror == (("left_ear", "right_ear"),)
    np.testing.assert_allclose(sequence.positions[:, 0], values[..., :2], rtol=1e-6)
    np.testing.assert_allclose(sequence.confidence[0, 0], (1e-6, 0.5, 0.9, 1.0), rtol=1e-6)
    np.testing.assert_allclose(sequence.times, np.array([0, 1, 5]) / 30)
    assert (sequence.space.unit, sequence.space.up) == ("px", "-y") and sequence.meta["first_frame"] == "42150"


def test_three_dimensions_have_no_unit_and_gaps_are_missing(make_h5):
    values = np.random.default_rng(0).normal(size=(3, 4, 3))
    values[1, 2] = np.nan
    sequence = read(make_h5(columns(("x", "y", "z")), values.reshape(3, 12)))
    assert sequence.dimensions == 3 and sequence.space.unit == "unknown" and sequence.confidence is None
    assert not sequence.valid[1, 0, 2] and sequence.valid.sum() == 11
    assert any("neither unit nor axes are in the file" in guess for guess in sequence.guesses)


def test_individuals_are_people(make_h5):
    values = np.random.default_rng(0).uniform(1, 100, (2, 2, 4, 3))
    sequence = read(make_h5(columns(("x", "y", "likelihood"), ("anna", "bob")), values.reshape(2, -1)))
    assert sequence.people == 2 and sequence.meta["individuals"] == "anna bob"
    np.testing.assert_allclose(sequence.positions, values[..., :2], rtol=1e-6)


def test_the_bones_are_those_of_the_config_beside_the_file(make_h5, tmp_path):
    path = make_h5(columns(("x", "y", "z")), np.ones((1, 12)))
    assert read(path).topology.bones == () and any("no bones" in guess for guess in read(path).guesses)
    (tmp_path / "config.yaml").write_text(CONFIG)
    assert read(path).topology.bones == (("nose", "left_ear"), ("nose", "right_ear"), ("nose", "tail"))
    for nothing in ("skeleton:\n", "skeleton: []\nbodyparts:\n- nose\n", "skeleton:\n- - nose\n"):
        (tmp_path / "config.yaml").write_text(nothing)
        assert read(path).topology.bones == ()


@pytest.mark.parametrize(
    ("names", "values", "index", "words"),
    [
        (columns(("x", "y")), np.ones((1, 8)), [0], "x, y, likelihood or x, y, z.*found x, y of 1"),
        (columns(("x", "y", "z")), np.ones((2, 12)), [3, 3], "frame numbers that increase"),
        (columns(("x", "y", "z"))[:-1], np.ones((1, 12)), [0], "12 columns"),
        ([("net", "a", "x")] * 3, np.ones((1, 3)), [0], "every column once"),
        ("abc", np.ones((1, 3)), [0], "3 columns"),
        (columns(("x", "y", "z")), np.full((1, 12), np.nan), [0], "no joint with a position"),
        (columns(("x", "y", "z")), np.full((1, 12), 1e30), [0], "a coordinate, found 1e"),
        (columns(("x", "y", "z")), np.ones((0, 12)), [], "0 rows"),
    ],
    ids=range(8),
)
def test_a_table_that_is_none_of_deeplabcut_is_refused_by_name(make_h5, names, values, index, words):
    with pytest.raises(FormatError, match=words) as error:
        read(make_h5(names, values, index=index))
    assert "clip.h5" in str(error.value)


def test_other_hdf5_truncated_files_and_a_missing_library_get_a_sentence(make_h5, tmp_path, monkeypatch):
    with h5py.File(tmp_path / "net.h5", "w") as file:
        file["weights"] = np.ones(3)
    with pytest.raises(FormatError, match="holds 0 tables of pandas"):
        read(tmp_path / "net.h5")
    path = make_h5(columns(("x", "y", "z")), np.ones((50, 12)))
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(FormatError, match=r"cannot be read.*clip\.h5"):
        read(path)
    monkeypatch.setattr(deeplabcut.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(FormatError, match=r"pip install 'skelbench\[deeplabcut\]'"):
        read(path)


@pytest.mark.realdata
def test_the_mouse_is_a_skeleton_of_33_parts(real_data):
    flat, deep = (read(real_data / "dlc_mouse" / f"reachingDEMO_{d}D.h5") for d in (2, 3))
    for sequence in (flat, deep):
        assert sequence.frames == 800 and len(sequence.topology.joints) == 33 and sequence.people == 1
        assert sequence.meta["first_frame"] == "42150"
        assert ("Right_elbow", "Right_wrist") in sequence.topology.bones and len(sequence.topology.bones) == 9
    assert flat.valid.all() and flat.confidence.min() < 1e-5
    assert 1 - deep.valid.mean() == pytest.approx(0.175, abs=0.001)
