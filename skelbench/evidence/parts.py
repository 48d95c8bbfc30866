"""How parts of the body move: ways travelled, speeds, spans of motion, which begins first, and symmetry of sides."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.evidence.body import Body

__all__ = ["PART_NAMES", "marks_of", "motion_spans", "part_speed", "symmetry_index", "travel"]

FloatArray = npt.NDArray[np.float64]

# Part -> (its landmark, what carries it): motion of a part is motion relative to what carries it.
_CARRIED = {
    "hand": ("*_hand", "chest"), "arm": ("*_hand", "chest"), "elbow": ("*_elbow", "chest"),
    "shoulder": ("*_shoulder", "pelvis"), "foot": ("*_ankle", "pelvis"), "leg": ("*_ankle", "pelvis"),
    "knee": ("*_knee", "pelvis"), "head": ("head", "chest"), "trunk": ("neck", "pelvis"), "hips": ("pelvis", ""),
}  # fmt: skip
PART_NAMES = (*_CARRIED, "body")
_BODY = ("left_hand", "right_hand", "left_ankle", "right_ankle", "head", "pelvis")
_BEGINS = 0.20  # of the part's fastest speed: faster than this it moves
_LEAST_SPEED = {"head": 0.05, "trunk": 0.10, "hips": 0.10}  # m/s that no part at rest has after the filter
_LEAST_LIMB_SPEED = 0.15
_GAP_S = 0.25  # rests shorter than this do not end a motion


def marks_of(part: str, side: str) -> tuple[str, ...]:
    """The landmarks whose motion is that of a part: the moving one first, then what carries it."""
    if part == "body":
        return _BODY
    mark, carrier = _CARRIED[part]
    sides = ("left", "right") if side not in ("left", "right") and "*" in mark else (side,)
    return (*(mark.replace("*", one) for one in sides), *((carrier,) if carrier else ()))


def part_speed(body: Body, part: str, side: str) -> FloatArray | None:
    """(S T) m/s of a part relative to what carries it; the faster of both sides; None where a joint is missing.

    A foot on the floor is still while its leg stands, whatever the pelvis above it does: feet take the smaller of
    their speeds in the room and relative to the pelvis.
    """
    marks = marks_of(part, side)
    if not body.has(*marks):
        return None
    if part == "body":
        return np.asarray(np.max([body.speed(mark) for mark in marks], axis=0))
    carrier = _CARRIED[part][1]
    moving = marks[:-1] if carrier else marks
    speeds = [body.speed(mark, carrier or None) for mark in moving]
    if part in ("foot", "leg"):
        speeds = [np.minimum(speed, body.speed(mark)) for speed, mark in zip(speeds, moving, strict=True)]
    return np.asarray(np.max(speeds, axis=0))


def travel(body: Body, part: str, side: str) -> FloatArray | None:
    """(S) metres that a part goes in all, while it moves at all; None where a joint is missing."""
    speed = part_speed(body, part, side)
    if speed is None:
        return None
    known = np.where(speed > _least(part), np.nan_to_num(speed), 0.0)
    return np.asarray(np.trapezoid(known, body.times, axis=1))


def motion_spans(body: Body, part: str, side: str) -> list[tuple[float, float]]:
    """Stretches in which a part moves, in order of time; short rests do not end one."""
    speed = part_speed(body, part, side)
    if speed is None:
        return []
    fastest = float(np.nanmax(speed[0])) if np.isfinite(speed[0]).any() else 0.0
    moving = np.nan_to_num(speed[0]) > max(_BEGINS * fastest, _least(part))
    edges = np.diff(np.concatenate([[False], moving, [False]]).astype(np.int8))
    spans: list[tuple[float, float]] = []
    for start, stop in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        begin, end = float(body.times[start]), float(body.times[stop - 1])
        if spans and begin - spans[-1][1] < _GAP_S:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return spans


def symmetry_index(left: float, right: float) -> float:
    """2|R − L| / (R + L): 0 where both sides do the same, 2 where one does all (Robinson 1987)."""
    total = left + right
    return 2.0 * abs(right - left) / total if total > 0 else 0.0


def _least(part: str) -> float:
    return _LEAST_SPEED.get(part, _LEAST_LIMB_SPEED)
