"""Intervals: Wilson's for a share, and seeded bootstraps over clips, subjects or pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.errors import ParameterError

__all__ = ["Interval", "bootstrap_interval", "paired_bootstrap", "wilson_interval"]

FloatArray = npt.NDArray[np.float64]
Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval, and what it was taken over."""

    estimate: float
    lower: float
    upper: float
    count: int  # clips, or pairs

    def __str__(self) -> str:
        return f"{self.estimate:.3f} ({self.lower:.3f} to {self.upper:.3f}, n = {self.count})"


def wilson_interval(successes: int, count: int) -> Interval:
    """The score interval of a share: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n) (Wilson 1927).

    Without any trial the estimate is NaN and the interval all of 0 to 1.

    Raises:
        ParameterError: more successes than trials, or less than none.
    """
    if not 0 <= successes <= count:
        raise ParameterError(f"Expected 0 to {count} successes, found {successes}")
    if count == 0:
        return Interval(float("nan"), 0.0, 1.0, 0)
    share, z2 = successes / count, Z_95**2
    middle = share + z2 / (2 * count)
    half = Z_95 * np.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    scale = 1 + z2 / count
    lower = 0.0 if successes == 0 else float((middle - half) / scale)
    upper = 1.0 if successes == count else float((middle + half) / scale)
    return Interval(share, lower, upper, count)


def bootstrap_interval(
    values: npt.ArrayLike,
    seed: int = 0,
    draws: int = 2000,
    groups: npt.ArrayLike | None = None,
    statistic: Callable[[FloatArray], float] | None = None,
) -> Interval:
    """95 % percentile interval of a statistic (the mean) over resampled values, or over whole groups of them.

    Give subjects as `groups` where clips of one subject resemble each other.

    Raises:
        ParameterError: no values, or groups that do not match them.
    """
    data = np.asarray(values, dtype=np.float64)
    if data.ndim != 1 or not data.size:
        raise ParameterError(f"Expected a row of values to bootstrap, found shape {data.shape}")
    labels = np.arange(data.size) if groups is None else np.asarray(groups)
    if labels.shape != data.shape:
        raise ParameterError(f"Expected a group for each of {data.size} values, found shape {labels.shape}")
    names, places = np.unique(labels, return_inverse=True)
    picks = np.random.default_rng(seed).integers(len(names), size=(draws, len(names)))
    if statistic is None:
        sums, counts = (np.bincount(places, weights=weights) for weights in (data, np.ones_like(data)))
        samples = sums[picks].sum(1) / counts[picks].sum(1)
        estimate = float(data.mean())
    else:
        members = [data[places == place] for place in range(len(names))]
        samples = np.array([statistic(np.concatenate([members[i] for i in pick])) for pick in picks])
        estimate = statistic(data)
    lower, upper = np.quantile(samples, [0.025, 0.975])
    return Interval(estimate, float(lower), float(upper), int(data.size))


def paired_bootstrap(
    first: npt.ArrayLike, second: npt.ArrayLike, seed: int = 0, draws: int = 2000, groups: npt.ArrayLike | None = None
) -> Interval:
    """95 % interval of mean(first − second), the pairs resampled together, or whole groups of them.

    Raises:
        ParameterError: the two rows differ in length, or groups do not match them.
    """
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if a.shape != b.shape:
        raise ParameterError(f"Expected pairs, found rows of shape {a.shape} and {b.shape}")
    return bootstrap_interval(a - b, seed=seed, draws=draws, groups=groups)
