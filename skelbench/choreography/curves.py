"""Smooth curves in time: every command of a motion is joined by these, so that acceleration never steps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["bump", "minimum_jerk", "quintic", "soft_above", "soft_between", "swinging"]

FloatArray = npt.NDArray[np.float64]


def minimum_jerk(share: FloatArray) -> FloatArray:
    """From 0 to 1 as a hand reaches: 10 u³ - 15 u⁴ + 6 u⁵, held outside 0 ... 1.

    Flash & Hogan 1985, J. Neurosci. 5(7), eq. 3.
    """
    u = np.minimum(np.maximum(share, 0.0), 1.0)
    return np.asarray(u * u * u * (10.0 - 15.0 * u + 6.0 * u * u))


def bump(share: FloatArray) -> FloatArray:
    """0 at both ends and 1 in the middle, smooth: 64 u³ (1 - u)³, 0 outside 0 ... 1."""
    u = np.minimum(np.maximum(share, 0.0), 1.0)
    return np.asarray(64.0 * (u * (1.0 - u)) ** 3)


def swinging(times: FloatArray, start: float, end: float, hz: float, turn: float, away: bool = False) -> FloatArray:
    """A sine of `hz` that fades in and out over half a cycle, zero outside start ... end; `turn` in cycles.

    With `away` it is 1 - cos: from 0 to 2 and back in every cycle.
    """
    fade = min(0.5 / hz, 0.5 * (end - start))
    envelope = minimum_jerk((times - start) / fade) * minimum_jerk((end - times) / fade)
    angle = 2.0 * np.pi * ((times - start) * hz + turn)
    return np.asarray(envelope * (1.0 - np.cos(angle) if away else np.sin(angle)))


def quintic(times: FloatArray, knots: FloatArray) -> FloatArray:
    """The curve through knots (time, place, speed, acceleration), one polynomial of degree 5 a stretch.

    Before the first and after the last knot it rests at their places.
    """
    curve = np.where(times < knots[0, 0], knots[0, 1], knots[-1, 1])
    for (t0, p0, v0, a0), (t1, p1, v1, a1) in pairwise(knots.tolist()):
        span = t1 - t0
        u = (times - t0) / span
        c0, c1, c2 = p0, v0 * span, 0.5 * a0 * span**2
        gap = p1 - c0 - c1 - c2
        slope = v1 * span - c1 - 2 * c2
        bend = 0.5 * a1 * span**2 - c2
        c3, c4, c5 = 10 * gap - 4 * slope + bend, -15 * gap + 7 * slope - 2 * bend, 6 * gap - 3 * slope + bend
        stretch = c0 + u * (c1 + u * (c2 + u * (c3 + u * (c4 + u * c5))))
        curve = np.where((times >= t0) & (times < t1), stretch, curve)
    return np.asarray(curve)


def soft_above(value: FloatArray, width: float) -> FloatArray:
    """max(value, 0) with its corner rounded over `width`."""
    return np.asarray(width * np.logaddexp(0.0, value / width))


def soft_between(value: FloatArray, low: float, high: float, width: float) -> FloatArray:
    """The value kept inside low ... high, its corners rounded over `width`."""
    inside = low + soft_above(value - low, width)
    return np.asarray(high - soft_above(high - inside, width))
