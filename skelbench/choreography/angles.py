"""An arm that is told by its joints: where elbow and palm are when the angles are what was asked for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.choreography.curves import minimum_jerk
from skelbench.choreography.rig import SIDES, Rig, apply
from skelbench.choreography.timeline import Target

__all__ = ["arm_by_angles", "share_by_angles"]

FloatArray = npt.NDArray[np.float64]


def arm_by_angles(rig: Rig, channel: str) -> tuple[FloatArray, FloatArray]:
    """(T 3) elbow and palm of the arm whose angles a channel is told, one after the other by minimum jerk.

    In (out, up, forward) of the chest, for an upper arm raised by r in the plane p: it points along
    u = (sin r cos p, -cos r, sin r sin p); what was forward and out of the hanging arm is carried along by the turn
    that takes down to u, and the forearm leaves u by the bend, in the direction between them that `fold` names.
    """
    raised, plane, bend, fold = np.deg2rad(_told(rig, channel)).T
    (sr, cr), (sp, cp) = ((np.sin(a), np.cos(a)) for a in (raised, plane))
    upper = np.stack([sr * cp, -cr, sr * sp], -1)
    level = np.stack([cr * cp, sr, cr * sp], -1)  # what pointed out in that plane, carried along
    square = np.stack([-sp, 0 * sp, cp], -1)  # square to the plane, unmoved
    forward = sp[:, None] * level + cp[:, None] * square
    outward = cp[:, None] * level - sp[:, None] * square
    folded = np.cos(fold)[:, None] * forward + np.sin(fold)[:, None] * outward
    lower = np.cos(bend)[:, None] * upper + np.sin(bend)[:, None] * folded
    body, sign = rig.body, rig.side_of(channel)
    chest, shoulder = rig.turns["chest"], rig.joints[f"{SIDES[sign]}_shoulder"]
    mirrored = np.array([sign, 1.0, 1.0])
    elbow = shoulder + body.upper_arm * apply(chest, upper * mirrored)
    return elbow, elbow + (body.forearm + body.palm) * apply(chest, lower * mirrored)


def share_by_angles(rig: Rig, channel: str) -> FloatArray:
    """(T) how far an arm obeys angles: 1 while it is told them, between 0 and 1 on the way to or from a place."""
    by_angles = _is_angles(rig.timeline.start[channel])
    share = np.full(len(rig.times), float(by_angles))
    for command in rig.timeline.commands.get(channel, ()):
        change = float(_is_angles(command.value)) - float(by_angles)
        if change:
            share = share + change * minimum_jerk(_passed(rig, command.start, command.end))
        by_angles = _is_angles(command.value)
    return share


def _told(rig: Rig, channel: str) -> FloatArray:
    """(T 4) raised, plane, bend and fold in degrees; the first ones told hold before."""
    values = [(0.0, 0.0, rig.timeline.start[channel])]
    values += [(command.start, command.end, command.value) for command in rig.timeline.commands.get(channel, ())]
    told = [(a, b, _row(value)) for a, b, value in values if isinstance(value, Target) and value.place == "angles"]
    here = told[0][2]
    curve = np.repeat(here[None], len(rig.times), 0)
    for start, end, there in told[1:]:
        curve = curve + minimum_jerk(_passed(rig, start, end))[:, None] * (there - here)
        here = there
    return curve


def _row(target: Target) -> FloatArray:
    return np.array([*target.offset, target.arc[0]])


def _is_angles(value: object) -> bool:
    return isinstance(value, Target) and value.place == "angles"


def _passed(rig: Rig, start: float, end: float) -> FloatArray:
    return np.asarray((rig.times - start) / max(end - start, 1e-3))
