"""UI-PRMD: Kinect offsets and angles from parent to child, put together by forward kinematics; and Vicon markers.

Vakanski et al. 2018, A Data Set of Human Body Movements for Physical Rehabilitation Exercises,
https://www.mdpi.com/2306-5729/3/1/2. Comma separated text, packed with gzip or not, a row a frame, no header:
66 columns are 22 Kinect joints (offsets in cm in `..._positions`, degrees in `..._angles`), 117 are 39 markers in mm.

    R(a) = Rz(γ) Ry(β) Rx(α),  a_j = (α, β, γ) of joint j
    X_0 = offset_0,  G_0 = R(a_0)
    X_j = X_parent + P_j offset_j,  G_j = P_j R(a_j)
    P_j = R(a_chest) for the collars, G_parent for all others
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.formats.gzipped import unpacked, unpacked_head
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording, number_table
from skelbench.skeleton import PLUG_IN_GAIT_39, UI_PRMD_22, SkeletonSequence, Space

__all__ = ["KINECT_FPS", "VICON_FPS", "forward_kinematics", "looks_like_ui_prmd", "read_ui_prmd"]

KINECT_FPS, VICON_FPS = 30.0, 100.0  # of the data set's description; the files hold no times
_PARENTS = (-1, 0, 1, 2, 3, 4, 2, 6, 7, 8, 2, 10, 11, 12, 0, 14, 15, 16, 0, 18, 19, 20)
_CHEST, _COLLARS = 2, (6, 10)
_KINECT, _VICON = 3 * len(UI_PRMD_22.joints), 3 * len(PLUG_IN_GAIT_39.joints)
_LARGEST_FILE = 100_000_000  # bytes, unpacked; an hour of Kinect joints has 75 million
_NUMBER = re.compile(rb"\s*([-+0-9.eE]+|nan)\s*", re.IGNORECASE)

Floats = npt.NDArray[np.float64]


def looks_like_ui_prmd(recording: Recording) -> bool:
    """A first line of 66 or 117 numbers, separated by commas; packed or not."""
    cells = unpacked_head(recording).split(b"\n", 1)[0].split(b",")
    return len(cells) in (_KINECT, _VICON) and all(_NUMBER.fullmatch(cell) for cell in cells)


def read_ui_prmd(recording: Recording) -> SkeletonSequence:
    """One person in metres: 22 Kinect joints in the camera frame, or 39 Vicon markers in the room's."""
    content = recording.content_of(recording.path)
    table = _table(recording, content)
    if table.shape[1] not in (_KINECT, _VICON):
        raise recording.error(f"Expected {_KINECT} Kinect or {_VICON} Vicon values a line, found {table.shape[1]}", 1)
    if table.shape[1] == _VICON:
        return _vicon(recording, content, table.reshape(len(table), -1, 3))
    angles = _angles_path(recording)
    beside = Recording(angles)
    angle_content = beside.content_of(angles)
    turns = _table(beside, angle_content)
    if turns.shape != table.shape:
        raise beside.error(f"Expected angles of {len(table)} frames and {_KINECT} values, found {turns.shape}")
    sha256 = hashlib.sha256(content + angle_content).hexdigest()
    return _kinect(recording, sha256, table.reshape(len(table), -1, 3), turns.reshape(len(table), -1, 3))


def _table(recording: Recording, content: bytes) -> Floats:
    text = unpacked(recording, content, _LARGEST_FILE).decode("ascii", errors="replace")
    lines = [(line, number) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise recording.error("Expected 1 frame or more, found an empty file")
    table = number_table(recording, [line for line, _ in lines], [number for _, number in lines], ",")
    recording.check_reach(table, [number for _, number in lines])
    return np.where(np.isfinite(table), table, np.nan)


def _angles_path(recording: Recording) -> Path:
    """The file of angles that belongs to a file of positions: .../Angles/m01_s01_e01_angles.txt.gz."""
    path = recording.path
    if "angles" in path.name:
        raise recording.error("Expected the file of positions, found the angles alone; give the one in Positions")
    name = path.name.replace("positions", "angles")
    names = (name, name.removesuffix(".gz"), f"{name}.gz")
    places = [folder / one for folder in (path.parent.parent / "Angles", path.parent) for one in names]
    found = next((place for place in places if place != path and place.is_file()), None)
    if found is None:
        raise recording.error(
            f"Expected the angles {places[0]} beside these offsets, found none; positions follow from both"
        )
    return found


def _kinect(recording: Recording, sha256: str, offsets: Floats, angles_deg: Floats) -> SkeletonSequence:
    recording.check_size(len(offsets), len(UI_PRMD_22.joints))
    points = 0.01 * forward_kinematics(offsets, np.radians(angles_deg))
    guesses = [f"{KINECT_FPS:g} frames per second, the data set's rate: the file has no times",
               "offsets in cm from parent to child and angles in degrees, as the data set describes"]  # fmt: skip
    missing = int((~np.isfinite(points)).any(-1).sum())
    if missing:
        guesses.append(f"{missing} joints are missing: they hang on offsets or angles without a number")
    # the file's x is the person's left, z the way to the sensor: half a turn about y makes it the camera frame
    return recording.sequence(
        recording.source("ui_prmd", sha256), UI_PRMD_22, (points * (-1.0, 1.0, -1.0))[:, None],
        np.arange(len(points)) / KINECT_FPS,
        guesses=tuple(guesses),
    )  # fmt: skip


def _vicon(recording: Recording, content: bytes, markers: Floats) -> SkeletonSequence:
    zero = (markers == 0).all(-1)
    points = 0.001 * np.where(zero[..., None], np.nan, markers)[..., [1, 2, 0]]  # x forward, y left, z up: left up fwd
    guesses = [f"{VICON_FPS:g} frames per second, the data set's rate: the file has no times",
               "markers in mm, z up, in the order of Plug-in Gait, as their places say"]  # fmt: skip
    if zero.any():
        guesses.append(f"{zero.sum()} markers at exactly (0, 0, 0) are taken as missing")
    return recording.sequence(
        recording.source("ui_prmd", hashlib.sha256(content).hexdigest()), PLUG_IN_GAIT_39, points[:, None],
        np.arange(len(points)) / VICON_FPS, space=Space(frame="body"), guesses=tuple(guesses),
    )  # fmt: skip


def forward_kinematics(offsets: Floats, angles: Floats) -> Floats:
    """(T 22 3) positions from offsets (T 22 3), in their unit, and angles (T 22 3), rad."""
    turns = _rotations(angles)
    places, frames = np.empty_like(offsets), np.empty_like(turns)
    places[:, 0], frames[:, 0] = offsets[:, 0], turns[:, 0]
    for joint, parent in enumerate(_PARENTS[1:], start=1):
        above = turns[:, _CHEST] if joint in _COLLARS else frames[:, parent]
        places[:, joint] = places[:, parent] + np.einsum("tab,tb->ta", above, offsets[:, joint])
        frames[:, joint] = above @ turns[:, joint]
    return places


def _rotations(angles: Floats) -> Floats:
    """(T J 3 3) of R = Rz(γ) Ry(β) Rx(α)."""
    (ca, cb, cg), (sa, sb, sg) = np.moveaxis(np.cos(angles), -1, 0), np.moveaxis(np.sin(angles), -1, 0)
    rows = [
        [cg * cb, cg * sb * sa - sg * ca, cg * sb * ca + sg * sa],
        [sg * cb, sg * sb * sa + cg * ca, sg * sb * ca - cg * sa],
        [-sb, cb * sa, cb * ca],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


FORMATS.register("ui_prmd")(
    FormatReader(
        "UI-PRMD text, Kinect offsets with angles beside them, or Vicon markers", looks_like_ui_prmd, read_ui_prmd,
        None, (".gz", ".txt"),
    )
)  # fmt: skip
