"""What recordings do to a motion, done on purpose: lost joints, noise, lost frames, other views, fewer joints.

Each is a pure function of a sequence and a seed; draws hang on the seed and on the clip, not on the order of clips.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from skelbench.errors import ParameterError, SkeletonError
from skelbench.skeleton import KINECT_V2, REDUCTIONS, SkeletonSequence, Space, place_in_view, retarget
from skelbench.skeleton.view import METRES_PER_UNIT

__all__ = [
    "add_noise",
    "as_picture",
    "draws_of",
    "drop_frames",
    "drop_joints",
    "kept_rows",
    "reduce_joints",
    "turn_view",
]

_PICTURE, _FOCAL = (960.0, 540.0), 1060.0  # middle and focal length in pixels of a Kinect v2 colour camera, rounded
_REDUCED = {20: "kinect_v2_20", 17: "kinect_v2_17", 13: "kinect_v2_13"}


def draws_of(sequence: SkeletonSequence, seed: int) -> np.random.Generator:
    """Random numbers that hang on the seed and on the clip's content alone."""
    return np.random.default_rng([seed, int(sequence.content_hash[:12], 16)])


def drop_joints(
    sequence: SkeletonSequence, share: float, seed: int = 0, each: Literal["clip", "frame"] = "clip"
) -> SkeletonSequence:
    """So large a share of every person's joints missing: the same ones throughout, or other ones in each frame.

    Raises:
        ParameterError: the share is not in [0, 1), or `each` is neither of the two.
    """
    _check_share(share, "joints")
    if each not in ("clip", "frame"):
        raise ParameterError(f"Expected joints dropped for each 'clip' or 'frame', found '{each}'")
    frames, people, joints = sequence.valid.shape
    draws = draws_of(sequence, seed).random((1 if each == "clip" else frames, people, joints))
    lost = np.argsort(np.argsort(draws, axis=-1), axis=-1) < round(share * joints)
    lost = np.broadcast_to(lost, sequence.valid.shape)
    turned = sequence.orientations
    return sequence.changed(
        positions=np.where(lost[..., None], np.nan, sequence.positions),
        orientations=None if turned is None else np.where(lost[..., None], np.nan, turned),
        history=f"{share:.0%} of the joints left out, drawn for each {each} (seed {seed})",
    )  # fmt: skip


def add_noise(sequence: SkeletonSequence, sigma_cm: float, seed: int = 0) -> SkeletonSequence:
    """Every coordinate of every joint in every frame moved by normal noise of its own.

    Raises:
        ParameterError: sigma is negative.
        SkeletonError: the clip is in no unit of length: a picture has no centimetres.
    """
    if sigma_cm < 0:
        raise ParameterError(f"Expected noise of at least 0 cm, found {sigma_cm:g}")
    if sequence.space.unit not in METRES_PER_UNIT:
        raise SkeletonError(f"Expected metres, cm or mm to add noise in cm to, found unit '{sequence.space.unit}'")
    sigma = 0.01 * sigma_cm / METRES_PER_UNIT[sequence.space.unit]
    noise = draws_of(sequence, seed).normal(0.0, sigma, sequence.positions.shape)
    return sequence.changed(
        positions=(sequence.positions + noise).astype(np.float32),
        history=f"noise of {sigma_cm:g} cm a coordinate added (seed {seed})",
    )  # fmt: skip


def drop_frames(sequence: SkeletonSequence, share: float, seed: int = 0) -> SkeletonSequence:
    """So large a share of the frames lost, the others at their true times; the first and the last stay.

    Raises:
        ParameterError: the share is not in [0, 1).
    """
    _check_share(share, "frames")
    inner = np.arange(1, sequence.frames - 1)
    lost = draws_of(sequence, seed).permutation(inner)[: round(share * len(inner))]
    rows = np.setdiff1d(np.arange(sequence.frames), lost)
    return kept_rows(sequence, rows, sequence.times[rows], f"{share:.0%} of the frames left out (seed {seed})")


def turn_view(sequence: SkeletonSequence, azimuth_deg: float = 0.0, elevation_deg: float = 0.0) -> SkeletonSequence:
    """The clip as seen by a camera that stands elsewhere: round the body by so much, and so much higher.

    The result is in the camera frame. `place_in_view` turns people to face the camera and so takes an azimuth back; an
    elevation it keeps.

    Raises:
        SkeletonError: the clip is two-dimensional: a picture cannot be seen from elsewhere.
    """
    if sequence.dimensions == 2:
        raise SkeletonError("Expected a 3-D clip to see from elsewhere, found a 2-D one")
    placed = place_in_view(sequence, facing="keep")
    middle = np.nanmedian(placed.positions.reshape(-1, 3), axis=0).astype(np.float64)
    turn = Rotation.from_euler("yx", [azimuth_deg, -elevation_deg], degrees=True)
    points = (placed.positions - middle).reshape(-1, 3).astype(np.float64) @ turn.as_matrix().T
    return placed.changed(
        positions=(points.reshape(placed.positions.shape) + middle).astype(np.float32),
        orientations=_turned(placed.orientations, turn),
        history=f"seen from {azimuth_deg:g} degrees aside and {elevation_deg:g} degrees above",
    )  # fmt: skip


def _turned(orientations: npt.NDArray[np.float32] | None, turn: Rotation) -> npt.NDArray[np.float32] | None:
    if orientations is None:
        return None
    turned = np.full_like(orientations, np.nan)
    known = np.isfinite(orientations).all(-1)
    if known.any():
        found = turn * Rotation.from_quat(orientations[known], scalar_first=True)
        turned[known] = found.as_quat(scalar_first=True)
    return turned


def reduce_joints(sequence: SkeletonSequence, joints: int) -> SkeletonSequence:
    """The motion on 20, 17 or 13 of the 25 joints of a Kinect v2, by the published reductions (arXiv 2603.18003, T14).

    Other topologies give the joints that mean the same; 25 leaves a Kinect v2 as it is.

    Raises:
        ParameterError: there is no reduction to so many joints.
    """
    if joints == 25 and sequence.topology.joints == KINECT_V2.joints:
        return sequence
    if joints not in _REDUCED:
        raise ParameterError(f"Expected a reduction to 20, 17 or 13 joints, found {joints}")
    return retarget(sequence, REDUCTIONS[_REDUCED[joints]][0])


def as_picture(sequence: SkeletonSequence) -> SkeletonSequence:
    """What a detector sees of it: pixels of a pinhole camera, y down, no depth; joints behind the camera are missing.

    Raises:
        SkeletonError: the clip is two-dimensional already.
    """
    if sequence.dimensions == 2:
        raise SkeletonError("Expected a 3-D clip to take a picture of, found a 2-D one")
    placed = place_in_view(sequence)
    x, y, z = np.moveaxis(placed.positions.astype(np.float64), -1, 0)
    depth = np.where(z > 0.1, z, np.nan)
    pixels = np.stack([_PICTURE[0] - _FOCAL * x / depth, _PICTURE[1] - _FOCAL * y / depth], axis=-1)
    return placed.changed(
        positions=pixels.astype(np.float32), orientations=None, space=Space("px", "-y", "right", "image"),
        history="projected to a picture: depth is gone",
    )  # fmt: skip


def kept_rows(
    sequence: SkeletonSequence, rows: npt.NDArray[np.int64], times: npt.NDArray[np.float64], history: str
) -> SkeletonSequence:
    """Frames in another order or fewer of them, at the given times; what the truth says of the whole is dropped."""
    fields = {
        name: None if getattr(sequence, name) is None else getattr(sequence, name)[rows]
        for name in ("positions", "valid", "present", "confidence", "orientations")
    }
    return sequence.changed(**fields, times=times, truth=None, segments=(), history=history)


def _check_share(share: float, what: str) -> None:
    if not 0 <= share < 1:
        raise ParameterError(f"Expected a share of {what} to leave out of at least 0 and below 1, found {share:g}")
