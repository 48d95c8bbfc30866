"""Units and axes that a file does not state, guessed from the body in it."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.skeleton import SkeletonSequence, Topology, facing_angle

__all__ = ["LENGTHS", "UNITS", "axes_of_body", "facing_sentences", "metres_of_body"]

Floats = npt.NDArray[np.float64]
UNITS = {"m": 1.0, "cm": 0.01, "mm": 0.001, "inches": 0.0254}
# What files call units of length, in small letters -> metres.
LENGTHS = {**UNITS, "meters": 1.0, "metres": 1.0, "meter": 1.0, "centimeters": 0.01, "millimeters": 0.001, "in": 0.0254}
THIGH = 0.42  # metres; 0.245 of a body of 1.72 m (Drillis & Contini 1966)
_BODY_SIZES = (0.1, 5.0)  # metres between which a whole skeleton that is not human is taken to be
_TURNED = np.radians(30)


def metres_of_body(topology: Topology, positions: Floats) -> tuple[Floats, str]:
    """Positions (T P J 3) in metres, and the sentence that says which unit they were taken to be in."""
    if topology.has("left_hip", "left_knee", "right_hip", "right_knee"):
        thigh = _thigh(topology, positions)
        if np.isfinite(thigh) and thigh > 0:
            unit = min(UNITS, key=lambda name: abs(np.log(thigh * UNITS[name] / THIGH)))
            return positions * UNITS[unit], f"unit {unit} by the size of the body: a thigh of {thigh:.4g} {unit}"
    size = _largest_size(positions)
    fitting = [unit for unit in ("cm", "m", "mm") if _BODY_SIZES[0] <= size * UNITS[unit] <= _BODY_SIZES[1]]
    unit = fitting[0] if fitting else "cm"
    return positions * UNITS[unit], f"unit {unit} by the size of the whole skeleton, {size:.4g} {unit}"


def _thigh(topology: Topology, positions: Floats) -> float:
    lengths = [
        np.linalg.norm(
            _landmark(topology, positions, f"{side}_hip") - _landmark(topology, positions, f"{side}_knee"), axis=-1
        )
        for side in ("left", "right")
    ]
    return float(_median(np.stack(lengths).reshape(-1)))


def _largest_size(positions: Floats) -> float:
    """The largest extent along an axis of anybody in any frame, over the joints that are there; 0 where none is."""
    seen = np.isfinite(positions)
    high, low = np.where(seen, positions, -np.inf).max(2), np.where(seen, positions, np.inf).min(2)
    extents = (high - low)[np.isfinite(high) & np.isfinite(low)]
    return float(extents.max()) if extents.size else 0.0


def _median(rows: Floats) -> Floats:
    """The median over the rows that are finite; NaN where none is."""
    finite = rows[np.isfinite(rows).all(-1)] if rows.ndim > 1 else rows[np.isfinite(rows)]
    return np.median(finite, axis=0) if len(finite) else np.full(rows.shape[1:], np.nan)


def axes_of_body(topology: Topology, positions: Floats) -> tuple[Floats, list[str]]:
    """Positions with y up and right-handed axes, and what was assumed about the file's own."""
    up, sentence = _up_axis(topology, positions)
    guesses = [sentence]
    if up == "z":
        positions = np.stack([positions[..., 0], positions[..., 2], -positions[..., 1]], axis=-1)
    if up and _toes_point_backwards(topology, positions):
        positions = positions * (-1.0, 1.0, 1.0)
        guesses.append("left-handed axes (the toes would point backwards otherwise): x was negated")
    return positions, [*guesses, *facing_sentences(topology, positions)]


def facing_sentences(topology: Topology, positions: Floats) -> list[str]:
    """What is to be said of somebody who does not start facing +z, as the body frame has it; nothing otherwise."""
    angle = _facing(topology, positions)
    if angle is None or abs(angle) <= _TURNED:
        return []
    return [f"the person does not start facing +z but turned by {np.degrees(angle):.0f} deg about y"]


def _up_axis(topology: Topology, positions: Floats) -> tuple[Literal["y", "z", ""], str]:
    if not topology.has("head", "left_ankle", "right_ankle"):
        return "", "y is taken as up: there is no head above ankles to tell"
    ankles = (_landmark(topology, positions, "left_ankle") + _landmark(topology, positions, "right_ankle")) / 2
    axis = _median((_landmark(topology, positions, "head") - ankles).reshape(-1, 3))
    share = axis / max(float(np.linalg.norm(axis)), 1e-9)
    if share[2] > 0.7:
        return "z", "z is up by the line from ankles to head, and was turned to y"
    if share[1] > 0.7:
        return "y", "y is up by the line from ankles to head"
    return "", "y is taken as up, though the line from ankles to head does not follow an axis"


def _toes_point_backwards(topology: Topology, positions: Floats) -> bool:
    """Whether (left x up) . (toe - ankle) is negative: then the axes are a mirror image."""
    sides = ("left", "right")
    if not topology.has(*(f"{side}_{mark}" for side in sides for mark in ("hip", "ankle", "foot"))):
        return False
    left_x, _, left_z = np.moveaxis(_left_to_right(topology, positions), -1, 0)
    foot, ankle = (
        _landmark(topology, positions, f"left_{mark}") + _landmark(topology, positions, f"right_{mark}")
        for mark in ("foot", "ankle")
    )
    toes = foot - ankle
    forward = -left_z * toes[..., 0] + left_x * toes[..., 2]
    size = np.hypot(left_x, left_z) * np.hypot(toes[..., 0], toes[..., 2])
    middle = float(_median(size.reshape(-1)))
    return bool(_median(forward.reshape(-1)) < -0.5 * middle) and middle > 1e-3


def _left_to_right(topology: Topology, positions: Floats) -> Floats:
    return np.asarray(_landmark(topology, positions, "left_hip") - _landmark(topology, positions, "right_hip"))


def _facing(topology: Topology, positions: Floats) -> float | None:
    """How far (rad) the first person starts turned away from +z; nothing where it cannot be told."""
    early = positions[:1]
    if not np.isfinite(early).any():
        return None
    angle = facing_angle(early, SkeletonSequence(topology, early.astype(np.float32), np.zeros(1)))
    return None if angle is None else float(np.angle(np.exp(1j * (angle - np.pi))))


def _landmark(topology: Topology, positions: Floats, name: str) -> Floats:
    return np.asarray(positions[:, :, list(topology.rows_of(name))].mean(2))
