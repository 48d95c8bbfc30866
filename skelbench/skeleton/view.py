"""`place_in_view`, the only door into a renderer, and `mirror`, which swaps sides and words together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.errors import SkeletonError
from skelbench.records import Truth, as_json, truth_from_json
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

METRES_PER_UNIT = {"m": 1.0, "cm": 0.01, "mm": 0.001}
TORSO_LENGTH = 0.5  # metres from pelvis to neck to which a 2-D skeleton is scaled; de Leva 1996: 0.49 to 0.53
VIEW_DISTANCE = 3.0  # metres from the camera to the pelvis of a clip that has no place of its own
_FACING_SECONDS = 0.5  # the initial facing is the median over this much of the clip's start


def place_in_view(sequence: SkeletonSequence, facing: Literal["camera", "keep"] = "camera") -> SkeletonSequence:
    """The sequence in the camera frame: x to the sensor's left, y up, z away, metres, three dimensions.

    Recordings of a camera keep their place; others are put `VIEW_DISTANCE` away. With `facing="camera"` the clip is
    turned about the vertical so that the first person starts facing the camera (unknown where hips and shoulders
    are missing: then nothing is turned, and the guesses say so). A 2-D clip gets a constant depth and a torso of
    `TORSO_LENGTH`; it cannot be turned.

    Raises:
        SkeletonError: nobody is in the clip, or its unit is unknown.
    """
    if not sequence.valid.any():
        raise SkeletonError("Expected at least one joint to draw, found a clip with nobody in it")
    if sequence.dimensions == 2 or sequence.space.frame == "image":
        return _stand_up_picture(sequence)
    if sequence.space.unit not in METRES_PER_UNIT:
        raise SkeletonError(f"Expected metres, cm or mm to place a clip in view, found unit '{sequence.space.unit}'")
    points = _y_up(sequence.positions.astype(np.float64), sequence.space) * METRES_PER_UNIT[sequence.space.unit]
    guesses: tuple[str, ...] = sequence.guesses
    if sequence.space.frame == "body":
        points = points * (
            -1.0,
            1.0,
            -1.0,
        )  # half a turn: the body frame looks along +z, a camera's guest along -z
    if facing == "camera":
        angle = facing_angle(points, sequence)
        if angle is None:
            guesses = (
                *guesses,
                "facing unknown (hips and shoulders missing): the clip was not turned to the camera",
            )
        else:
            points = _turned(points, -angle)
    if sequence.space.frame == "body":
        points = _moved_away(points, sequence)
    return sequence.changed(
        positions=points.astype(np.float32),
        space=Space(),
        guesses=guesses,
        history=f"placed in view ({facing})",
    )


def facing_angle(points: FloatArray, sequence: SkeletonSequence) -> float | None:
    """Angle (rad, about y) from "towards the camera" (-z) to where the first person looks at the start."""
    if not sequence.topology.has("left_hip", "right_hip", "left_shoulder", "right_shoulder"):
        return None
    early = sequence.times <= sequence.times[0] + _FACING_SECONDS
    across = np.full((int(early.sum()), points.shape[1], 3), np.nan)
    for landmark in ("hip", "shoulder"):
        left, right = (
            points[early][:, :, list(sequence.topology.rows_of(f"{side}_{landmark}"))].mean(2)
            for side in ("left", "right")
        )
        across = np.nansum(np.stack([across, left - right]), axis=0)
    seen = np.isfinite(across).all(-1) & (np.abs(across).sum(-1) > 1e-6)
    people = np.flatnonzero(seen.any(0))
    if not people.size:
        return None
    person = int(people[0])
    left_x, left_z = np.median(across[seen[:, person], person][:, [0, 2]], axis=0)
    forward_x, forward_z = -left_z, left_x  # left x up = forward, for x left, y up, z forward
    if np.hypot(forward_x, forward_z) < 1e-6:
        return None
    return float(np.arctan2(-forward_x, -forward_z))


def _turned(points: FloatArray, angle: float) -> FloatArray:
    """Turn about the vertical through the middle of all joints, so that the clip keeps its place."""
    centre = np.nanmedian(points.reshape(-1, 3), axis=0) * (1.0, 0.0, 1.0)
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    return np.asarray((points - centre) @ turn.T + centre)


def _moved_away(points: FloatArray, sequence: SkeletonSequence) -> FloatArray:
    middle = np.nanmedian(points.reshape(-1, 3), axis=0)
    return np.asarray(points - middle + (0.0, 0.0, VIEW_DISTANCE))


def _y_up(points: FloatArray, space: Space) -> FloatArray:
    if space.up == "z":
        points = np.stack([points[..., 0], points[..., 2], -points[..., 1]], axis=-1)
    elif space.up == "-y":
        points = points * (1.0, -1.0, -1.0)
    return points if space.handedness == "right" else points * (-1.0, 1.0, 1.0)


def _stand_up_picture(sequence: SkeletonSequence) -> SkeletonSequence:
    """Pixels to metres at constant depth: torso `TORSO_LENGTH`, picture mirrored as a Kinect's is."""
    flat = sequence.positions[..., :2].astype(np.float64)
    up = -1.0 if sequence.space.up == "-y" else 1.0
    scale = TORSO_LENGTH / _picture_torso(sequence, flat)
    middle = np.nanmedian(flat.reshape(-1, 2), axis=0)
    x, y = ((flat - middle) * scale * (-1.0, up)).transpose(3, 0, 1, 2)
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
    """Torso length in the picture's unit, upper quartile over frames and people (a bent torso looks short)."""
    if sequence.topology.has("pelvis", "neck"):
        rows = [list(sequence.topology.rows_of(mark)) for mark in ("pelvis", "neck")]
        pelvis, neck = (flat[:, :, row].mean(2) for row in rows)
        lengths = np.linalg.norm(neck - pelvis, axis=-1)
        lengths = lengths[np.isfinite(lengths) & (lengths > 0)]
        if lengths.size:
            return float(np.quantile(lengths, 0.75))
    spans = np.nanmax(flat[..., 1], axis=2) - np.nanmin(flat[..., 1], axis=2)
    spans = spans[np.isfinite(spans) & (spans > 0)]
    if not spans.size:
        raise SkeletonError("Expected a 2-D body with a height to scale by, found all its joints in one line")
    return float(np.quantile(spans, 0.75)) * 0.29  # a torso is 0.29 of the body's height (Drillis & Contini 1966)


def swap_sides(text: str) -> str:
    """The text with the words left and right exchanged, their case kept."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        swapped = {"left": "right", "right": "left"}[word.lower()]
        return swapped.upper() if word.isupper() else swapped.capitalize() if word[0].isupper() else swapped

    return re.sub(r"(?<![a-zA-Z])(left|right)(?![a-zA-Z])", other, text, flags=re.IGNORECASE)


def mirror(sequence: SkeletonSequence) -> SkeletonSequence:
    """The mirror image: x negated about the clip's middle, joints swapped by name, and the words swapped too."""
    rows = list(sequence.topology.mirror_rows)
    positions = sequence.positions[:, :, rows].copy()
    middle = np.nanmedian(positions[..., 0]) if sequence.valid.any() else 0.0
    positions[..., 0] = 2 * middle - positions[..., 0]
    orientations = sequence.orientations
    if orientations is not None:  # reflecting x turns (w, x, y, z) into (w, x, -y, -z)
        orientations = orientations[:, :, rows] * np.array([1, 1, -1, -1], dtype=np.float32)
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
