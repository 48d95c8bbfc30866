"""How a quantity over a stretch of time becomes one number: extremes, kept levels, changes, cycles, frequencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.evidence.signals import count_cycles, count_repetitions, dominant_frequency
from skelbench.registry import Registry

__all__ = ["STATISTICS", "Reduce", "Settings", "Statistic"]

FloatArray = npt.NDArray[np.float64]

EDGE_SHARE = 0.12  # "first" and "last" are medians over this share of the stretch


@dataclass(frozen=True)
class Settings:
    """What a statistic may be told."""

    share: float = 0.5  # kept_below, kept_above: the share of the stretch that must keep the level
    prominence: float = 0.05  # cycles, repetitions: how far a turning point must stand out, in the quantity's unit


Reduce = Callable[[FloatArray, FloatArray, Settings], FloatArray]


@dataclass(frozen=True)
class Statistic:
    """Reduces (S N) values, or (S N 3) of a path, at N times to (S)."""

    name: str
    words: str  # with {q} for the quantity
    takes: Literal["series", "path", "either"]
    unit: str  # "" keeps the quantity's
    span: Literal["instant", "run", "stretch", "first", "last"]
    reduce: Reduce


STATISTICS = Registry[Statistic]("statistic")


def _statistic(
    name: str, words: str, takes: Literal["series", "path", "either"], unit: str = "", span: str = "stretch"
) -> Callable[[Reduce], Reduce]:
    def keep(reduce: Reduce) -> Reduce:
        STATISTICS.register(name)(Statistic(name, words, takes, unit, span, reduce))  # type: ignore[arg-type]
        return reduce

    return keep


@_statistic("mean", "mean {q}", "series")
def _mean(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(values.mean(1))


@_statistic("minimum", "smallest {q}", "series", span="instant")
def _minimum(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(values.min(1))


@_statistic("maximum", "largest {q}", "series", span="instant")
def _maximum(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(values.max(1))


@_statistic("range", "range of {q}", "series")
def _range(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(values.max(1) - values.min(1))


@_statistic("kept_below", "{q} not exceeded", "series", span="run")
def _kept_below(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(np.quantile(values, settings.share, axis=1))


@_statistic("kept_above", "{q} not undercut", "series", span="run")
def _kept_above(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(np.quantile(values, 1.0 - settings.share, axis=1))


def _edges(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    count = max(1, round(EDGE_SHARE * values.shape[1]))
    return np.median(values[:, :count], axis=1), np.median(values[:, -count:], axis=1)


@_statistic("first", "{q} at the start", "series", span="first")
def _first(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return _edges(values)[0]


@_statistic("last", "{q} at the end", "series", span="last")
def _last(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return _edges(values)[1]


@_statistic("change", "change of {q} from start to end", "series")
def _change(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    first, last = _edges(values)
    return last - first


@_statistic("time_of_maximum", "time of the largest {q}", "series", unit="s", span="instant")
def _time_of_maximum(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(times[values.argmax(1)])


@_statistic("time_of_minimum", "time of the smallest {q}", "series", unit="s", span="instant")
def _time_of_minimum(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(times[values.argmin(1)])


def _along_axes(values: FloatArray) -> list[FloatArray]:
    """(S N) of a series; of a path along each of its principal axes, in which the recording varies most first."""
    if values.ndim == 2:
        return [values]
    centred = values[0] - values[0].mean(0)
    directions = np.linalg.svd(centred, full_matrices=False)[2]
    signs = np.sign(directions[np.arange(len(directions)), np.abs(directions).argmax(1)])
    return [np.asarray(values @ direction) for direction in directions * signs[:, None]]


@_statistic("cycles", "number of full swings of {q}", "either", unit="cycles")
def _cycles(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    """Of a path: the most along any of its principal axes (a raised hand that waves moves most while it is raised)."""
    counts = [[count_cycles(row, settings.prominence) for row in rows] for rows in _along_axes(values)]
    return np.asarray(np.max(counts, axis=0), dtype=np.float64)


@_statistic("repetitions", "number of repetitions of {q}", "either", unit="repetitions")
def _repetitions(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    """Of a path: along its main axis."""
    return np.array([count_repetitions(row, settings.prominence) for row in _along_axes(values)[0]])


@_statistic("frequency", "dominant frequency of {q}", "either", unit="Hz")
def _frequency(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    """Of a path: along the first principal axis that has one."""
    for rows in _along_axes(values):
        found = np.array([dominant_frequency(row, times) for row in rows])
        if found[0] > 0:
            break
    return found


@_statistic("displacement", "distance between start and end of {q}", "path")
def _displacement(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    count = max(1, round(EDGE_SHARE * values.shape[1]))
    moved = np.median(values[:, -count:], axis=1) - np.median(values[:, :count], axis=1)
    return np.asarray(np.linalg.norm(moved, axis=-1))


@_statistic("spread", "largest extent of {q}", "path")
def _spread(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(np.linalg.norm(values.max(1) - values.min(1), axis=-1))


@_statistic("travel", "length of {q}", "path")
def _travel(values: FloatArray, times: FloatArray, settings: Settings) -> FloatArray:
    return np.asarray(np.linalg.norm(np.diff(values, axis=1), axis=-1).sum(1))
