from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording, read
from skelbench.formats.humanml3d_vectors import joints_of_vectors, looks_standardised

SAMPLE = "humanml3d_sample/HumanML3D"


@pytest.fixture
def clip(tmp_path):
    return Recording(tmp_path / "vecs" / "1.npy")


def walk(turn=0.0, frames=5):
    """Vectors of somebody who steps 0.1 m ahead a frame, turning by 2 * `turn` each, one joint 0.2 m to the left."""
    vectors = np.zeros((frames, 263))
    vectors[:, 0], vectors[:, 2], vectors[:, 3] = turn, 0.1, 0.9
    vectors[:, 4:7] = (0.2, 0.85, 0.0)
    vectors[:, 13:16] = (0.2, 0.45, 0.0)  # joint 4, the knee under joint 1
    return vectors


def test_a_straight_walk_goes_ahead_by_the_velocity_a_frame(clip):
    joints, _ = joints_of_vectors(clip, walk())
    np.testing.assert_allclose(joints[:, 0], [(0, 0.9, 0.1 * t) for t in range(5)], atol=1e-12)
    np.testing.assert_allclose(joints[:, 1], [(0.2, 0.85, 0.1 * t) for t in range(5)], atol=1e-12)


def test_a_quarter_turn_a_frame_walks_a_square_and_carries_the_joints_along(clip):
    joints, _ = joints_of_vectors(clip, walk(turn=np.pi / 4))
    # frame 1 has turned by 90 degrees: (x, z) -> (-z, x); velocity (0, 0.1) goes to (-0.1, 0), then (0, -0.1), ...
    np.testing.assert_allclose(joints[:, 0, [0, 2]], [(0, 0), (-0.1, 0), (-0.1, -0.1), (0, -0.1), (0, 0)], atol=1e-12)
    np.testing.assert_allclose(joints[1, 1] - joints[1, 0], (0, -0.05, 0.2), atol=1e-12)


def test_standardised_vectors_need_their_statistics_and_say_so(tmp_path, clip):
    rng = np.random.default_rng(0)
    mean, std = rng.normal(size=263), rng.uniform(0.5, 2, 263)
    mean[3] = 1.0
    vectors = (walk() - mean) / std
    assert looks_standardised(vectors) and not looks_standardised(walk())
    with pytest.raises(FormatError, match=r"Mean\.npy and Std\.npy"):
        joints_of_vectors(clip, vectors)
    np.save(tmp_path / "Mean.npy", mean)
    np.save(tmp_path / "Std.npy", std)
    joints, said = joints_of_vectors(clip, vectors)
    np.testing.assert_allclose(joints, joints_of_vectors(clip, walk())[0], atol=1e-12)
    assert any("were standardised" in one for one in said)
    np.save(tmp_path / "Std.npy", std[:5])
    with pytest.raises(FormatError, match=r"263 finite numbers.*found shape \(5,\).*Std\.npy"):
        joints_of_vectors(clip, vectors)


def test_a_number_that_is_not_finite_is_refused_with_its_frame(clip):
    vectors = walk()
    vectors[3, 40] = np.nan
    with pytest.raises(FormatError, match="others in frame 3"):
        joints_of_vectors(clip, vectors)


@pytest.mark.realdata
def test_vectors_give_the_joints_of_the_file_beside_them(real_data):
    folder = real_data / SAMPLE
    joints, vectors = (read(folder / kind / "012314.npy") for kind in ("new_joints", "new_joint_vecs"))
    difference = np.abs(joints.positions[: vectors.frames] - vectors.positions)
    assert vectors.frames == 170 and difference.max() < 1e-5


@pytest.mark.realdata
def test_vectors_standardised_by_the_sets_own_statistics_are_undone(real_data, tmp_path):
    folder = real_data / SAMPLE
    vectors = np.load(folder / "new_joint_vecs" / "012314.npy")
    mean, std = np.load(folder / "Mean.npy"), np.load(folder / "Std.npy")
    (tmp_path / "vecs").mkdir()
    for name in ("Mean.npy", "Std.npy"):
        np.save(tmp_path / name, np.load(folder / name))
    np.save(tmp_path / "vecs" / "1.npy", (vectors - mean) / std)
    expected = read(folder / "new_joints" / "012314.npy").positions
    np.testing.assert_allclose(read(Path(tmp_path / "vecs" / "1.npy")).positions, expected, atol=1e-5)
