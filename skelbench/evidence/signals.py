"""Signals over true times: smoothing, noise, rates, cycles and dominant frequency; gaps stay gaps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import signal as scipy_signal

__all__ = [
    "FALSE_ALARM",
    "FILTER_HZ",
    "count_cycles",
    "count_repetitions",
    "dominant_frequency",
    "longest_run",
    "noise_level",
    "rate_of_change",
    "smooth",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

FILTER_HZ = 6.0  # low-pass for positions; Winter 2009, Biomechanics and Motor Control, 2.2.4: 4 to 6 Hz for gait
FALSE_ALARM = 1e-3  # a frequency counts when noise alone would give its power less often than this
_LEAST_POWER = 0.3  # ... and when it explains at least this share of the variance
_FREQUENCIES_PER_PEAK = 6  # grid points across one spectral peak
_HIGHEST_HZ = 8.0  # nobody waves faster


def smooth(values: FloatArray, times: FloatArray, cutoff_hz: float = FILTER_HZ) -> FloatArray:
    """Low-pass along axis 0 by a Gaussian of true time; what is missing stays missing and weighs nothing.

    A Gaussian of standard deviation σ passes exp(−2π²σ²f²); it is 1/√2 at the cut-off for σ = √(ln 2) / (2π f).
    """
    sigma = np.sqrt(np.log(2.0)) / (2 * np.pi * cutoff_hz)
    finite = np.isfinite(values)
    known = np.where(finite, values, 0.0)
    total, weight = np.zeros_like(known), np.zeros_like(known)
    count = len(times)
    step = float(np.median(np.diff(times))) if count > 1 else np.inf
    reach = min(count - 1, int(np.ceil(4 * sigma / step)))
    for offset in range(-reach, reach + 1):
        here = slice(max(0, -offset), count - max(0, offset))
        there = slice(max(0, offset), count - max(0, -offset))
        share = np.exp(-0.5 * ((times[there] - times[here]) / sigma) ** 2).reshape(-1, *[1] * (values.ndim - 1))
        total[here] += share * known[there]
        weight[here] += share * finite[there]
    smoothed = np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
    return np.where(finite, smoothed, np.nan)


def noise_level(values: FloatArray) -> FloatArray:
    """Standard deviation of the frame-to-frame noise along axis 0, from third differences; NaN below 5 of them.

    White noise of deviation σ has third differences of deviation √20 σ (weights 1, −3, 3, −1), while smooth motion
    has almost none; the median absolute value / 0.6745 ignores short fast stretches (Rousseeuw & Croux 1993).
    """
    if values.shape[0] < 8:
        return np.full(values.shape[1:], np.nan)
    jerks = np.abs(np.diff(values, n=3, axis=0))
    level = np.full(values.shape[1:], np.nan)
    enough = np.isfinite(jerks).sum(0) >= 5
    level[enough] = np.nanmedian(jerks[:, enough], axis=0) / 0.6745 / np.sqrt(20.0)
    return level


def rate_of_change(values: FloatArray, times: FloatArray) -> FloatArray:
    """Derivative along axis 0 by central differences of true time; NaN beside a gap."""
    if len(times) < 2:
        return np.full_like(values, np.nan)
    return np.asarray(np.gradient(values, times, axis=0))


def count_cycles(values: FloatArray, prominence: float) -> float:
    """Turning points that stand out by `prominence`, halved: three full swings are 3, one up and down is 0.5."""
    peaks, _ = scipy_signal.find_peaks(values, prominence=prominence)
    valleys, _ = scipy_signal.find_peaks(-values, prominence=prominence)
    return (len(peaks) + len(valleys)) / 2


def count_repetitions(values: FloatArray, prominence: float) -> float:
    """Peaks that stand out by `prominence`; a peak at either end of the recording counts too."""
    floor = float(values.min()) if len(values) else 0.0
    peaks, _ = scipy_signal.find_peaks(np.concatenate([[floor], values, [floor]]), prominence=prominence)
    return float(len(peaks))


def dominant_frequency(values: FloatArray, times: FloatArray) -> float:
    """The strongest frequency in Hz with at least two periods in the stretch; 0 where none is significant.

    Lomb-Scargle power p of the series less its parabola, as a share of the variance; it is significant when
    1 − (1 − (1 − p)^((N−3)/2))^M < FALSE_ALARM for M independent frequencies (Zechmeister & Kuerster 2009, eq. 24)
    and p is at least 0.3. Slower swings compete, and where one wins there is no frequency: a lone step is none.
    """
    count, duration = len(times), float(times[-1] - times[0]) if len(times) else 0.0
    if count < 8 or duration <= 0 or np.ptp(values) < 1e-9:
        return 0.0
    lowest, highest = 1.0 / duration, min(_HIGHEST_HZ, 0.5 * (count - 1) / duration)
    if highest <= lowest:
        return 0.0
    centred = times - times.mean()
    residual = values - np.polynomial.polynomial.polyval(
        centred, np.polynomial.polynomial.polyfit(centred, values, min(2, count - 1))
    )
    grid = np.linspace(lowest, highest, int(np.ceil((highest - lowest) * duration * _FREQUENCIES_PER_PEAK)) + 1)
    power = np.asarray(scipy_signal.lombscargle(centred, residual, 2 * np.pi * grid, normalize=True))
    best = int(np.argmax(power))
    alone = (1.0 - min(power[best], 1.0)) ** ((count - 3) / 2)
    false_alarm = 1.0 - (1.0 - alone) ** max(1.0, highest * duration)
    is_periodic = grid[best] >= 2 * lowest and false_alarm < FALSE_ALARM and power[best] >= _LEAST_POWER
    return float(grid[best]) if is_periodic else 0.0


def longest_run(mask: BoolArray) -> tuple[int, int]:
    """First and last index of the longest stretch that is true; (0, -1) where nothing is."""
    edges = np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not starts.size:
        return 0, -1
    longest = int(np.argmax(stops - starts))
    return int(starts[longest]), int(stops[longest] - 1)
