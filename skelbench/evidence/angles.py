"""Joint angles in degrees, by the signs of the ISB (Wu 2002, 2005) as far as joint centres show them.

Flexion of knee and elbow is 0 for a straight limb; the included angle is 180 less the flexion. Axial rotations of
limbs cannot be told from joint centres and are not here. Left and right have the same sign for the same movement.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence.body import UP, Body
from skelbench.evidence.formula import formula

__all__ = ["angle_between", "elbow_flexion", "hip_flexion", "knee_flexion", "shoulder_elevation", "trunk_lean"]

FloatArray = npt.NDArray[np.float64]

WU_2002 = "Wu et al. 2002, J. Biomech. 35:543 (ISB, lower limb), from joint centres"
WU_2005 = "Wu et al. 2005, J. Biomech. 38:981 (ISB, upper limb), from joint centres"


def angle_between(a: FloatArray, b: FloatArray) -> FloatArray:
    """Angle in degrees between vectors along the last axis: atan2(|a × b|, a · b), exact near 0 and 180."""
    crossed = np.linalg.norm(np.cross(a, b), axis=-1)
    return np.asarray(np.degrees(np.arctan2(crossed, (a * b).sum(-1))))


@formula("knee_flexion", "deg", "*_hip *_knee *_ankle", "flexion of the {side} knee", WU_2002)
def knee_flexion(body: Body, side: str) -> FloatArray:
    """180° − ∠(hip, knee, ankle): the angle between thigh and shank, 0 when straight."""
    hip, knee, ankle = (body.point(f"{side}_{mark}") for mark in ("hip", "knee", "ankle"))
    return angle_between(knee - hip, ankle - knee)


@formula("elbow_flexion", "deg", "*_shoulder *_elbow *_wrist", "flexion of the {side} elbow", WU_2005)
def elbow_flexion(body: Body, side: str) -> FloatArray:
    """180° − ∠(shoulder, elbow, wrist): the angle between upper arm and forearm, 0 when straight."""
    shoulder, elbow, wrist = (body.point(f"{side}_{mark}") for mark in ("shoulder", "elbow", "wrist"))
    return angle_between(elbow - shoulder, wrist - elbow)


@formula("hip_flexion", "deg", "*_hip *_knee pelvis neck frame", "flexion of the {side} hip", WU_2002)
def hip_flexion(body: Body, side: str) -> FloatArray:
    """Angle from the trunk's downward axis to the thigh, both projected on the sagittal plane; forward is positive."""
    thigh = body.point(f"{side}_knee") - body.point(f"{side}_hip")
    down = body.point("pelvis") - body.point("neck")

    def sagittal(vector: FloatArray) -> FloatArray:
        return np.asarray(np.arctan2((vector * body.forward).sum(-1), -vector[..., 1]))

    turn = np.degrees(sagittal(thigh) - sagittal(down))
    return np.asarray((turn + 180.0) % 360.0 - 180.0)


@formula("shoulder_elevation", "deg", "*_shoulder *_elbow pelvis neck", "elevation of the {side} upper arm", WU_2005)
def shoulder_elevation(body: Body, side: str) -> FloatArray:
    """Angle between the upper arm and the trunk's downward axis: 0 hanging, 90 level, 180 overhead."""
    return angle_between(
        body.point(f"{side}_elbow") - body.point(f"{side}_shoulder"), body.point("pelvis") - body.point("neck")
    )


@formula("trunk_lean", "deg", "pelvis neck", "lean of the trunk from upright", "angle of (neck - pelvis) to vertical")
def trunk_lean(body: Body, side: str) -> FloatArray:
    """Angle between pelvis-to-neck and the vertical, whatever the direction of the lean."""
    trunk = body.point("neck") - body.point("pelvis")
    return angle_between(trunk, np.broadcast_to(UP, trunk.shape))
