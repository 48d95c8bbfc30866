"""Speeds in m/s and paths in metres (what cycles, frequencies and displacements are taken from)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence.body import Body
from skelbench.evidence.formula import formula
from skelbench.evidence.signals import FILTER_HZ

__all__ = ["ankle_speed", "hand_forward_speed", "hand_path", "hand_speed", "pelvis_path", "pelvis_speed"]

FloatArray = npt.NDArray[np.float64]

RATE = f"central differences of positions low-passed at {FILTER_HZ:g} Hz (Winter 2009, 2.2.4)"
PATH = f"positions low-passed at {FILTER_HZ:g} Hz"


@formula("hand_speed", "m/s", "*_hand chest", "speed of the {side} hand relative to the chest", RATE)
def hand_speed(body: Body, side: str) -> FloatArray:
    """|d(hand − chest)/dt|."""
    return body.speed(f"{side}_hand", "chest")


@formula("hand_forward_speed", "m/s", "*_hand chest frame", "forward speed of the {side} hand from the chest", RATE)
def hand_forward_speed(body: Body, side: str) -> FloatArray:
    """d(hand − chest)/dt · forward."""
    return np.asarray((body.velocity(f"{side}_hand", "chest") * body.forward).sum(-1))


@formula("ankle_speed", "m/s", "*_ankle pelvis", "speed of the {side} ankle relative to the pelvis", RATE)
def ankle_speed(body: Body, side: str) -> FloatArray:
    """|d(ankle − pelvis)/dt|."""
    return body.speed(f"{side}_ankle", "pelvis")


@formula("pelvis_speed", "m/s", "pelvis", "speed of the pelvis", RATE)
def pelvis_speed(body: Body, side: str) -> FloatArray:
    """|d pelvis/dt|."""
    return body.speed("pelvis")


@formula("hand_path", "m", "*_hand chest", "path of the {side} hand relative to the chest", PATH)
def hand_path(body: Body, side: str) -> FloatArray:
    """(S T 3) of hand − chest."""
    return body.point(f"{side}_hand") - body.point("chest")


@formula("pelvis_path", "m", "pelvis", "horizontal path of the pelvis", PATH)
def pelvis_path(body: Body, side: str) -> FloatArray:
    """(S T 3) of the pelvis, its height set to 0."""
    return np.asarray(body.point("pelvis") * (1.0, 0.0, 1.0))
