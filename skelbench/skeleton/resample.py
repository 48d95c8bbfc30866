"""Sequences at other times: linear interpolation between true times, never across a missing joint."""

from __future__ import annotations

import numpy as np

from skelbench.errors import SkeletonError
from skelbench.skeleton.sequence import SkeletonSequence

__all__ = ["resample"]


def resample(sequence: SkeletonSequence, fps: float) -> SkeletonSequence:
    """The sequence at a constant rate from its first time to its last; a joint missing on either side stays missing.

    Raises:
        SkeletonError: the rate is not positive, or the clip has fewer than two frames.
    """
    if not 0 < fps < np.inf or sequence.frames < 2:
        raise SkeletonError(f"Expected a positive rate and at least 2 frames, found {fps} and {sequence.frames}")
    count = int(np.floor(sequence.duration * fps + 1e-9)) + 1
    times = sequence.times[0] + np.arange(count) / fps
    after = np.clip(np.searchsorted(sequence.times, times, side="right"), 1, sequence.frames - 1)
    before = after - 1
    share = (times - sequence.times[before]) / (sequence.times[after] - sequence.times[before])
    positions = _blend(sequence.positions, before, after, share)
    confidence = None if sequence.confidence is None else _blend(sequence.confidence, before, after, share)
    present = _blend(sequence.present.astype(np.float32), before, after, share) > 1 - 1e-6  # on both sides
    dropped = "" if sequence.orientations is None else ", orientations dropped"
    return sequence.changed(
        positions=positions, times=times, valid=None, present=present, confidence=confidence, orientations=None,
        history=f"resampled to {fps:g} frames per second{dropped}",
    )  # fmt: skip


def _blend(values: np.ndarray, before: np.ndarray, after: np.ndarray, share: np.ndarray) -> np.ndarray:
    weight = share.reshape(-1, *([1] * (values.ndim - 1)))
    mixed = (1 - weight) * values[before] + weight * values[after]
    exact = np.where(weight <= 1e-9, values[before], np.where(weight >= 1 - 1e-9, values[after], mixed))
    return np.asarray(exact.astype(values.dtype))
