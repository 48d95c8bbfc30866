"""What is between two people: how far a hand is from the other one, the gap between both, and who moves more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence.body import UP, Body
from skelbench.evidence.formula import sided

__all__ = ["facing_deg", "gap_between", "reach_to_other"]

FloatArray = npt.NDArray[np.float64]


def reach_to_other(body: Body, other: Body, part: str, side: str) -> FloatArray | None:
    """(S T) metres from a hand or foot to the nearest joint of the other person; None where it cannot be told."""
    tip = sided("*_hand" if part in ("hand", "arm") else "*_ankle", side)
    if body.is_flat or other.is_flat or not body.has(tip):
        return None
    gaps = np.linalg.norm(other.tracks - body.point(tip)[:, :, None], axis=-1)
    return np.asarray(np.nanmin(np.where(np.isfinite(gaps), gaps, np.inf), axis=-1))


def gap_between(body: Body, other: Body) -> FloatArray | None:
    """(S T) horizontal metres between both pelvises; None without them."""
    if body.is_flat or other.is_flat or not (body.has("pelvis") and other.has("pelvis")):
        return None
    apart = (body.point("pelvis") - other.point("pelvis")) * (1.0, 0.0, 1.0)
    return np.asarray(np.linalg.norm(apart, axis=-1))


def facing_deg(body: Body, other: Body) -> FloatArray | None:
    """(S T) degrees between where a person faces and the way to the other one: 0 face to face."""
    if body.is_flat or not (body.has("frame", "pelvis") and other.has("pelvis")):
        return None
    way = (other.point("pelvis") - body.point("pelvis")) * (1.0, 0.0, 1.0)
    cross = (np.cross(body.forward, way) * UP).sum(-1)
    return np.asarray(np.degrees(np.arctan2(np.abs(cross), (body.forward * way).sum(-1))))
