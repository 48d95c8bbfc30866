"""`place_in_view`, the only door into a renderer, and `mirror`, which swaps sides and words together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.errors import SkeletonError
from skelbench.records import Truth, as_json, truth_from_json
from skelbench.skeleton.rest import STATURE, canonical_pose
from skelbench.skeleton.sequence import SkeletonSequence, Space

__all__ = [
    "METRES_PER_UNIT",
    "TORSO_LENGTH",
    "VIEW_DISTANCE",
    "facing_angle",
    "mirror",
    "place_in_view",
    "swap_sides",
]

FloatArray = npt.NDArray[np.float64]

_REFLECTED = np.array([1, 1, -1, -1], dtype=np.float32)  # negating x turns a rotation (w, x, y, z) into (w, x, -y, -z)
METRES_PER_UNIT = {"m": 1.0, "cm": 0.01, "mm": 0.001}
TORSO_LENGTH = 0.5  # metres from pelvis to neck to which a 2-D skeleton is scaled; de Leva 1996: 0.49 to 0.53
VIEW_DISTANCE = 3.0  # metres from the camera to the middle of a clip that has no place of its own
_TORSO_SHARE = 0.29  # of the body's height (Drillis & Contini 1966)
_LEAST_BONE = 0.08  # metres; shorter ones (eyes, ears, toes) tell little of how large somebody is
_NEAREST = 0.3  # metres: nearer than this (or behind the camera) is no place to be seen
_FACING_SECONDS = 0.5  # the initial facing is the median over this much of the clip's start
_APART = 0.3  # metres; nearer than this two skeletons are one person tracked twice
_IN_LINE = np.radians(45)  # largest angle between where one looks and where the other stands

# The turn (unit quaternion w x y z) that brings each "up" to +y; "-y" is a picture's: x right, y down, z away.
_UPRIGHT = {"y": (1.0, 0.0, 0.0, 0.0), "z": (0.5**0.5, -(0.5**0.5), 0.0, 0.0), "-y": (0.0, 0.0, 0.0, 1.0)}
_HALF_TURN = (0.0, 0.0, 1.0, 0.0)  # about y: the body frame looks along +z, a camera's guest along -z


def place_in_view(sequence: SkeletonSequence, facing: Literal["camera", "keep"] = "camera") -> SkeletonSequence:
    """The sequence in the camera frame: x to the sensor's left, y up, z away, metres, three dimensions.

    Recordings of a camera keep their place; others are put `VIEW_DISTANCE` away. With `facing="camera"` the clip is
    turned about the vertical so that the first person starts facing the camera (unknown where hips and shoulders
    are missing: then nothing is turned, and the guesses say so). Where that would put a second person before or behind
    the first, the pair is seen from the side instead, by the smallest turn, or one would hide the other. A 2-D clip
    gets a constant depth and a torso of `TORSO_LENGTH`; it cannot be turned.

    Raises:
        SkeletonError: nobody is in the clip, or its unit is unknown.
    """
    if not sequence.valid.any():
        raise SkeletonError("Expected at least one joint to draw, found a clip with nobody in it")
    if sequence.dimensions == 2 or sequence.space.frame == "image":
        return _stand_up_picture(sequence)
    points, rotation = _upright(sequence)
    guesses: list[str] = []
    if facing == "camera":
        angle = _side_angle(points, sequence)
        angle = facing_angle(points, sequence) if angle is None else angle
        if angle is None:
            guesses.append("facing unknown (hips and shoulders missing): the clip was not turned to the camera")
        else:
            turn = np.array([np.cos(angle / 2), 0.0, -np.sin(angle / 2), 0.0])
            points, rotation = _turned(points, turn), _product(turn, rotation)
    depth = float(np.nanmedian(points[..., 2]))
    if sequence.space.frame == "body":
        points = _moved_away(points)
    elif depth < _NEAREST:
        points = _moved_away(points)
        guesses.append(f"{depth:.2f} m before the camera nobody is seen: the clip was put {VIEW_DISTANCE:g} m away")
    return sequence.changed(
        positions=points.astype(np.float32),
        orientations=_turned_orientations(sequence, rotation),
        space=Space(),
        guesses=(*sequence.guesses, *(guess for guess in guesses if guess not in sequence.guesses)),
        history=f"placed in view ({facing})",
    )


def facing_angle(points: FloatArray, sequence: SkeletonSequence) -> float | None:
    """Angle (rad, about y) from "towards the camera" (-z) to where the first person to be seen looks at first."""
    across = _across(points, sequence)
    if across is None:
        return None
    early = _early(across, sequence)
    person = int(np.argmax(early.any(0)))
    return _angle_of(_forward(across, early, person)) if early.any() else None


def _side_angle(points: FloatArray, sequence: SkeletonSequence) -> float | None:
    """The smallest turn that sees two people from the side; None where the first may face the camera.

    It may not where the second stands within `_IN_LINE` of where it looks, or behind it, at least `_APART` away.
    """
    across = _across(points, sequence)
    if across is None:
        return None
    early = _early(across, sequence)
    pair = np.flatnonzero(early.any(0))[:2]
    if len(pair) < 2:
        return None
    first, second = (np.nanmedian(points[early[:, person], person].reshape(-1, 3), axis=0)[[0, 2]] for person in pair)
    apart = float(np.linalg.norm(second - first))
    if apart < _APART:
        return None
    way = (second - first) / apart
    if abs(float(_forward(across, early, int(pair[0])) @ way)) < np.cos(_IN_LINE):
        return None
    angle = _angle_of(np.array([-way[1], way[0]]))
    if angle is None or abs(angle) <= np.pi / 2 + 1e-6:
        return angle
    return float(angle - np.copysign(np.pi, angle))


def _across(points: FloatArray, sequence: SkeletonSequence) -> FloatArray | None:
    """(T P 3) from right to left, summed over what is there of hips and shoulders; 0 where nothing is."""
    if not sequence.topology.has("left_hip", "right_hip", "left_shoulder", "right_shoulder"):
        return None
    across = np.zeros((*points.shape[:2], 3))
    for landmark in ("hip", "shoulder"):
        left, right = (
            points[:, :, list(sequence.topology.rows_of(f"{side}_{landmark}"))].mean(2) for side in ("left", "right")
        )
        across += np.nan_to_num(left - right)
    return across


def _early(across: FloatArray, sequence: SkeletonSequence) -> npt.NDArray[np.bool_]:
    """(T P) the first `_FACING_SECONDS` of whoever is seen, from when somebody is."""
    seen = np.abs(across).sum(-1) > 1e-6
    if not seen.any():
        return np.asarray(seen)
    first = sequence.times[np.argmax(seen.any(1))]
    return np.asarray(seen & (sequence.times <= first + _FACING_SECONDS)[:, None])


def _forward(across: FloatArray, early: npt.NDArray[np.bool_], person: int) -> FloatArray:
    """(x, z) of where somebody looks at first, of length 1, or 0 where that is not known."""
    left_x, left_z = np.median(across[early[:, person], person][:, [0, 2]], axis=0)
    forward = np.array([-left_z, left_x])  # left x up = forward, for x left, y up, z forward
    size = float(np.hypot(*forward))
    return forward / size if size >= 1e-6 else np.zeros(2)


def _angle_of(forward: FloatArray) -> float | None:
    """Angle (rad, about y) from -z to a direction (x, z); None where there is none."""
    return float(np.arctan2(-forward[0], -forward[1])) if forward.any() else None


def _upright(sequence: SkeletonSequence) -> tuple[FloatArray, FloatArray]:
    """Positions in metres, right-handed with y up, looking as a camera's guest does; and the turn that did it."""
    space = sequence.space
    if space.unit not in METRES_PER_UNIT:
        raise SkeletonError(
            f"Expected metres, cm or mm to place a clip in view, found unit '{space.unit}'; name the unit it is in"
        )
    rotation = np.array(_UPRIGHT[space.up])
    if space.frame == "body":
        rotation = _product(np.array(_HALF_TURN), rotation)
    reflection = (1.0, 1.0, 1.0) if space.handedness == "right" else (-1.0, 1.0, 1.0)
    points = sequence.positions.astype(np.float64) * reflection * METRES_PER_UNIT[space.unit]
    return np.asarray(points @ _matrix(rotation).T), rotation


def _turned(points: FloatArray, turn: FloatArray) -> FloatArray:
    """Turn about the vertical through the middle of all joints, so that the clip keeps its place."""
    centre = np.nanmedian(points.reshape(-1, 3), axis=0) * (1.0, 0.0, 1.0)
    return np.asarray((points - centre) @ _matrix(turn).T + centre)


def _moved_away(points: FloatArray) -> FloatArray:
    middle = np.nanmedian(points.reshape(-1, 3), axis=0)
    return np.asarray(points - middle + (0.0, 0.0, VIEW_DISTANCE))


def _turned_orientations(sequence: SkeletonSequence, rotation: FloatArray) -> npt.NDArray[np.float32] | None:
    if sequence.orientations is None:
        return None
    orientations = sequence.orientations.astype(np.float64)
    if sequence.space.handedness == "left":
        orientations = orientations * _REFLECTED
    return _product(rotation, orientations).astype(np.float32)


def _matrix(q: FloatArray) -> FloatArray:
    """The rotation of a unit quaternion w x y z: v' = v + 2w (u x v) + 2u x (u x v), with u = (x y z)."""
    w, x, y, z = q
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + 2 * w * cross + 2 * cross @ cross)


def _product(a: FloatArray, b: FloatArray) -> FloatArray:
    """Hamilton's product over the last axis: the rotation that does `b` first, then `a`."""
    u, v = a[..., 1:], b[..., 1:]
    scalar = a[..., :1] * b[..., :1] - (u * v).sum(-1, keepdims=True)
    return np.concatenate([scalar, a[..., :1] * v + b[..., :1] * u + np.cross(u, v)], axis=-1)


def _stand_up_picture(sequence: SkeletonSequence) -> SkeletonSequence:
    """A picture in metres at constant depth: torso `TORSO_LENGTH`, x to the sensor's left as a Kinect's is."""
    flat = sequence.positions[..., :2].astype(np.float64)
    up = -1.0 if sequence.space.up == "-y" else 1.0
    left = 1.0 if sequence.space.frame == "camera" else -1.0  # a picture's x, and a body's, grow to the sensor's right
    scale = TORSO_LENGTH / _picture_torso(sequence, flat)
    middle = np.nanmedian(flat.reshape(-1, 2), axis=0)
    x, y = ((flat - middle) * scale * (left, up)).transpose(3, 0, 1, 2)
    depth = np.where(np.isfinite(x), VIEW_DISTANCE, np.nan)
    guess = (
        f"2-D clip: every joint at depth {VIEW_DISTANCE:g} m, torso scaled to {TORSO_LENGTH:g} m, "
        "opacity follows the detector's confidence, never turned"
    )
    return sequence.changed(
        positions=np.stack([x, y, depth], axis=-1).astype(np.float32), space=Space(),
        guesses=(*sequence.guesses, guess), history="placed in view (2-D)",
    )  # fmt: skip


def _picture_torso(sequence: SkeletonSequence, flat: FloatArray) -> float:
    """Torso length in the picture's unit, upper quartile over frames and people (a bent torso looks short).

    Where hips or neck are never seen, the bones that are tell it, by the proportions of `canonical_pose`.
    """
    if sequence.topology.has("pelvis", "neck"):
        rows = [list(sequence.topology.rows_of(mark)) for mark in ("pelvis", "neck")]
        pelvis, neck = (flat[:, :, row].mean(2) for row in rows)
        lengths = np.linalg.norm(neck - pelvis, axis=-1)
        lengths = lengths[np.isfinite(lengths) & (lengths > 0)]
        if lengths.size:
            return float(np.quantile(lengths, 0.75))
    by_bones = _torso_by_bones(sequence, flat)
    if by_bones is not None:
        return by_bones
    heights, seen = flat[..., 1], np.isfinite(flat[..., 1])
    spans = np.where(seen, heights, -np.inf).max(2) - np.where(seen, heights, np.inf).min(2)
    spans = spans[np.isfinite(spans) & (spans > 0)]
    if not spans.size:
        raise SkeletonError("Expected a 2-D body with a height to scale by, found all its joints in one line")
    return float(np.quantile(spans, 0.75)) * _TORSO_SHARE


def _torso_by_bones(sequence: SkeletonSequence, flat: FloatArray) -> float | None:
    """The torso that goes with the bones seen: the upper quartile over frames, then the median over bones."""
    pose = canonical_pose(sequence.topology)
    if pose is None or not sequence.topology.is_human:
        return None
    shares = []
    for first, second in sequence.topology.bone_rows:
        true = float(np.linalg.norm(pose[second] - pose[first]))
        lengths = np.linalg.norm(flat[:, :, second] - flat[:, :, first], axis=-1)
        lengths = lengths[np.isfinite(lengths) & (lengths > 0)]
        if true > _LEAST_BONE and lengths.size:
            shares.append(float(np.quantile(lengths, 0.75)) / true)
    return float(np.median(shares)) * STATURE * _TORSO_SHARE if shares else None


def swap_sides(text: str) -> str:
    """The text with the words left and right exchanged, their case kept; a right angle stays one."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        swapped = {"left": "right", "right": "left"}[word.lower()]
        return swapped.upper() if word.isupper() else swapped.capitalize() if word[0].isupper() else swapped

    return re.sub(r"(?<![a-zA-Z])(left|right)(?![a-zA-Z]|[ -]angle)", other, text, flags=re.IGNORECASE)


def mirror(sequence: SkeletonSequence) -> SkeletonSequence:
    """The mirror image: x negated about the clip's middle, joints swapped by name, and the words swapped too."""
    rows = list(sequence.topology.mirror_rows)
    positions = sequence.positions[:, :, rows].copy()
    middle = np.nanmedian(positions[..., 0]) if sequence.valid.any() else 0.0
    positions[..., 0] = 2 * middle - positions[..., 0]
    orientations = sequence.orientations
    if orientations is not None:
        orientations = orientations[:, :, rows] * _REFLECTED
    return sequence.changed(
        positions=positions,
        confidence=None if sequence.confidence is None else sequence.confidence[:, :, rows],
        orientations=orientations,
        truth=None if sequence.truth is None else _mirrored_truth(sequence.truth),
        label=None if sequence.label is None else swap_sides(sequence.label),
        segments=tuple(replace(s, label=swap_sides(s.label)) for s in sequence.segments),
        history="mirrored, sides swapped",
    )


def _mirrored_truth(truth: Truth) -> Truth:
    def swapped(value: object) -> object:
        if isinstance(value, str):
            return swap_sides(value)
        if isinstance(value, dict):
            return {swap_sides(key): swapped(item) for key, item in value.items()}
        return [swapped(item) for item in value] if isinstance(value, list) else value

    content = swapped(as_json(truth))
    assert isinstance(content, dict)
    return truth_from_json(content, "a mirrored truth")
