"""What the body itself stands in the way of: hands go round trunk and head, and hips sink where a leg is too short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.choreography.curves import minimum_jerk, soft_above
from skelbench.choreography.rig import Rig, crossed, unit

__all__ = ["HEAD_RADIUS", "TRUNK_RADII", "Trunk", "out_of_the_body", "sunk_to_reach"]

FloatArray = npt.NDArray[np.float64]

# Half breadth and half depth of the trunk (about 0.28 and 0.24 m) and half the breadth of the head (0.155 m), less half
# the thickness of a hand: what the joint of a hand that lies on them keeps away. Gordon et al. 2014, ANSUR II, NATICK/
# TR-15/007, chest breadth, waist depth and head breadth, rounded means of the two sexes.
TRUNK_RADII = (0.14, 0.095)
HEAD_RADIUS = 0.08
_ROUNDING = 0.06  # share of the radius over which a way is bent
_SINKING = 0.002  # metres over which hips begin to sink
_WELL_OUTSIDE = 1.5  # from here on nothing is bent


@dataclass(frozen=True, eq=False)
class Trunk:
    """An elliptic cylinder from the pelvis to the level of the shoulders, frame by frame."""

    low: FloatArray  # (T 3)
    axis: FloatArray  # (T 3) of length 1
    height: FloatArray  # (T)
    left: FloatArray  # (T 3)
    ahead: FloatArray  # (T 3)
    scale: float

    @staticmethod
    def of(rig: Rig) -> Trunk:
        """The trunk of a body whose spine has been posed."""
        low = rig.joints["pelvis"]
        axis = rig.joints["spine_shoulder"] - low
        height = np.sqrt((axis * axis).sum(-1))
        axis = axis / height[:, None]
        left = unit(crossed(axis, rig.turns["chest"][:, :, 2]))
        return Trunk(low, axis, height, left, crossed(left, axis), rig.body.scale)

    def depth(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(... T) how far points (... T 3) lie from the axis, 1 on the surface; and (... T 3) the way from the axis.

        Above and below the trunk the distance grows.
        """
        from_low = points - self.low
        along = (from_low * self.axis).sum(-1)
        outward = from_low - along[..., None] * self.axis
        out, forward = (outward * self.left).sum(-1), (outward * self.ahead).sum(-1)
        a, b = (radius * self.scale for radius in TRUNK_RADII)
        share = along / self.height
        beyond = np.maximum(np.maximum(-share, share - 1.0), 0.0)
        return np.sqrt((out / a) ** 2 + (forward / b) ** 2) + 60.0 * beyond**3, outward


def out_of_the_body(rig: Rig, trunk: Trunk, points: FloatArray) -> FloatArray | None:
    """(T 3) what has to be added to a hand so that points of it (N T 3) leave trunk and head; None for nothing."""
    push = None
    depth, outward = trunk.depth(points)
    if depth.min() < _WELL_OUTSIDE:
        push = _push(depth, outward, _ROUNDING)
    from_head = points - rig.joints["head"]
    away = np.sqrt((from_head * from_head).sum(-1)) / (HEAD_RADIUS * rig.body.scale)
    if away.min() < _WELL_OUTSIDE:
        push = _push(away, from_head, 2.0 * _ROUNDING) + (0.0 if push is None else push)
    return push


def _push(depth: FloatArray, outward: FloatArray, rounding: float) -> FloatArray:
    """(T 3) the sum of what the points lack, corners rounded and nothing left of it from well outside on."""
    missing = soft_above(1.0 - depth, rounding) * minimum_jerk((_WELL_OUTSIDE - depth) / 0.3)
    return np.asarray(((missing / np.maximum(depth, 0.15))[..., None] * outward).sum(0))


def sunk_to_reach(rig: Rig, pelvis: FloatArray, ankles: dict[int, FloatArray], leg: float) -> FloatArray:
    """(T) metres by which the pelvis has to sink for every leg to reach its foothold.

    A leg of length l reaches the ankle if the hip is at most √(l² - gap²) above it, gap the level way between them.
    """
    lacking = [np.zeros(len(pelvis))]
    for sign, ankle in ankles.items():
        hip = pelvis + rig.turns["heading"][:, :, 0] * (sign * rig.body.hip)
        gap = (hip - ankle)[:, [0, 2]]
        highest = ankle[:, 1] + np.sqrt(np.maximum(leg**2 - (gap * gap).sum(-1), 0.04))
        lacking.append((pelvis[:, 1] - highest) / _SINKING)
    return np.asarray(_SINKING * np.logaddexp.reduce(lacking))
