"""Repetitions: how often the main movement of a clip is done, and from when to when each time.

The main movement is the direction in which the pose moves fastest: the first principal component of the velocities of
all landmarks relative to the pelvis, fast outliers limited. Along it the pose swings; swings that stand out by their
prominence, from rest and back, are repetitions. A hand that is raised and then waves swings within what it holds, so a
stretch held at one end of the main movement is searched in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.signal import find_peaks

from skelbench.errors import SkeletonError
from skelbench.evidence.body import Body, body_of
from skelbench.evidence.signals import longest_run, smooth
from skelbench.skeleton import SkeletonSequence

__all__ = ["LANDMARKS", "Repetitions", "find_repetitions", "main_movement"]

FloatArray = npt.NDArray[np.float64]

LANDMARKS = ("head", "neck", *(f"{side}_{mark}" for side in ("left", "right")
                               for mark in ("hand", "elbow", "knee", "ankle")))  # fmt: skip
# All figures below were chosen on UI-PRMD's subjects 1 to 5 and on choreography (docs/LOG.md).
_LEAST_SWING, _LEAST_HELD_SWING = 0.05, 0.03  # metres along the main movement
_LEAST_SHARE, _LEAST_HELD_SHARE = 0.10, 0.30  # of the range of the main movement: in a whole clip, in a held stretch
_FIRST_HZ, _HELD_HZ = 3.0, 6.0  # low-pass before the period is known
_CUTOFF_PERIODS, _HELD_CUTOFF_PERIODS = 1.5, 2.0  # low-pass in frequencies of the period found
_SHORTEST_PERIOD, _SHORTEST_HELD_PERIOD = 0.3, 0.22  # seconds; nobody claps faster
_LEAST_GAP = 0.4  # of a period between two turning points of one kind
_PERIODIC = 0.2  # autocorrelation of the velocity at a period
_HELD = 0.45  # share of the range a held stretch stays within
_HELD_SECONDS = 0.8
_SAME_POSE = 0.5  # of the way of a swing: nearer than this is the same pose again
_SAME_AGAIN = 0.6  # of how far apart two neighbours are: nearer than this is the same pose every second time
_MOST = 0.56  # of a repetition must be there for one that the clip cuts off
_PLACE = 0.45  # metres from where the person usually is
_TURNED_DEG = 25.0  # from where the person usually faces
_IN_PLACE_SHARE = 0.6
_LIMIT = 1.5  # times the 90 % quantile of speed: faster is cut to this before the direction is sought


@dataclass(frozen=True, eq=False)
class Repetitions:
    """What was counted, and on what."""

    spans: tuple[tuple[float, float], ...]  # seconds, from turning point to the next of its kind
    times: FloatArray  # (T) seconds
    signal: FloatArray  # (T) metres along the main movement
    period: float | None  # seconds; None where nothing repeats

    @property
    def count(self) -> int:
        """How often the movement is done."""
        return len(self.spans)


def find_repetitions(
    sequence: SkeletonSequence, person: int | None = None, landmarks: tuple[str, ...] = LANDMARKS
) -> Repetitions:
    """Count the main movement of a person (of the one who moves most, where none is named).

    A movement done once counts once; one that does not come back, such as sitting down, not at all.

    Args:
        sequence: the clip.
        person: the row of the person.
        landmarks: those whose movement counts, for example one hand.

    Raises:
        SkeletonError: none of the landmarks is known in half of the frames.
    """
    body = body_of(sequence, person)
    pose, times = _pose(body, landmarks)
    there = _stretch_in_place(body)
    pose, times = pose[there], times[there]
    if len(times) < 8:
        return Repetitions((), times, np.zeros(len(times)), None)
    whole = _counted(pose, times)
    if whole.count > 1:
        return whole
    start, stop = _held_stretch(main_movement(pose, times, _FIRST_HZ), times)
    if times[stop] - times[start] < _HELD_SECONDS:
        return whole
    stretch = slice(start, stop + 1)
    held = _counted(pose[stretch], times[stretch], is_held=True)
    return held if held.count > 1 and held.period is not None else whole


def _pose(body: Body, landmarks: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    """(T 3K + 1) of K landmarks relative to the pelvis, and its height; gaps are bridged in straight lines."""
    if not body.topology.has("pelvis"):
        raise SkeletonError("Expected hips or a pelvis to count repetitions by, found none in the topology")
    pelvis = body.unsmoothed("pelvis")
    tracks = [body.unsmoothed(mark) - pelvis for mark in landmarks if body.topology.has(mark)]
    known = [track for track in tracks if np.isfinite(track).all(-1).mean() > 0.5]
    if not known:
        raise SkeletonError(f"Expected one of {', '.join(landmarks)} in half of the frames, found none")
    values = np.concatenate([*known, pelvis[:, 1:2]], axis=1)
    columns = [
        np.interp(body.times, body.times[np.isfinite(column)], column[np.isfinite(column)]) for column in values.T
    ]
    return np.stack(columns, axis=1), body.times


def _stretch_in_place(body: Body) -> slice:
    """The clip without coming and going: its beginning and end are cut where the person is elsewhere or turned away.

    Nothing is cut where less than `_IN_PLACE_SHARE` would be left: somebody who walks all the time is in no place.
    """
    pelvis = body.unsmoothed("pelvis")[:, (0, 2)]
    elsewhere = np.linalg.norm(pelvis - np.nanmedian(pelvis, axis=0), axis=1) > _PLACE
    if body.has("frame"):
        across = body.unsmoothed("left_hip") - body.unsmoothed("right_hip")
        across = (across + body.unsmoothed("left_shoulder") - body.unsmoothed("right_shoulder"))[:, (0, 2)]
        usual = np.nanmedian(across, axis=0)
        cosine = across @ usual / np.maximum(np.linalg.norm(across, axis=1) * np.linalg.norm(usual), 1e-9)
        elsewhere |= cosine < np.cos(np.radians(_TURNED_DEG))
    kept = np.flatnonzero(~elsewhere)
    if kept.size < _IN_PLACE_SHARE * len(pelvis):
        return slice(None)
    return slice(int(kept[0]), int(kept[-1]) + 1)


def main_movement(pose: FloatArray, times: FloatArray, cutoff_hz: float) -> FloatArray:
    """(T) the pose along the direction in which it moves fastest, smoothed."""
    smoothed = smooth(pose, times, cutoff_hz)
    velocity = np.gradient(smoothed, times, axis=0)
    speed = np.linalg.norm(velocity, axis=1)
    limit = _LIMIT * np.quantile(speed, 0.9)
    velocity *= np.minimum(1.0, limit / np.maximum(speed, 1e-9))[:, None]
    direction = np.linalg.svd(velocity, full_matrices=False)[2][0]
    return np.asarray((smoothed - smoothed.mean(0)) @ direction)


def _counted(pose: FloatArray, times: FloatArray, is_held: bool = False) -> Repetitions:
    first_hz, share = (_HELD_HZ, _LEAST_HELD_SHARE) if is_held else (_FIRST_HZ, _LEAST_SHARE)
    shortest = _SHORTEST_HELD_PERIOD if is_held else _SHORTEST_PERIOD
    period = _period(main_movement(pose, times, first_hz), times, shortest)
    cutoff = 1.0 if period is None else (_HELD_CUTOFF_PERIODS if is_held else _CUTOFF_PERIODS) / period
    cutoff = min(first_hz, cutoff)
    signal = main_movement(pose, times, cutoff)
    low, high = np.quantile(signal, (0.05, 0.95))
    gap = (0.3 if period is None else _LEAST_GAP * period) / float(np.median(np.diff(times)))
    least = max(share * (high - low), _LEAST_HELD_SWING if is_held else _LEAST_SWING)
    turns = _turning_points(signal, least, max(1.0, gap), is_held)
    if is_held:
        spans = [(times[turns[n]], times[turns[n + 2]]) for n in range(0, len(turns) - 2, 2)]
    else:
        spans = _whole_spans(smooth(pose, times, cutoff), times, signal, turns)
    return Repetitions(tuple((float(start), float(end)) for start, end in spans), times, signal, period)


def _whole_spans(
    pose: FloatArray, times: FloatArray, signal: FloatArray, turns: list[int]
) -> list[tuple[float, float]]:
    """From one turning point to the next of its kind, where the pose is the same; a cut one if most of it is there."""
    if len(turns) < 3:
        return []
    apart = np.linalg.norm(pose[turns][:, None] - pose[turns][None], axis=-1)
    excursion = float(np.median(np.diag(apart, 1)))
    first = 0 if len(turns) % 2 else _rest_first(signal, turns)
    starts = list(range(first, len(turns), 2))
    if _comes_back_every_second_time(apart[np.ix_(starts, starts)], excursion):
        starts = starts[::2]
    elif len(turns) > 3 and len(turns) % 2 == 0:  # one swing has no partner
        most = _MOST * float(np.median(times[turns[2:]] - times[turns[:-2]]))
        if times[turns[1]] - times[0] > most and apart[0, 2] < _SAME_POSE * excursion:
            inner = list(range(1, len(turns), 2))
            return [(times[0], times[turns[1]]), *_between(times, turns, inner)]
        if times[-1] - times[turns[-2]] > most and apart[-1, -3] < _SAME_POSE * excursion:
            inner = list(range(0, len(turns), 2))
            return [*_between(times, turns, inner), (times[turns[-2]], times[-1])]
    return _between(times, turns, starts)


def _between(times: FloatArray, turns: list[int], starts: list[int]) -> list[tuple[float, float]]:
    return [(times[turns[a]], times[turns[b]]) for a, b in pairwise(starts)]


def _comes_back_every_second_time(apart: FloatArray, excursion: float) -> bool:
    """Whether it takes two swings to be in the same pose again: a step over a hurdle, and a step back."""
    if len(apart) < 3:
        return False
    once = float(np.median(np.diag(apart, 1)))
    twice = float(np.quantile(np.diag(apart, 2), 0.5, method="lower"))  # what comes before or after may not come back
    return once > _SAME_POSE * excursion and twice < _SAME_AGAIN * once


def _rest_first(signal: FloatArray, turns: list[int]) -> int:
    """Of an odd number of swings one is half a repetition: the first or the last, so that all begin where it rests."""
    rest = np.median(signal)
    return int(len(turns) > 3 and abs(signal[turns[1]] - rest) < abs(signal[turns[0]] - rest))


def _period(signal: FloatArray, times: FloatArray, shortest: float) -> float | None:
    """The first lag at which the velocity is nearly as like itself as at any; None where it is at none."""
    step = float(np.median(np.diff(times)))
    velocity = np.gradient(signal, times)
    count = len(velocity)
    power = np.abs(np.fft.rfft(velocity - velocity.mean(), 2 * count)) ** 2
    likeness = np.fft.irfft(power)[:count]
    if likeness[0] <= 0:
        return None
    lags = np.arange(count)
    likeness = likeness / likeness[0] * 1.25 * count / (1.25 * count - lags)
    peaks = find_peaks(likeness[: count // 2])[0]
    peaks = peaks[peaks * step >= shortest]
    if not peaks.size or likeness[peaks].max() < _PERIODIC:
        return None
    return float(peaks[likeness[peaks] >= 0.7 * likeness[peaks].max()][0] * step)


def _turning_points(signal: FloatArray, prominence: float, distance: float, is_held: bool) -> list[int]:
    """Frames of turning points, alternately high and low; and the ends that swings reach."""
    high, low = (find_peaks(way * signal, prominence=prominence, distance=distance)[0] for way in (1.0, -1.0))
    found: list[tuple[int, int]] = []
    for frame, way in sorted([*((int(f), 1) for f in high), *((int(f), -1) for f in low)]):
        if found and found[-1][1] == way:  # of two neighbours of a kind the farther one
            if way * signal[frame] > way * signal[found[-1][0]]:
                found[-1] = (frame, way)
        else:
            found.append((frame, way))
    if not found:
        return []
    turns = [frame for frame, _ in found]
    if is_held:  # it begins and ends in the middle of a swing
        return [0, *turns, len(signal) - 1]
    first, last = found[0], found[-1]
    before = int(np.argmin(first[1] * signal[: first[0] + 1]))
    after = last[0] + int(np.argmin(last[1] * signal[last[0] :]))
    turns = [before, *turns] if first[1] * (signal[first[0]] - signal[before]) >= prominence else turns
    return [*turns, after] if last[1] * (signal[last[0]] - signal[after]) >= prominence else turns


def _held_stretch(signal: FloatArray, times: FloatArray) -> tuple[int, int]:
    """First and last frame of the longest stretch at one end of the movement, without the swing there and back."""
    low, high = np.quantile(signal, (0.02, 0.98))
    ends = (signal > high - _HELD * (high - low), signal < low + _HELD * (high - low))
    start, stop = max((longest_run(end) for end in ends), key=lambda run: run[1] - run[0])
    margin = round(0.15 / float(np.median(np.diff(times))))
    start, stop = (start + margin if start else 0), (stop - margin if stop < len(times) - 1 else stop)
    return (start, stop) if stop > start + 8 else (0, 0)
