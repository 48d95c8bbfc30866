"""AMASS npz: poses of SMPL-H at a mocap's rate, z up; joints by the caller's own body model, else the markers.

Mahmood et al. 2019, https://arxiv.org/abs/1904.03278; SMPL-H: Romero, Tzionas & Black 2017. No body model comes with
this project: they have terms of their own (https://mano.is.tue.mpg.de). One is given as body_model=, or by the
environment variable SKELBENCH_BODY_MODEL.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.formats.arrays import npz_names, read_npz
from skelbench.formats.body_model import body_model_for, joints_of_poses
from skelbench.formats.markers import Markers, marker_sequence
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.formats.units import facing_sentences
from skelbench.skeleton import SMPLH_52, SkeletonSequence, Space

__all__ = ["MODEL_VARIABLE", "looks_like_amass", "read_amass"]

MODEL_VARIABLE = "SKELBENCH_BODY_MODEL"
_NEEDED = ("poses", "trans")
_RATES = ("mocap_framerate", "mocap_frame_rate")
_NAMES = (*_NEEDED, *_RATES, "betas", "gender", "marker_data", "marker_labels")
_POSE = 3 * len(SMPLH_52.joints)
_UP = ("+X", "+Z")

Arrays = dict[str, npt.NDArray[np.generic]]


def looks_like_amass(recording: Recording) -> bool:
    """An npz with poses and translations."""
    return set(_NEEDED) <= set(npz_names(recording))


def read_amass(recording: Recording) -> SkeletonSequence:
    """52 joints of SMPL-H where a body model is given, else the markers; metres, y up, body frame."""
    arrays = read_npz(recording, _NAMES, "fiubSU")
    rate = _rate(recording, arrays)
    said = recording.body_model or (Path(os.environ[MODEL_VARIABLE]) if os.environ.get(MODEL_VARIABLE) else None)
    if said is None:
        return _markers(recording, arrays, rate)
    gender = _text(arrays, "gender") or "neutral"
    model, guesses = body_model_for(said, gender)
    poses, trans = (_numbers(recording, arrays, name) for name in _NEEDED)
    if poses.ndim != 2 or poses.shape[1] != _POSE or trans.shape != (len(poses), 3) or not len(poses):
        raise recording.error(
            f"Expected poses (T, {_POSE}) of SMPL-H and trans (T, 3), found {poses.shape} and {trans.shape}"
        )
    recording.check_size(*poses.shape)
    betas = _numbers(recording, arrays, "betas") if "betas" in arrays else np.zeros(0)
    joints = joints_of_poses(model, poses, trans, betas.ravel())
    positions = np.stack([joints[..., 0], joints[..., 2], -joints[..., 1]], axis=-1)[:, None]
    return recording.sequence(
        recording.source("amass"), SMPLH_52, positions, np.arange(len(poses)) / rate, space=Space(frame="body"),
        guesses=("metres, z up, as the data set defines", *guesses, *facing_sentences(SMPLH_52, positions)),
        history=(f"joints by the body model {model.name}", "turned from +Z up to y up"), meta={"gender": gender},
    )  # fmt: skip


def _markers(recording: Recording, arrays: Arrays, rate: float) -> SkeletonSequence:
    if "marker_data" not in arrays or "marker_labels" not in arrays:
        raise recording.error(
            f"Expected a body model to turn SMPL-H poses into joints (body_model=, or {MODEL_VARIABLE}), and found "
            "neither one nor markers in the file"
        )
    points, labels = arrays["marker_data"], arrays["marker_labels"]
    if points.ndim != 3 or points.shape[2] != 3 or points.dtype.kind != "f" or labels.dtype.kind not in "SU":
        raise recording.error(f"Expected marker_data (T, M, 3) and marker_labels (M), found {points.shape}")
    recording.check_reach(points.astype(np.float64))
    names = [one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in labels.ravel().tolist()]
    guess = "no body model was given: the markers are read, body_model= gives joints"
    markers = Markers(
        names, points.astype(np.float32), np.arange(len(points)) / rate, "m", _UP,
        ("metres, z up, as the data set defines", guess), {"gender": _text(arrays, "gender")},
    )  # fmt: skip
    return marker_sequence(recording, recording.source("amass"), markers)


def _rate(recording: Recording, arrays: Arrays) -> float:
    """Frames per second; 120.00004577636719 is 120, which a 32-bit clock made of it."""
    value = next((arrays[name] for name in _RATES if name in arrays), None)
    rate = float(value.astype(np.float64).ravel()[0]) if value is not None and value.size == 1 else float("nan")
    if not 0.1 <= rate <= 10_000:
        raise recording.error(f"Expected mocap_framerate in frames per second, found {rate:g}")
    return float(round(rate)) if abs(rate - round(rate)) < 1e-4 * rate else rate


def _text(arrays: Arrays, name: str) -> str:
    """'male' or 'female', which some files hold as text and others as bytes."""
    value = arrays[name].ravel()[:1].tolist() if name in arrays and arrays[name].dtype.kind in "SU" else []
    one = value[0] if value else ""
    return (one.decode("latin-1") if isinstance(one, bytes) else str(one)).strip().lower()


def _numbers(recording: Recording, arrays: Arrays, name: str) -> npt.NDArray[np.float64]:
    if name not in arrays or arrays[name].dtype.kind not in "fiu":
        raise recording.error(f"Expected an array of numbers '{name}' in an AMASS file, found none")
    values = arrays[name].astype(np.float64)
    if not np.isfinite(values).all():
        raise recording.error(f"Expected finite numbers in '{name}', found others")
    recording.check_reach(values)
    return values


FORMATS.register("amass")(
    FormatReader("AMASS npz (SMPL-H)", looks_like_amass, read_amass, None, (".npz",), options=("body_model",))
)
