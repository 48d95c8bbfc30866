"""Signed angles and shifts of trunk, head and hips in the body frame: which way they bend, turn and go."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence.body import Body
from skelbench.evidence.formula import formula

__all__ = [
    "head_forward", "head_left", "head_turn", "hips_forward", "hips_left", "trunk_forward", "trunk_left", "trunk_turn",
]  # fmt: skip

FloatArray = npt.NDArray[np.float64]

FRAME = "angle in the body frame (left from hips and shoulders, world up, forward = left x up)"
SHIFT = "shift in the median body frame of the clip"


def _lean(axis: FloatArray, towards: FloatArray) -> FloatArray:
    """Degrees by which an upward vector leans towards a horizontal direction."""
    return np.asarray(np.degrees(np.arctan2((axis * towards).sum(-1), axis[..., 1])))


@formula("trunk_forward", "deg", "pelvis neck frame", "forward lean of the trunk", FRAME)
def trunk_forward(body: Body, side: str) -> FloatArray:
    """Angle of (neck − pelvis) from upright towards the front; negative leans back."""
    return _lean(body.point("neck") - body.point("pelvis"), body.forward)


@formula("trunk_left", "deg", "pelvis neck frame", "lean of the trunk to the left", FRAME)
def trunk_left(body: Body, side: str) -> FloatArray:
    """Angle of (neck − pelvis) from upright towards the left; negative leans to the right."""
    return _lean(body.point("neck") - body.point("pelvis"), body.left)


@formula(
    "trunk_turn", "deg", "left_hip right_hip left_shoulder right_shoulder", "turn of the shoulders to the left", FRAME
)
def trunk_turn(body: Body, side: str) -> FloatArray:
    """Angle about the vertical from the line of the hips to the line of the shoulders; positive turns left."""
    hips = body.point("left_hip") - body.point("right_hip")
    shoulders = body.point("left_shoulder") - body.point("right_shoulder")
    # Turning left (seen from above, anticlockwise) moves the left shoulder back: about +y, x to the left, z forward.
    cross = shoulders[..., 0] * hips[..., 2] - shoulders[..., 2] * hips[..., 0]
    dot = shoulders[..., 0] * hips[..., 0] + shoulders[..., 2] * hips[..., 2]
    return np.asarray(np.degrees(np.arctan2(cross, dot)))


@formula("head_forward", "deg", "head neck pelvis frame", "forward bend of the head against the trunk", FRAME)
def head_forward(body: Body, side: str) -> FloatArray:
    """Lean of (head − neck) less that of (neck − pelvis), towards the front."""
    head, trunk = body.point("head") - body.point("neck"), body.point("neck") - body.point("pelvis")
    return _lean(head, body.forward) - _lean(trunk, body.forward)


@formula("head_left", "deg", "head neck pelvis frame", "bend of the head to the left against the trunk", FRAME)
def head_left(body: Body, side: str) -> FloatArray:
    """Lean of (head − neck) less that of (neck − pelvis), towards the left."""
    head, trunk = body.point("head") - body.point("neck"), body.point("neck") - body.point("pelvis")
    return _lean(head, body.left) - _lean(trunk, body.left)


@formula("head_turn", "deg", "left_ear right_ear left_shoulder right_shoulder", "turn of the head to the left", FRAME)
def head_turn(body: Body, side: str) -> FloatArray:
    """Angle about the vertical from the line of the shoulders to the line of the ears; NaN without ears of its own.

    A head that is one joint shows no turn: ears built from the trunk's frame would always face forward.
    """
    if not body.topology.has("left_ear", "right_ear"):
        return np.full(body.tracks.shape[:2], np.nan)
    ears = body.point("left_ear") - body.point("right_ear")
    shoulders = body.point("left_shoulder") - body.point("right_shoulder")
    cross = ears[..., 0] * shoulders[..., 2] - ears[..., 2] * shoulders[..., 0]
    dot = ears[..., 0] * shoulders[..., 0] + ears[..., 2] * shoulders[..., 2]
    return np.asarray(np.degrees(np.arctan2(cross, dot)))


def _shift(body: Body, direction: FloatArray) -> FloatArray:
    middle = np.nanmedian(direction, axis=1, keepdims=True)
    return np.asarray((body.point("pelvis") * middle).sum(-1))


@formula("hips_left", "m", "pelvis frame", "shift of the hips to the left", SHIFT)
def hips_left(body: Body, side: str) -> FloatArray:
    """Pelvis along the clip's median leftward direction."""
    return _shift(body, body.left)


@formula("hips_forward", "m", "pelvis frame", "shift of the hips forward", SHIFT)
def hips_forward(body: Body, side: str) -> FloatArray:
    """Pelvis along the clip's median forward direction."""
    return _shift(body, body.forward)
