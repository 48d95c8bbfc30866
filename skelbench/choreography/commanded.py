"""Angles of a clip from its commands: what the body was told, before anything is posed or measured."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.choreography.performance import Performance
from skelbench.choreography.rig import Rig, turned

__all__ = ["greatest_lean", "trunk_lean"]

FloatArray = npt.NDArray[np.float64]

# How the spine shares a bend and a lean of the trunk: below and above its middle, as forward kinematics does.
_LOWER, _UPPER = (0.7, 0.85), (1.0, 1.1)
_LENGTHS = (1.0, 1.18)  # of the two halves, from the pelvis to the neck


def trunk_lean(played: Performance, times: FloatArray) -> FloatArray:
    """(T) degrees between the line from pelvis to neck and the vertical at clip times, for the first person."""
    carriage = played.carriages[0]
    rig = Rig(played.bodies[0], carriage, played.timelines[0], times + played.offset, played.side)
    degrees = rig.values("trunk") + carriage.slouch
    bend, lean, twist = np.deg2rad(degrees).T * np.array([[1.0], [played.side], [played.side]])
    aside, breath = (_waves(rig, row) for row in (0, 2))
    bend, lean = bend + breath, lean + 0.5 * aside / rig.body.scale
    axes = [
        length * turned(share * twist, leaning * lean, bending * bend)[:, :, 1]
        for length, share, (leaning, bending) in zip(_LENGTHS, (0.6, 1.0), (_LOWER, _UPPER), strict=True)
    ]
    spine = axes[0] + axes[1]
    across = np.sqrt(spine[:, 0] ** 2 + spine[:, 2] ** 2)
    return np.asarray(np.degrees(np.arctan2(across, spine[:, 1])))


def greatest_lean(played: Performance) -> float:
    """The most the trunk leans in the clip, in degrees: where a command or the clip ends, and eight times a second."""
    timeline, last = played.timelines[0], float(played.times[-1])
    ends = [timeline.commands["trunk"][i].end for i in range(len(timeline.commands.get("trunk", ())))]
    seen = [
        *np.arange(0.0, last, 0.125),
        last,
        *(end - played.offset for end in ends if 0.0 < end - played.offset < last),
    ]
    return float(trunk_lean(played, np.array(seen)).max())


def _waves(rig: Rig, row: int) -> FloatArray:
    """(T) the carriage's own sway: to the side (row 0, metres) or breathing (row 2, radians of bend)."""
    total = np.zeros_like(rig.times)
    for index, (hz, turn, size) in enumerate(rig.carriage.sway):
        if index % 3 == row:
            total += size * np.sin(2 * np.pi * (hz * rig.times + turn))
    return total
