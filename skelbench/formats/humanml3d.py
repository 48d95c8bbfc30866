"""HumanML3D: joints (T, 22, 3) or vectors of 263 numbers a frame, npy; metres, y up, 20 frames per second.

The person starts at x = z = 0 towards +z. Vectors are turned into joints by `humanml3d_vectors`.

Guo et al. 2022, https://github.com/EricGuo5513/HumanML3D
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from skelbench.errors import FormatError
from skelbench.formats.arrays import NPY_MAGIC, npy_shape, read_npy
from skelbench.formats.humanml3d_vectors import VECTOR, joints_of_vectors
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.formats.saving import save_bytes
from skelbench.skeleton import SMPL_22, SkeletonSequence, Space

__all__ = ["FPS", "looks_like_humanml3d", "read_humanml3d", "write_humanml3d"]

FPS = 20.0  # of the data set; the file does not say
_SHAPE = (len(SMPL_22.joints), 3)
_SPACE = Space(frame="body")


def looks_like_humanml3d(recording: Recording) -> bool:
    """An npy header of shape (T, 22, 3) or (T, 263)."""
    shape = npy_shape(recording.head)
    return shape is not None and (shape[1:] == _SHAPE or shape[1:] == (VECTOR,))


def read_humanml3d(recording: Recording) -> SkeletonSequence:
    """One person, 22 joints of SMPL, body frame."""
    if not recording.content.startswith(NPY_MAGIC):
        raise recording.error("Expected an npy file of HumanML3D joints, found no NumPy file")
    shape = npy_shape(recording.head)
    if shape is None or shape[1:] not in (_SHAPE, (VECTOR,)) or shape[0] < 1:
        raise recording.error(
            f"Expected HumanML3D joints of shape (T, 22, 3) or vectors (T, {VECTOR}), found {shape}; "
            "describe other arrays with a topology card"
        )
    values = read_npy(recording, recording.content).astype(np.float64)
    recording.check_size(len(values), len(SMPL_22.joints))
    recording.check_reach(values)
    joints, vector_guesses = (values, ()) if values.ndim == 3 else joints_of_vectors(recording, values)
    empty, broken = (joints == 0).all((1, 2)), ~np.isfinite(joints).all(-1)
    joints[empty] = np.nan
    guesses = [
        f"{FPS:g} frames per second, the data set's rate: the file holds joints only",
        "metres, y up, facing +z at the start, as the data set defines",
        *vector_guesses,
    ]
    if empty.any():
        guesses.append(f"{empty.sum()} frames of zeros are taken as frames without a person")
    if broken.any():
        guesses.append(f"{broken.sum()} joints without finite coordinates are missing")
    return recording.sequence(
        recording.source("humanml3d"), SMPL_22, joints[:, None], np.arange(len(joints)) / FPS,
        space=_SPACE, guesses=tuple(guesses),
    )  # fmt: skip


def write_humanml3d(sequence: SkeletonSequence, path: Path) -> None:
    """Write one person's 22 SMPL joints in metres, body frame, 20 frames per second.

    Raises:
        FormatError: the sequence is something else, which the format cannot say.
    """
    if sequence.topology.joints != SMPL_22.joints or sequence.people != 1:
        raise FormatError(
            f"Expected one person with smpl_22 joints to write HumanML3D joints, "
            f"found {sequence.people} with {sequence.topology.name}; write a card"
        )
    if sequence.space != _SPACE:
        raise FormatError(f"Expected metres in the body frame to write HumanML3D joints, found {sequence.space}")
    if not np.allclose(np.diff(sequence.times), 1 / FPS, atol=1e-4):
        raise FormatError("Expected 20 frames per second to write HumanML3D joints; use resample(sequence, 20)")
    content = io.BytesIO()
    np.save(content, sequence.positions[:, 0], allow_pickle=False)
    save_bytes(path, content.getvalue())


FORMATS.register("humanml3d")(
    FormatReader(
        "HumanML3D joints or 263-d vectors, npy", looks_like_humanml3d, read_humanml3d, write_humanml3d, (".npy",)
    )
)
