"""Motion codes: a quantity over time as moves from turning point to turning point that stand out by a threshold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["Excursion", "excursions", "largest_rise"]

FloatArray = npt.NDArray[np.float64]
_EDGE = 0.1  # of the change: a move begins when this share of it is done, and ends when this share is left


@dataclass(frozen=True)
class Excursion:
    """A move of a quantity one way: seconds and signed change in its unit."""

    start_s: float
    end_s: float
    change: float


def excursions(values: FloatArray, times: FloatArray, least: float) -> list[Excursion]:
    """Moves of at least `least` between turning points, in order of time; (T) values, NaN frames left out.

    A turning point stands when the quantity has come back from it by `least` (the zigzag of rainflow counting, ASTM
    E1049): small reversals do not cut a move. MotionScript (arXiv 2312.12634) calls such moves motion codes.
    """
    known = np.isfinite(values)
    values, times = values[known], times[known]
    if len(values) < 2:
        return []
    turns = _turns(values, least)
    moves = []
    for first, last in pairwise(turns):
        change = float(values[last] - values[first])
        if abs(change) >= least:
            moves.append(_trimmed(values, times, first, last, change))
    return moves


def largest_rise(values: FloatArray) -> FloatArray:
    """(S) the largest change upward from an earlier to a later frame of (S T) values, NaN frames left out."""
    filled = np.where(np.isfinite(values), values, np.inf)
    lowest = np.minimum.accumulate(filled, axis=1)
    rise = np.where(np.isfinite(values) & np.isfinite(lowest), values - np.where(np.isfinite(lowest), lowest, 0.0), 0.0)
    return np.asarray(rise.max(axis=1))


def _turns(values: FloatArray, least: float) -> list[int]:
    """Indices of the first frame, of the turning points that stand out, and of the last extreme."""
    low = high = 0
    turns: list[int] = []
    way = 0
    for index, value in enumerate(values):
        low = index if value < values[low] else low
        high = index if value > values[high] else high
        if way >= 0 and values[high] - value >= least:
            turns.append(high)
            way, low = -1, index
            high = index
        elif way <= 0 and value - values[low] >= least:
            turns.append(low)
            way, high = 1, index
            low = index
    turns.append(high if way > 0 else low if way < 0 else len(values) - 1)
    return turns


def _trimmed(values: FloatArray, times: FloatArray, first: int, last: int, change: float) -> Excursion:
    share = (values[first : last + 1] - values[first]) / change
    start = first + int(np.flatnonzero(share >= _EDGE)[0])
    end = first + int(np.flatnonzero(share >= 1.0 - _EDGE)[0])
    return Excursion(float(times[max(first, start - 1)]), float(times[end]), change)
