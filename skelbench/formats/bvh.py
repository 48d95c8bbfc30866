"""BVH (Biovision hierarchy) of any skeleton: forward kinematics, then metres and y up by the size of the body.

World position of joint j under parent p: X_j = X_p + G_p o_j, G_j = G_p R_j, where o_j is its OFFSET (or its position
channels, which replace it) and R_j the product of its axis rotations in channel order.
Meredith & Maddock 2001, "Motion capture file formats explained".
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.formats.bvh_file import BvhJoint, BvhMotion, parse_bvh
from skelbench.formats.bvh_writer import write_bvh
from skelbench.formats.human_names import hierarchy_topology
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.formats.units import axes_of_body, metres_of_body
from skelbench.skeleton import SkeletonSequence, Space

__all__ = ["forward_kinematics", "looks_like_bvh", "read_bvh"]

Floats = npt.NDArray[np.float64]
_FRAMES_AT_ONCE = 4096


def looks_like_bvh(recording: Recording) -> bool:
    """The word HIERARCHY comes first."""
    return bool(recording.head_lines) and recording.head_lines[0].strip().upper() == "HIERARCHY"


def read_bvh(recording: Recording) -> SkeletonSequence:
    """One person (or animal) in metres, y up, the file's joint names kept, End Sites as joints `<parent>_end`."""
    motion = parse_bvh(recording)
    names = [joint.name for joint in motion.joints]
    topology = hierarchy_topology(f"bvh_{len(names)}", names, [joint.parent for joint in motion.joints])
    positions = np.concatenate(
        [
            forward_kinematics(motion.joints, motion.values[start : start + _FRAMES_AT_ONCE])
            for start in range(0, len(motion.values), _FRAMES_AT_ONCE)
        ]
    )[:, None]
    guesses = [] if topology.is_human else ["no human body by its joint names: no landmarks, no parts"]
    if motion.renamed:
        guesses.append(f"{motion.renamed} joint names appear twice: a number was added to the later ones")
    positions, unit_guess = metres_of_body(topology, positions)
    positions, axes_guesses = axes_of_body(topology, positions)
    fps, time_guesses = _frame_rate(motion)
    return recording.sequence(
        recording.source("bvh"), topology, positions, np.arange(len(positions)) / fps,
        space=Space(frame="body"), guesses=(*guesses, unit_guess, *axes_guesses, *time_guesses),
    )  # fmt: skip


def _frame_rate(motion: BvhMotion) -> tuple[float, list[str]]:
    """Frames per second; a rounded frame time (0.0333333) means the whole number near it."""
    if motion.frame_time <= 0:
        return 30.0, []  # one frame: nothing depends on it
    fps = 1 / motion.frame_time
    if 0 < abs(fps - round(fps)) < 1e-4 * fps:
        return float(round(fps)), [f"the frame time {motion.frame_time:g} s is read as {round(fps)} frames per second"]
    return fps, []


def forward_kinematics(joints: tuple[BvhJoint, ...], values: Floats) -> Floats:
    """(T J 3) world positions in the file's own unit and axes, from (T, channels) in degrees and file units."""
    frames = len(values)
    positions = np.zeros((frames, len(joints), 3))
    turns: list[Floats] = []
    for row, joint in enumerate(joints):
        offset = np.tile(np.array(joint.offset), (frames, 1))
        turn = np.tile(np.eye(3), (frames, 1, 1))
        for kind, axis, column in joint.channels:
            if kind == "position":
                offset[:, axis] = values[:, column]
            else:
                turn = turn @ _axis_rotation(axis, np.radians(values[:, column]))
        if joint.parent < 0:
            positions[:, row] = offset
        else:
            positions[:, row] = positions[:, joint.parent] + (turns[joint.parent] @ offset[..., None])[..., 0]
            turn = turns[joint.parent] @ turn
        turns.append(turn)
    return positions


def _axis_rotation(axis: int, angle: Floats) -> Floats:
    """(T 3 3) right-handed rotations about x, y or z."""
    turn = np.zeros((len(angle), 3, 3))
    first, second = (axis + 1) % 3, (axis + 2) % 3
    turn[:, axis, axis] = 1
    turn[:, first, first] = turn[:, second, second] = np.cos(angle)
    turn[:, second, first] = np.sin(angle)
    turn[:, first, second] = -np.sin(angle)
    return turn


FORMATS.register("bvh")(
    FormatReader("BVH motion capture, any hierarchy", looks_like_bvh, read_bvh, write_bvh, (".bvh",))
)
