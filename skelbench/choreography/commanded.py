"""Angles of a clip from its commands: what the body was told, before anything is posed or measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.choreography.performance import Performance
from skelbench.choreography.rig import Rig, turned
from skelbench.choreography.timeline import Target

__all__ = ["Commanded", "commanded_angles", "greatest_lean", "trunk_lean"]

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


@dataclass(frozen=True)
class Commanded:
    """The largest angle that a joint is told in a clip, as `evidence` names the quantity."""

    quantity: str
    side: Literal["left", "right", ""]
    degrees: float


def commanded_angles(played: Performance) -> tuple[Commanded, ...]:
    """Largest angles of the clip's first person, of the trunk and of the joints that are told angles.

    Of a body that topples as a whole the trunk's lean is no angle of its own; an arm counts where it is told angles
    from the first command to the last, a knee where it is told its flexion (and bends farther than standing does).
    """
    timeline = played.timelines[0]
    found: list[Commanded] = []
    upright = timeline.start.get("topple")
    topples = bool(timeline.commands.get("topple")) or (isinstance(upright, np.ndarray) and bool(upright.any()))
    if not topples:
        lean = float(trunk_lean(played, played.times).max())
        found.append(Commanded("trunk_lean", "", lean))
    for channel in ("hand", "other"):
        targets = [timeline.start[channel], *(c.value for c in timeline.commands.get(channel, ()))]
        if all(isinstance(target, Target) and target.place == "angles" for target in targets):
            left = (played.side == 1) != (channel == "other")
            bends = [target.offset[2] for target in targets if isinstance(target, Target)]
            found.append(Commanded("elbow_flexion", "left" if left else "right", float(max(bends))))
    told = [timeline.start.get("crouch"), *(c.value for c in timeline.commands.get("crouch", ()))]
    flexions = [float(value[0]) for value in told if isinstance(value, np.ndarray)]
    if flexions and max(flexions) > 45.0:
        found.append(Commanded("knee_flexion", "left" if played.side == 1 else "right", max(flexions)))
    return tuple(found)
