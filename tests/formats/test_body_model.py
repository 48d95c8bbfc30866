from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats.body_model import BodyModel, body_model_for, joints_of_poses, rotations


def test_a_quarter_turn_about_an_axis_is_what_it_is():
    x, y, z = rotations(np.eye(3) * np.pi / 2)
    np.testing.assert_allclose(x @ (0, 1, 0), (0, 0, 1), atol=1e-12)
    np.testing.assert_allclose(y @ (0, 0, 1), (1, 0, 0), atol=1e-12)
    np.testing.assert_allclose(z @ (1, 0, 0), (0, 1, 0), atol=1e-12)
    np.testing.assert_allclose(rotations(np.zeros(3)), np.eye(3))


def test_a_chain_turns_at_every_joint_and_its_shape_stretches_it(smplh):
    """Joints on a line along x, 1 m apart: the root turns by 90 degrees about z, joint 2 back again."""
    model, _ = body_model_for(smplh, "male")
    assert model.parents[:4] == (-1, 0, 1, 2)
    poses = np.zeros((2, 156))
    poses[1, 2], poses[1, 8] = np.pi / 2, -np.pi / 2
    trans = np.array([[0.0, 0, 0], [10, 0, 0]])
    joints = joints_of_poses(model, poses, trans, np.zeros(16))
    np.testing.assert_allclose(joints[0, :4], [(0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0)], atol=1e-12)
    np.testing.assert_allclose(joints[1, :4], [(10, 0, 0), (10, 1, 0), (10, 2, 0), (11, 2, 0)], atol=1e-12)
    stretched = joints_of_poses(model, poses[:1], trans[:1], np.array([0.5]))
    np.testing.assert_allclose(stretched[0, 3], (4.5, 0, 0), atol=1e-12)  # the first shape lengthens all by its share


def test_of_a_folder_the_model_of_the_gender_is_taken_or_the_neutral_one_and_said(smplh):
    assert body_model_for(smplh, "male")[0].name == "SMPLH_MALE.npz"
    model, said = body_model_for(smplh, "female")
    assert isinstance(model, BodyModel) and model.name == "model.npz" and "the neutral one is used" in said[0]
    assert body_model_for(smplh / "SMPLH_MALE.npz", "female")[0].name == "SMPLH_MALE.npz"
    (smplh / "neutral" / "model.npz").unlink()
    with pytest.raises(FormatError, match=r"SMPLH_FEMALE\.npz or female/model\.npz in the folder"):
        body_model_for(smplh, "female")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"J_regressor": None}, "found no J_regressor"),
        ({"J_regressor": np.ones((24, 52))}, r"J_regressor \(52, V\).*found .*\(24, 52\)"),
        ({"shapedirs": np.ones((52, 3))}, "Expected an SMPL-H model"),
        ({"v_template": np.full((52, 3), np.nan)}, "finite numbers in a body model"),
        ({"kintree_table": np.tile(np.arange(52), (2, 1))}, "parents before their children"),
        ({"v_template": np.array([{}], dtype=object)}, "Python objects, which could run code"),
    ],
)
def test_what_is_no_model_is_refused_by_name(smplh, change, words):
    path = smplh / "SMPLH_MALE.npz"
    with np.load(path) as archive:
        arrays = dict(archive) | change
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    with pytest.raises(FormatError, match=words) as error:
        body_model_for(path, "male")
    assert "SMPLH_MALE.npz" in str(error.value)


def test_a_pickle_is_no_body_model(tmp_path):
    (tmp_path / "model.pkl").write_bytes(b"\x80\x02}q\x00.")
    with pytest.raises(FormatError, match="npz archive"):
        body_model_for(tmp_path / "model.pkl", "male")
