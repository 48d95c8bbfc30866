"""HumanML3D joints: an npy array (T, 22, 3) in metres, y up, 20 frames per second, the person starting towards +z.

Guo et al. 2022, https://github.com/EricGuo5513/HumanML3D
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from skelbench.errors import FormatError
from skelbench.formats.arrays import NPY_MAGIC, npy_shape, read_npy
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.formats.saving import save_bytes
from skelbench.skeleton import SMPL_22, SkeletonSequence, Space

__all__ = ["FPS", "looks_like_humanml3d", "read_humanml3d", "write_humanml3d"]

FPS = 20.0  # of the data set; the file does not say
_SHAPE = (len(SMPL_22.joints), 3)
_SPACE = Space(frame="body")
_HINT = {
    "263-d": "the 263-d vectors of new_joint_vecs are not read; give the file of the same name in new_joints",
    "other": "describe other arrays with a topology card",
}


def looks_like_humanml3d(recording: Recording) -> bool:
    """An npy header of shape (T, 22, 3)."""
    shape = npy_shape(recording.head)
    return shape is not None and len(shape) == 3 and shape[1:] == _SHAPE


def read_humanml3d(recording: Recording) -> SkeletonSequence:
    """One person, 22 joints of SMPL, body frame."""
    if not recording.content.startswith(NPY_MAGIC):
        raise recording.error("Expected an npy file of HumanML3D joints, found no NumPy file")
    shape = npy_shape(recording.head)
    if shape is None or len(shape) != 3 or shape[1:] != _SHAPE or shape[0] < 1:
        hint = _HINT["263-d" if shape is not None and shape[-1:] == (263,) else "other"]
        raise recording.error(f"Expected HumanML3D joints of shape (T, 22, 3), found {shape}; {hint}")
    joints = read_npy(recording, recording.content).astype(np.float64)
    recording.check_size(len(joints), len(SMPL_22.joints))
    recording.check_reach(joints)
    empty, broken = (joints == 0).all((1, 2)), ~np.isfinite(joints).all(-1)
    joints[empty] = np.nan
    guesses = [f"{FPS:g} frames per second, the data set's rate: the file holds joints only",
               "metres, y up, facing +z at the start, as the data set defines"]  # fmt: skip
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
    FormatReader("HumanML3D joints, npy (T, 22, 3)", looks_like_humanml3d, read_humanml3d, write_humanml3d, (".npy",))
)
