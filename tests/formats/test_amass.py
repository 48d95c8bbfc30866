from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.formats.amass import MODEL_VARIABLE
from skelbench.skeleton import SMPLH_52, Space, place_in_view


@pytest.fixture
def clip(tmp_path, monkeypatch):
    """`clip(**change)`: a clip of two frames in the pose of rest; None leaves an array out."""
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)

    def make(**change):
        arrays = {
            "poses": np.zeros((2, 156)), "trans": np.array([[0.0, 0, 1], [0, 0, 2]]), "betas": np.zeros(16),
            "gender": np.array(b"male"), "mocap_framerate": np.array(120.00004577636719), "dmpls": np.zeros((2, 8)),
            "marker_data": np.array([[[1.0, 2, 3], [4, 5, 6]]] * 2), "marker_labels": np.array([b"C7", b"STRN"]),
        } | change  # fmt: skip
        np.savez(tmp_path / "clip.npz", **{name: array for name, array in arrays.items() if array is not None})
        return tmp_path / "clip.npz"

    return make


def test_with_a_body_model_poses_are_joints_z_up_turned_to_y_up(clip, smplh):
    path = clip()
    assert detect(path) == "amass"
    sequence = read(path, body_model=smplh)
    assert (
        sequence.topology is SMPLH_52 and sequence.space == Space(frame="body") and sequence.fps == pytest.approx(120)
    )
    np.testing.assert_allclose(sequence.positions[1, 0, :3], [(0, 2, 0), (1, 2, 0), (2, 2, 0)], atol=1e-6)
    assert "joints by the body model SMPLH_MALE.npz" in sequence.history and sequence.meta["gender"] == "male"


def test_the_model_may_be_named_once_by_the_environment(clip, smplh, monkeypatch):
    monkeypatch.setenv(MODEL_VARIABLE, str(smplh))
    assert read(clip(gender=np.array("male"))).topology is SMPLH_52


def test_without_a_model_the_markers_are_read_and_it_is_said(clip):
    sequence = read(clip())
    assert sequence.topology.joints == ("C7", "STRN")
    np.testing.assert_allclose(sequence.positions[0, 0], [(1, 3, -2), (4, 6, -5)])
    assert any("no body model was given" in guess for guess in sequence.guesses)


@pytest.mark.parametrize(
    ("change", "model", "words"),
    [
        ({"marker_data": None}, False, "a body model to turn SMPL-H poses into joints"),
        ({"mocap_framerate": None}, False, "mocap_framerate in frames per second, found nan"),
        ({"mocap_framerate": np.array(0.0)}, False, "found 0"),
        ({"marker_data": np.ones((2, 2))}, False, r"marker_data \(T, M, 3\)"),
        ({"marker_labels": np.array([b"C7"])}, False, "a label for each of 2 markers, found 1"),
        ({"poses": np.zeros((2, 165))}, True, r"poses \(T, 156\) of SMPL-H.*found \(2, 165\)"),
        ({"trans": np.zeros((3, 3))}, True, "found"),
        ({"poses": np.full((2, 156), np.nan)}, True, "finite numbers in 'poses'"),
        ({"trans": np.full((2, 3), 1e20)}, True, "a coordinate, found 1e"),
        ({"poses": np.array([{}], dtype=object)}, True, "Python objects, which could run code"),
    ],
    ids=range(10),
)
def test_what_is_no_amass_file_is_refused_by_name(clip, smplh, change, model, words):
    with pytest.raises(FormatError, match=words) as error:
        read(clip(**change), "amass", body_model=smplh if model else None)
    assert "clip.npz" in str(error.value)


@pytest.mark.realdata
@pytest.mark.parametrize(("name", "frames", "markers"), [("amass_sample", 601, 85), ("dmpl_sample", 235, 67)])
def test_the_markers_of_the_samples_are_a_body_in_metres(real_data, monkeypatch, name, frames, markers):
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    sequence = read(real_data / "amass_sample" / f"{name}.npz")
    assert sequence.frames == frames and len(sequence.topology.joints) == markers and sequence.topology.is_human
    assert sequence.fps == pytest.approx(120)
    shank = np.linalg.norm(sequence.landmark("left_knee") - sequence.landmark("left_ankle"), axis=-1)
    assert 0.3 < np.nanmedian(shank) < 0.5
    assert np.nanmin(sequence.positions[..., 1]) > 0  # the floor is at y = 0
    placed = place_in_view(sequence).span(0, 30)
    for mark in ("shoulder", "hip", "wrist"):
        left, right = (np.nanmedian(placed.landmark(f"{side}_{mark}")[..., 0]) for side in ("left", "right"))
        assert left < right, mark


@pytest.mark.realdata
def test_the_poses_of_the_samples_move_a_models_joints_with_the_markers(real_data, smplh):
    """Any model's root follows the translation, z up turned to y up, plus where its pelvis rests."""
    sequence = read(real_data / "amass_sample" / "amass_sample.npz", body_model=smplh)
    with np.load(real_data / "amass_sample" / "amass_sample.npz") as archive:
        trans = archive["trans"]
    x, y, z = trans.T
    expected = np.stack([x, z, -y], axis=-1)
    np.testing.assert_allclose(sequence.positions[:, 0, 0], expected, atol=1e-6)
