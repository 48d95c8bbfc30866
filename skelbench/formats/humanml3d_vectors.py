"""The 263 numbers a frame of HumanML3D, and the joints they stand for.

    0           root turn rate: half the yaw angle from this frame to the next, rad
    1-2         root velocity x, z from this frame to the next, in the heading of the next
    3           root height
    4-66        joints 1 ... 21: x, z from the root in its heading, y absolute
    67-262      rotations, velocities and foot contacts, which repeat what the first 67 say

Guo et al. 2022, https://github.com/EricGuo5513/HumanML3D (its motion representation). With c a frame's numbers:

    theta_t = sum_(s<t) c0_s
    Q_t     : (x, z) -> (x cos 2 theta - z sin 2 theta, x sin 2 theta + z cos 2 theta)
    root_t  = sum_(0<s<=t) Q_s (c1, c2)_(s-1),  y = c3_t
    joint   = Q_t (local x, z) + root x, z,     y = local y
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.formats.arrays import read_npy
from skelbench.formats.recording import Recording
from skelbench.skeleton import SMPL_22

__all__ = ["VECTOR", "joints_of_vectors", "looks_standardised"]

VECTOR = 263
_USED = 67
_JOINTS = len(SMPL_22.joints)
_THIGHS = (0.2, 0.7)  # metres, of anybody
_LARGEST_SPREAD = 0.2  # of its length: thighs do not stretch
_LARGEST_STATISTICS = 100_000  # bytes

Floats = npt.NDArray[np.float64]


def joints_of_vectors(recording: Recording, vectors: Floats) -> tuple[Floats, tuple[str, ...]]:
    """(T 22 3) metres from (T 263), which are undone by Mean.npy and Std.npy near the file where they are standardised.

    Raises:
        FormatError: a number is not finite, or vectors are standardised and their statistics are not there.
    """
    if not np.isfinite(vectors[:, :_USED]).all():
        row = int(np.argwhere(~np.isfinite(vectors[:, :_USED]))[0][0])
        raise recording.error(f"Expected finite numbers in every vector, found others in frame {row}")
    said: tuple[str, ...] = (
        "joints recovered from 263-d vectors; their rotations, velocities and contacts are unused",
    )
    if looks_standardised(vectors):
        mean, std = _statistics(recording)
        vectors = vectors * std + mean
        said += ("vectors were standardised (their thighs are no thighs): Mean.npy and Std.npy were used",)
        recording.check_reach(vectors)
    return _recovered(vectors), said


def looks_standardised(vectors: Floats) -> bool:
    """Whether the left thigh, hip to knee, is of no body's length or stretches from frame to frame."""
    hip, knee = (vectors[:, 1 + 3 * row : 4 + 3 * row] for row in (1, 4))  # joint 1 stands in columns 4 to 6
    lengths = np.linalg.norm(hip - knee, axis=1)
    middle = float(np.median(lengths))
    spread = float(np.quantile(lengths, 0.9) - np.quantile(lengths, 0.1))
    return not (_THIGHS[0] < middle < _THIGHS[1] and spread < _LARGEST_SPREAD * middle)


def _recovered(vectors: Floats) -> Floats:
    angle = 2 * np.concatenate([[0.0], np.cumsum(vectors[:-1, 0])])
    root = np.zeros((len(vectors), 3))
    steps = _turned(vectors[:-1, 1:3], angle[1:])
    root[1:, [0, 2]] = np.cumsum(steps, axis=0)
    root[:, 1] = vectors[:, 3]
    joints = vectors[:, 4:_USED].reshape(len(vectors), _JOINTS - 1, 3).copy()
    joints[..., [0, 2]] = _turned(joints[..., [0, 2]], angle[:, None]) + root[:, None, [0, 2]]
    return np.concatenate([root[:, None], joints], axis=1)


def _turned(flat: Floats, angle: Floats) -> Floats:
    """(x, z) turned about y by `angle`."""
    x, z = flat[..., 0], flat[..., 1]
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([x * cos - z * sin, x * sin + z * cos], axis=-1)


def _statistics(recording: Recording) -> tuple[Floats, Floats]:
    """Mean and Std (263), beside the file or in the folder above it, as the data set has them."""
    for folder in (recording.path.parent, recording.path.parent.parent):
        if (folder / "Mean.npy").is_file() and (folder / "Std.npy").is_file():
            mean, std = (_statistic(recording, folder / name) for name in ("Mean.npy", "Std.npy"))
            return mean, std
    raise recording.error(
        "Expected vectors in metres, found thighs that are none, so standardised; put the Mean.npy and Std.npy they "
        "were standardised by beside the file or in the folder above it"
    )


def _statistic(recording: Recording, path: Path) -> Floats:
    place = Recording(path)
    values = read_npy(place, place.content_of(path, _LARGEST_STATISTICS)).astype(np.float64)
    if values.shape != (VECTOR,) or not np.isfinite(values).all():
        raise place.error(f"Expected {VECTOR} finite numbers to undo the standardisation, found shape {values.shape}")
    return values
