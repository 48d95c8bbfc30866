"""SBU Kinect Interaction: two people of 15 joints, in parts of the picture's width and height and of a depth's range.

Yun et al. 2012, Two-person Interaction Detection Using Body-Pose Features and Multiple Instance Learning (CVPR
workshops). Comma separated: frame number, 15 x (x, y, z) of the first person, 15 x (x, y, z) of the second.

    Z = 10 z / 7.8125
    X = (1/2 − x) W Z / f,  Y = (1/2 − y) H Z / f    (a pinhole: W = 640, H = 480, f = 580 pixels)
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import LARGEST_ROWS, Recording, number_table
from skelbench.skeleton import SBU_15, SkeletonSequence

__all__ = ["FPS", "looks_like_sbu", "read_sbu"]

FPS = 15.0  # of the data set's description
WIDTH, HEIGHT, FOCAL_LENGTH = 640.0, 480.0, 580.0  # pixels of the first Kinect's depth picture
DEPTH = 10 / 7.8125  # metres a unit of z
_JOINTS = len(SBU_15.joints)
_COLUMNS = 1 + 2 * 3 * _JOINTS
_FURTHEST_FRAME = 2**40

Floats = npt.NDArray[np.float64]


def looks_like_sbu(recording: Recording) -> bool:
    """Lines of 91 numbers separated by commas, of which the first is a whole number."""
    if not recording.head_lines:
        return False
    cells = recording.head_lines[0].strip().split(",")
    number = re.compile(r"[-+0-9.eE]+|nan", re.IGNORECASE)
    return len(cells) == _COLUMNS and cells[0].isdecimal() and all(number.fullmatch(cell.strip()) for cell in cells)


def read_sbu(recording: Recording) -> SkeletonSequence:
    """Two people in metres, camera frame, by a pinhole camera that the file does not state."""
    recording.check_bytes(LARGEST_ROWS)
    lines = [(line, number) for number, line in enumerate(recording.text.split("\n"), start=1) if line.strip()]
    numbers = [number for _, number in lines]
    table = number_table(recording, [line for line, _ in lines], numbers, ",")
    if table.shape[1] != _COLUMNS:
        raise recording.error(f"Expected {_COLUMNS} values a line, found {table.shape[1]}", line=numbers[0])
    frames = table[:, 0]
    for row, frame in enumerate(frames):
        if not (np.isfinite(frame) and frame == int(frame) and 0 <= frame < _FURTHEST_FRAME):
            raise recording.error(f"Expected a frame number, found {frame:g}", line=numbers[row])
        if row and frame <= frames[row - 1]:
            sentence = f"Expected frame numbers that increase, found {frame:g} after {frames[row - 1]:g}"
            raise recording.error(sentence, line=numbers[row])
    recording.check_reach(table, numbers)
    shares = table[:, 1:].reshape(len(table), 2, _JOINTS, 3)
    zero, broken = (shares == 0).all(-1), ~np.isfinite(shares).all(-1)
    points = _in_metres(np.where((zero | broken)[..., None], np.nan, shares))
    missing = int((zero | broken).sum())
    guesses = [
        f"{FPS:g} frames per second, the data set's rate: the file has frame numbers only",
        f"metres by a pinhole of {FOCAL_LENGTH:g} px and a picture of {WIDTH:g} x {HEIGHT:g}, as bone lengths say",
    ]
    if missing:
        guesses.append(f"{missing} joints at (0, 0, 0) or without finite coordinates are missing")
    return recording.sequence(
        recording.source("sbu"), SBU_15, points, (frames - frames[0]) / FPS, guesses=tuple(guesses)
    )


def _in_metres(shares: Floats) -> Floats:
    """Camera frame: x to the sensor's left (a picture's x grows to its right), y up, z away."""
    x, y, z = np.moveaxis(shares, -1, 0)
    depth = DEPTH * z
    return np.stack(
        [(0.5 - x) * WIDTH * depth / FOCAL_LENGTH, (0.5 - y) * HEIGHT * depth / FOCAL_LENGTH, depth], axis=-1
    )


FORMATS.register("sbu")(
    FormatReader("SBU Kinect Interaction, two people of 15 joints", looks_like_sbu, read_sbu, None, (".txt",))
)
