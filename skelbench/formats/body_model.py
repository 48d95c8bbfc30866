"""A caller's own SMPL-H body model, as far as joints need it: a template, its shapes, and the tree of joints.

Loper et al. 2015 (SMPL), eq. 3 and 10: rest joints J = R (T + S beta); then, with the axis-angles of every joint,
X_0 = J_0 + translation, G_0 = exp(theta_0); X_j = X_p + G_p (J_j - J_p), G_j = G_p exp(theta_j).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.formats.arrays import read_npz
from skelbench.formats.recording import Recording
from skelbench.skeleton import SMPLH_52

__all__ = ["BodyModel", "body_model_for", "joints_of_poses", "rotations"]

Floats = npt.NDArray[np.float64]
_ARRAYS = ("v_template", "shapedirs", "J_regressor", "kintree_table")
_JOINTS = len(SMPLH_52.joints)
_MOST_VERTICES = 100_000
_FRAMES_AT_ONCE = 8192


@dataclass(frozen=True)
class BodyModel:
    """What a model says about joints."""

    name: str
    rest: Floats  # (J 3) metres, of the mean body
    shapes: Floats  # (J 3 B) how far a joint moves for one unit of each shape coefficient
    parents: tuple[int, ...]  # row of the parent, -1 at the root; parents come first


def body_model_for(path: Path, gender: str) -> tuple[BodyModel, tuple[str, ...]]:
    """The model in a file, or of a gender in a folder (SMPLH_MALE.npz, male/model.npz), and what was assumed.

    Raises:
        FormatError: there is no such model, or it is no SMPL-H model as npz.
    """
    place = Recording(path)
    place.check_exists()
    if not place.is_folder:
        return _read_model(place), ()
    for wanted in dict.fromkeys((gender, "neutral")):
        for name in (f"SMPLH_{wanted.upper()}.npz", f"{wanted}/model.npz", f"{wanted}.npz"):
            if (path / name).is_file():
                guess = (
                    ()
                    if wanted == gender
                    else (f"no model of gender '{gender:.20}' is there: the neutral one is used",)
                )
                return _read_model(Recording(path / name)), guess
    raise place.error(f"Expected SMPLH_{gender.upper():.20}.npz or {gender:.20}/model.npz in the folder of body models")


def _read_model(place: Recording) -> BodyModel:
    arrays = read_npz(place, _ARRAYS)
    missing = [name for name in _ARRAYS if name not in arrays]
    if missing:
        raise place.error(f"Expected {', '.join(_ARRAYS)} in a body model, found no {', '.join(missing)}")
    template, shapes, regressor = (arrays[name].astype(np.float64) for name in _ARRAYS[:3])
    vertices = len(template) if template.ndim == 2 else 0
    fitting = (
        0 < vertices <= _MOST_VERTICES
        and template.shape == (vertices, 3)
        and shapes.ndim == 3
        and shapes.shape[:2] == (vertices, 3)
        and regressor.shape == (_JOINTS, vertices)
        and arrays["kintree_table"].shape == (2, _JOINTS)
    )
    if not fitting:
        raise place.error(
            f"Expected an SMPL-H model: v_template (V, 3), shapedirs (V, 3, B), J_regressor ({_JOINTS}, V), "
            f"kintree_table (2, {_JOINTS}); found {', '.join(str(arrays[name].shape) for name in _ARRAYS)}"
        )
    if not all(np.isfinite(one).all() for one in (template, shapes, regressor)):
        raise place.error("Expected finite numbers in a body model, found others")
    parents = (-1, *(int(one) for one in arrays["kintree_table"][0, 1:]))
    if any(not 0 <= parent < row for row, parent in enumerate(parents) if row):
        raise place.error("Expected parents before their children in kintree_table, found others")
    return BodyModel(place.path.name, regressor @ template, np.einsum("jv,vdb->jdb", regressor, shapes), parents)


def joints_of_poses(model: BodyModel, poses: Floats, translations: Floats, betas: Floats) -> Floats:
    """(T J 3) in the poses' own axes, from (T 3J) axis-angles, (T 3) and shape coefficients."""
    used = min(len(betas), model.shapes.shape[2])
    rest = model.rest + model.shapes[..., :used] @ betas[:used]
    blocks = [
        _placed(model, rest, poses[start : start + _FRAMES_AT_ONCE], translations[start : start + _FRAMES_AT_ONCE])
        for start in range(0, len(poses), _FRAMES_AT_ONCE)
    ]
    return np.concatenate(blocks)


def _placed(model: BodyModel, rest: Floats, poses: Floats, translations: Floats) -> Floats:
    turns = rotations(poses.reshape(len(poses), _JOINTS, 3))
    joints = np.empty((len(poses), _JOINTS, 3))
    chained = np.empty_like(turns)
    for row, parent in enumerate(model.parents):
        if parent < 0:
            joints[:, row], chained[:, row] = rest[row] + translations, turns[:, row]
            continue
        joints[:, row] = joints[:, parent] + chained[:, parent] @ (rest[row] - rest[parent])
        chained[:, row] = chained[:, parent] @ turns[:, row]
    return joints


def rotations(vectors: Floats) -> Floats:
    """(... 3 3) rotations of axis-angle vectors: 1 + sin a K + (1 - cos a) K^2 (Rodrigues)."""
    angle = np.linalg.norm(vectors, axis=-1)[..., None, None]
    x, y, z = np.moveaxis(vectors / np.maximum(angle[..., 0], 1e-12), -1, 0)
    zero = np.zeros_like(x)
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=-1).reshape(*vectors.shape[:-1], 3, 3)
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross))
