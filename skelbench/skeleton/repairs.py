"""Repairs, each asked for by name: what is right stays as it is to the bit, and `history` says what was done.

A repair that finds nothing to do hands back the very sequence it was given.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from numpy.polynomial import polynomial

from skelbench.errors import SkeletonError
from skelbench.skeleton.continuity import identities, side_exchanges
from skelbench.skeleton.sequence import SkeletonSequence

__all__ = ["drop_repeats", "fill_gaps", "repeated_frames", "runs", "smooth", "track_people", "unswap_sides"]

EVEN = 0.02  # of the mean step, how far a step may lie from it where a filter needs even times

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def runs(marked: Bools) -> list[tuple[int, int]]:
    """(first, last) of every unbroken row of true values in a (T) mask."""
    edges = np.diff(np.concatenate([[0], marked.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), (np.flatnonzero(edges == -1) - 1).tolist(), strict=True))


def fill_gaps(
    sequence: SkeletonSequence, longest_s: float = 0.2, method: Literal["linear", "cubic"] = "linear"
) -> SkeletonSequence:
    """Joints missing for at most `longest_s` from one sight to the next, filled in from the sights around.

    "cubic" puts a polynomial through two sights on either side, where they lie within `longest_s` of the gap, and a
    line where they do not. Longer gaps, and those at the clip's ends, stay missing. Confidence is the lower of both
    sides; orientations stay missing.

    Raises:
        SkeletonError: `longest_s` is not positive, or the method is neither of the two.
    """
    if not 0 < longest_s < np.inf or method not in ("linear", "cubic"):
        raise SkeletonError(
            f"Expected a longest gap above 0 s and the method 'linear' or 'cubic', found {longest_s} and '{method}'"
        )
    positions, present = sequence.positions.copy(), sequence.present.copy()
    confidence = None if sequence.confidence is None else sequence.confidence.copy()
    for person, joint in np.ndindex(sequence.valid.shape[1:]):
        seen = sequence.valid[:, person, joint]
        for first, last in runs(~seen):
            if first == 0 or last == len(seen) - 1:
                continue
            before, after = first - 1, last + 1
            if sequence.times[after] - sequence.times[before] > longest_s + 1e-9:
                continue
            knots = _knots(sequence.times, seen, (before, after), longest_s) if method == "cubic" else [before, after]
            track = sequence.positions[:, person, joint].astype(np.float64)
            gap = slice(first, after)
            positions[gap, person, joint] = _through(sequence.times, track, knots, gap)
            present[gap, person] = True
            if confidence is not None:
                confidence[gap, person, joint] = confidence[[before, after], person, joint].min()
    filled = np.isfinite(positions).all(-1) & ~sequence.valid
    if not filled.any():
        return sequence
    note = f"{int(filled.sum())} missing joint positions filled ({method}, gaps of at most {longest_s:g} s)"
    return sequence.changed(positions=positions, present=present, confidence=confidence, history=note)


def _knots(times: Floats, seen: Bools, edges: tuple[int, int], longest_s: float) -> list[int]:
    """The frames a gap is filled from: two on either side where they are near, else one."""
    before, after = edges
    earlier, later = np.flatnonzero(seen[:before]), np.flatnonzero(seen[after + 1 :]) + after + 1
    if not len(earlier) or not len(later):
        return [before, after]
    outer = int(earlier[-1]), int(later[0])
    near = times[before] - times[outer[0]] <= longest_s and times[outer[1]] - times[after] <= longest_s
    return [outer[0], before, after, outer[1]] if near else [before, after]


def _through(times: Floats, track: Floats, knots: list[int], gap: slice) -> Floats:
    """(N D) the polynomial through the knots, at the gap's true times."""
    start = times[knots[0]]
    span = times[knots[-1]] - start
    at, wanted = (times[knots] - start) / span, (times[gap] - start) / span
    return np.asarray(polynomial.polyval(wanted, polynomial.polyfit(at, track[knots], len(knots) - 1)).T)


def smooth(sequence: SkeletonSequence, cutoff_hz: float = 6.0) -> SkeletonSequence:
    """Every track through a Butterworth low-pass of second order, forwards and backwards, so that nothing comes late.

    The cutoff is that of both passes together, at which a motion keeps 1/sqrt(2) of its size (the correction of Winter,
    Biomechanics and Motor Control of Human Movement); 6 Hz is usual for walking. Gaps stay gaps: each stretch
    between them is filtered alone, those of under 4 frames not at all. Orientations are kept as they are.

    Raises:
        SkeletonError: times are not even (resample first), or the cutoff is not between 0 and half the frame rate.
    """
    from scipy.signal import butter, sosfiltfilt  # a third of a second, for those alone who smooth

    rate = _even_rate(sequence)
    if not 0 < cutoff_hz < rate / 2:
        raise SkeletonError(
            f"Expected a cutoff above 0 and under half the frame rate ({rate / 2:.4g} Hz), found {cutoff_hz:g} Hz"
        )
    twice = (np.sqrt(2) - 1) ** 0.25  # two passes: each is asked for less, at the analogue filter's frequency
    cutoff = np.arctan(np.tan(np.pi * cutoff_hz / rate) / twice) * rate / np.pi
    sections = butter(2, cutoff, fs=rate, output="sos")
    positions = sequence.positions.copy()
    for person, joint in np.ndindex(sequence.valid.shape[1:]):
        for first, last in runs(sequence.valid[:, person, joint]):
            if last - first < 3:
                continue
            track = sequence.positions[first : last + 1, person, joint].astype(np.float64)
            padding = min(int(np.ceil(rate / cutoff_hz)) + 9, last - first)
            positions[first : last + 1, person, joint] = sosfiltfilt(sections, track, axis=0, padlen=padding)
    note = f"smoothed: Butterworth low-pass, {cutoff_hz:g} Hz, zero lag, at {rate:.4g} frames per second"
    return sequence.changed(positions=positions, history=note)


def _even_rate(sequence: SkeletonSequence) -> float:
    """Frames per second of a clip with even times."""
    if sequence.frames < 2:
        raise SkeletonError(f"Expected at least 2 frames to smooth, found {sequence.frames}")
    steps = np.diff(sequence.times)
    mean = float(steps.mean())
    worst = int(np.argmax(np.abs(steps - mean)))
    if abs(steps[worst] - mean) > EVEN * mean:
        raise SkeletonError(
            f"Expected even times to smooth, found a step of {steps[worst]:.4g} s after frame {worst} where the mean "
            f"is {mean:.4g} s; bring the clip to one rate first: resample(sequence, {sequence.fps:.4g})"
        )
    return 1 / mean


def unswap_sides(sequence: SkeletonSequence) -> SkeletonSequence:
    """Arms and legs that bear the other side's name for a while get their own back.

    Which naming continues the motion decides; in each unbroken stretch most frames are taken to be right. A clip whose
    sides are exchanged from end to end cannot be told by its motion: `mirror` is for that.
    """
    wrong = side_exchanges(sequence)
    if not wrong.any():
        return sequence
    rows = np.array(sequence.topology.mirror_rows)
    fields: dict[str, Any] = {}
    for name in ("positions", "confidence", "orientations"):
        values = getattr(sequence, name)
        if values is not None:
            mask = wrong.reshape(wrong.shape + (1,) * (values.ndim - 3))
            fields[name] = np.where(mask, values[:, :, rows], values)
    note = f"left and right exchanged back in {int(wrong.any((1, 2)).sum())} frames"
    return sequence.changed(**fields, history=note)


def track_people(sequence: SkeletonSequence) -> SkeletonSequence:
    """Each person keeps one place in the array for as long as they are seen: least total distance, frame by frame."""
    order = identities(sequence)
    moved = ((order != np.arange(sequence.people)) & np.take_along_axis(sequence.present, order, axis=1)).any(1)
    if not moved.any():
        return sequence
    fields: dict[str, Any] = {}
    for name in ("positions", "present", "confidence", "orientations"):
        values = getattr(sequence, name)
        if values is not None:
            index = order.reshape(order.shape + (1,) * (values.ndim - 2))
            fields[name] = np.take_along_axis(values, index, axis=1)
    return sequence.changed(**fields, history=f"people put back in their places in {int(moved.sum())} frames")


def repeated_frames(sequence: SkeletonSequence) -> Bools:
    """(T) frames that equal the one before them to the bit, somebody being seen."""
    same = np.zeros(sequence.frames, dtype=np.bool_)
    before, after = sequence.positions[:-1], sequence.positions[1:]
    equal = (before == after) | (np.isnan(before) & np.isnan(after))
    same[1:] = equal.all((1, 2, 3)) & sequence.valid[1:].any((1, 2))
    return same


def drop_repeats(sequence: SkeletonSequence) -> SkeletonSequence:
    """Without the frames that repeat the one before them; all others keep their true times."""
    repeated = repeated_frames(sequence)
    if not repeated.any():
        return sequence
    kept = ~repeated
    fields = {
        name: None if getattr(sequence, name) is None else getattr(sequence, name)[kept]
        for name in ("positions", "times", "valid", "present", "confidence", "orientations")
    }
    return sequence.changed(**fields, history=f"{int(repeated.sum())} repeated frames of {sequence.frames} dropped")
