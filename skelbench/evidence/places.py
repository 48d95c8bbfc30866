"""Heights, distances and offsets in metres, between landmarks or from the floor."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence.body import Body
from skelbench.evidence.formula import FORMULAS, Formula, formula, sided

__all__ = [
    "ankle_forward",
    "ankle_lift",
    "body_lift",
    "hand_above_knee",
    "hand_before_face",
    "hand_forward",
    "hand_outward",
    "hand_reach",
    "lift",
    "stride",
]

FloatArray = npt.NDArray[np.float64]

SPACE = "Euclidean distance of landmarks"
HEIGHT = "difference of heights (world vertical)"
BODY = "offset in the body frame (left from hips and shoulders, world up, forward = left x up)"

# name, landmarks, in words
DISTANCES = (
    ("hand_to_head", "*_hand head", "distance of the {side} hand from the head"),
    ("hand_to_crown", "*_hand crown", "distance of the {side} hand from the crown of the head"),
    ("hand_to_mouth", "*_hand mouth", "distance of the {side} hand from the mouth"),
    ("hand_to_ear", "*_hand *_ear", "distance of the {side} hand from the {side} ear"),
    ("hand_to_hand", "left_hand right_hand", "distance between the hands"),
    ("hand_to_other", "*_hand ~_hand", "distance of the {side} hand from the {other} hand"),
    ("hand_to_foot", "*_hand *_foot", "distance of the {side} hand from the {side} foot"),
    ("hand_to_shoulder", "*_hand *_shoulder", "distance of the {side} hand from the {side} shoulder"),
    ("hand_to_pelvis", "*_hand pelvis", "distance of the {side} hand from the pelvis"),
    ("feet_apart", "left_ankle right_ankle", "distance between the ankles"),
)
HEIGHTS = (
    ("hand_above_shoulder", "*_hand *_shoulder", "height of the {side} hand above the {side} shoulder"),
    ("hand_above_head", "*_hand head", "height of the {side} hand above the head"),
    ("hand_above_mouth", "*_hand mouth", "height of the {side} hand above the mouth"),
    ("hand_above_pelvis", "*_hand pelvis", "height of the {side} hand above the pelvis"),
    ("hand_above_ankle", "*_hand *_ankle", "height of the {side} hand above the {side} ankle"),
    ("wrist_above_elbow", "*_wrist *_elbow", "height of the {side} wrist above the {side} elbow"),
    ("pelvis_above_ankles", "pelvis left_ankle right_ankle", "height of the pelvis above the ankles"),
    ("ankle_above_other", "*_ankle ~_ankle", "height of the {side} ankle above the {other} ankle"),
)
FLOOR_HEIGHTS = (
    ("pelvis_height", "pelvis", "height of the pelvis above the floor"),
    ("head_height", "head", "height of the head above the floor"),
    ("hand_height", "*_hand", "height of the {side} hand above the floor"),
    ("ankle_height", "*_ankle", "height of the {side} ankle above the floor"),
)


def _distance(first: str, second: str) -> Formula:
    name, needs, words = next(row for row in DISTANCES if row[1] == f"{first} {second}")

    def compute(body: Body, side: str) -> FloatArray:
        gap = body.point(sided(first, side)) - body.point(sided(second, side))
        return np.asarray(np.linalg.norm(gap, axis=-1))

    return Formula(name, "m", tuple(needs.split()), words, SPACE, compute)


def _height(name: str, needs: str, words: str) -> Formula:
    above, *below = needs.split()

    def compute(body: Body, side: str) -> FloatArray:
        ground = np.mean([body.point(sided(mark, side))[..., 1] for mark in below], axis=0)
        return np.asarray(body.point(sided(above, side))[..., 1] - ground)

    return Formula(name, "m", tuple(needs.split()), words, HEIGHT, compute)


def _floor_height(name: str, mark: str, words: str) -> Formula:
    def compute(body: Body, side: str) -> FloatArray:
        return np.asarray(body.point(sided(mark, side))[..., 1] - body.floor)

    return Formula(name, "m", (mark, "left_ankle", "right_ankle"), words, f"{HEIGHT}; floor = 5 % level", compute)


for _name, _needs, _words in DISTANCES:
    FORMULAS.register(_name)(_distance(*_needs.split()))
for _name, _needs, _words in HEIGHTS:
    FORMULAS.register(_name)(_height(_name, _needs, _words))
for _name, _needs, _words in FLOOR_HEIGHTS:
    FORMULAS.register(_name)(_floor_height(_name, _needs, _words))


@formula(
    "hand_above_knee", "m", "*_hand left_knee right_knee", "height of the {side} hand above the lower knee", HEIGHT
)
def hand_above_knee(body: Body, side: str) -> FloatArray:
    """Height of the hand less that of the lower knee (a kicking leg lifts its own)."""
    knees = np.minimum(body.point("left_knee")[..., 1], body.point("right_knee")[..., 1])
    return np.asarray(body.point(f"{side}_hand")[..., 1] - knees)


@formula("hand_forward", "m", "*_hand chest frame", "offset of the {side} hand in front of the chest", BODY)
def hand_forward(body: Body, side: str) -> FloatArray:
    """(hand − chest) · forward."""
    return np.asarray(((body.point(f"{side}_hand") - body.point("chest")) * body.forward).sum(-1))


@formula("hand_before_face", "m", "*_hand head frame", "offset of the {side} hand in front of the head", BODY)
def hand_before_face(body: Body, side: str) -> FloatArray:
    """(hand − head) · forward."""
    return np.asarray(((body.point(f"{side}_hand") - body.point("head")) * body.forward).sum(-1))


@formula("hand_outward", "m", "*_hand head frame", "sideways offset of the {side} hand from the head", BODY)
def hand_outward(body: Body, side: str) -> FloatArray:
    """(hand − head) · the side's own outward direction; positive away from the middle of the body."""
    outward = body.left if side == "left" else -body.left
    return np.asarray(((body.point(f"{side}_hand") - body.point("head")) * outward).sum(-1))


@formula("hand_reach", "m", "*_hand *_shoulder", "horizontal reach of the {side} hand from the {side} shoulder", BODY)
def hand_reach(body: Body, side: str) -> FloatArray:
    """Horizontal length of (hand − shoulder)."""
    arm = body.point(f"{side}_hand") - body.point(f"{side}_shoulder")
    return np.asarray(np.hypot(arm[..., 0], arm[..., 2]))


@formula("ankle_forward", "m", "*_ankle pelvis frame", "offset of the {side} ankle in front of the pelvis", BODY)
def ankle_forward(body: Body, side: str) -> FloatArray:
    """(ankle − pelvis) · forward."""
    return np.asarray(((body.point(f"{side}_ankle") - body.point("pelvis")) * body.forward).sum(-1))


@formula("stride", "m", "left_ankle right_ankle frame", "offset of the left foot in front of the right foot", BODY)
def stride(body: Body, side: str) -> FloatArray:
    """(left ankle − right ankle) · forward: swings about 0 while walking."""
    return np.asarray(((body.point("left_ankle") - body.point("right_ankle")) * body.forward).sum(-1))


def lift(body: Body, mark: str) -> FloatArray:
    """(S T) height of a landmark above its own low level (what it is above in 90 % of the clip)."""
    height = body.point(mark)[..., 1]
    known = height[:, np.isfinite(height[0])]
    low = np.quantile(known, 0.1, axis=1) if known.size else np.full(height.shape[0], np.nan)
    return np.asarray(height - low[:, None])


@formula("ankle_lift", "m", "*_ankle", "lift of the {side} ankle off its own stand", f"{HEIGHT}; stand = 10 % level")
def ankle_lift(body: Body, side: str) -> FloatArray:
    """Height of the ankle above the level it is above in 90 % of the clip."""
    return lift(body, f"{side}_ankle")


@formula(
    "body_lift",
    "m",
    "left_ankle right_ankle pelvis",
    "lift of both ankles and the pelvis at once",
    f"{HEIGHT}; stand of an ankle = its 10 % level, of the pelvis = its median",
)
def body_lift(body: Body, side: str) -> FloatArray:
    """The smallest of the lifts of both ankles and of the pelvis: positive only while all are off their stand.

    The pelvis has to rise too: a sensor loses the ankles of a person who bends down.
    """
    pelvis = body.point("pelvis")[..., 1]
    known = pelvis[:, np.isfinite(pelvis[0])]
    stand = np.median(known, axis=1) if known.size else np.full(pelvis.shape[0], np.nan)
    return np.asarray(np.minimum.reduce([lift(body, "left_ankle"), lift(body, "right_ankle"), pelvis - stand[:, None]]))
