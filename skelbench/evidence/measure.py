"""`measure`: one quantity, one statistic, one stretch of one person's motion, held against limits -> Evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.errors import ParameterError
from skelbench.evidence import angles, motions, places, turns  # noqa: F401  (they register the formulas)
from skelbench.evidence.body import Body, body_of
from skelbench.evidence.formula import FORMULAS, Formula
from skelbench.evidence.signals import longest_run
from skelbench.evidence.statistics import EDGE_SHARE, STATISTICS, Settings, Statistic
from skelbench.evidence.wording import with_unit
from skelbench.records import Evidence, Verdict
from skelbench.skeleton import SkeletonSequence

__all__ = ["Gate", "Measurement", "judge", "measure", "measure_body", "window_mask"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

WINDOWS = ("clip", "moving")
_LEAST_FRAMES = 5  # of a clip
_LEAST_KNOWN = 3  # frames of the window in which the quantity is known
_LEAST_SEEN = 0.6  # of the frames of the window the quantity must be known in


@dataclass(frozen=True)
class Gate:
    """Frames in which a quantity lies within limits."""

    quantity: str
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Measurement:
    """What to measure and what to hold it against.

    Raises:
        ParameterError: the statistic does not fit the quantity, a side is missing or superfluous, or limits cross.
        UnknownNameError: no such quantity or statistic.
    """

    quantity: str
    statistic: str = "mean"
    side: Literal["left", "right", ""] = ""
    during: Literal["clip", "moving"] | Gate = "clip"
    lower: float | None = None
    upper: float | None = None
    settings: Settings = field(default_factory=Settings)
    on_pictures: bool = False  # whether a 2-D clip, scaled to a torso of 0.5 m, will do
    source: str = ""  # of the limits

    def __post_init__(self) -> None:
        if self.formula.is_sided != bool(self.side):
            expected = "a side, left or right" if self.formula.is_sided else "no side"
            raise ParameterError(f"Quantity '{self.quantity}' expects {expected}, found '{self.side}'")
        takes = self.reducer.takes
        if takes != "either" and (takes == "path") != self.quantity.endswith("_path"):
            raise ParameterError(f"Statistic '{self.statistic}' takes a {takes}, '{self.quantity}' is not one")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ParameterError(f"Limits of '{self.quantity}' cross: lower {self.lower:g}, upper {self.upper:g}")

    @property
    def formula(self) -> Formula:
        """The registered formula."""
        return FORMULAS[self.quantity]

    @property
    def reducer(self) -> Statistic:
        """The registered statistic."""
        return STATISTICS[self.statistic]

    @property
    def unit(self) -> str:
        """Unit of the value: the statistic's own, or the quantity's."""
        return self.reducer.unit or self.formula.unit


def measure(sequence: SkeletonSequence, what: Measurement, person: int | None = None) -> Evidence:
    """Measure one quantity of a person of the sequence (of the one who moves most, where none is named)."""
    return measure_body(body_of(sequence, person), what)


def measure_body(body: Body, what: Measurement) -> Evidence:
    """Measure one quantity of a body. Its error is the spread over copies with the recording's own noise added."""
    if not _can_measure(body, what):
        return _evidence(body, what, np.array([np.nan]), (body.times[0], body.times[-1]))
    values = _series(body, what.formula, what.side)
    window = window_mask(body, what.during, what.side)
    known = window & np.isfinite(values[0].reshape(len(window), -1)).all(-1)
    if known.sum() < _LEAST_KNOWN or known.sum() < _LEAST_SEEN * window.sum():
        return _evidence(body, what, np.array([np.nan]), (body.times[0], body.times[-1]))
    reduced = what.reducer.reduce(values[:, known], body.times[known], what.settings)
    return _evidence(body, what, reduced, _span(values[0][known], body.times[known], what, float(reduced[0])))


def window_mask(body: Body, during: str | Gate, side: str) -> BoolArray:
    """(T) the frames a measurement is about.

    Raises:
        ParameterError: no such window.
    """
    if isinstance(during, Gate):
        gate = FORMULAS[during.quantity]
        values = _series(body, gate, side if gate.is_sided else "")[0]
        return np.asarray(_within(values, during.lower, during.upper) & np.isfinite(values))
    if during not in WINDOWS:
        raise ParameterError(f"Expected a window of {', '.join(WINDOWS)} or a gate, found '{during}'")
    return body.moving if during == "moving" else np.ones(len(body.times), dtype=bool)


def judge(value: float, error: float, lower: float | None, upper: float | None) -> Verdict:
    """What a value with its error says about its limits; within the error of a limit it is uncertain."""
    if not np.isfinite(value):
        return Verdict.NOT_MEASURABLE
    margins = [value - lower] if lower is not None else []
    margins += [upper - value] if upper is not None else []
    if not margins:
        return Verdict.HOLDS
    margin = min(margins)
    if not np.isfinite(error) or abs(margin) < error:
        return Verdict.UNCERTAIN
    return Verdict.HOLDS if margin >= 0 else Verdict.CONTRADICTED


def _series(body: Body, formula: Formula, side: str) -> FloatArray:
    key = (formula.name, side)
    if key not in body.series:
        body.series[key] = formula.compute(body, side)
    return body.series[key]


def _can_measure(body: Body, what: Measurement) -> bool:
    needs = what.formula.landmarks(what.side)
    if isinstance(what.during, Gate):
        gate = FORMULAS[what.during.quantity]
        needs = (*needs, *gate.landmarks(what.side if gate.is_sided else ""))
    if len(body.times) < _LEAST_FRAMES or not body.has(*needs):
        return False
    if body.is_flat:
        return what.on_pictures
    return body.is_metric or what.on_pictures or what.unit not in ("m", "m/s")


def _within(values: FloatArray, lower: float | None, upper: float | None) -> BoolArray:
    mask = np.ones(values.shape, dtype=bool)
    if lower is not None:
        mask &= values >= lower
    if upper is not None:
        mask &= values <= upper
    return mask


def _span(values: FloatArray, times: FloatArray, what: Measurement, value: float) -> tuple[float, float]:
    """The seconds a value speaks of: an instant, the longest run within the level, an edge, or the stretch."""
    kind, count = what.reducer.span, len(times)
    edge = max(1, round(EDGE_SHARE * count))
    if kind == "instant":
        pick = np.argmax if "maximum" in what.statistic else np.argmin
        at = float(times[int(pick(values))])
        return at, at
    if kind == "run":
        below = what.statistic == "kept_below"
        limit = what.upper if below else what.lower
        meets = limit is not None and (value <= limit if below else value >= limit)
        level = limit if meets and limit is not None else value
        start, stop = longest_run(values <= level if below else values >= level)
        return float(times[start]), float(times[max(start, stop)])
    if kind == "first":
        return float(times[0]), float(times[edge - 1])
    return float(times[-edge] if kind == "last" else times[0]), float(times[-1])


def _evidence(body: Body, what: Measurement, reduced: FloatArray, span: tuple[float, float]) -> Evidence:
    value = float(reduced[0])
    joints = [joint for mark in what.formula.landmarks(what.side) if body.has(mark) for joint in body.joints_of(mark)]
    joints = list(dict.fromkeys(joints))
    error = float("nan")
    if len(reduced) > 1 and np.isfinite(body.noise[[body.topology.joint_index[joint] for joint in joints]]).all():
        error = float(np.sqrt(np.mean((reduced[1:] - value) ** 2)))
    notes = (what.formula.source, _recording(body), f"limits: {what.source}" if what.source else "")
    return Evidence(
        formula=f"{what.quantity}.{what.statistic}",
        quantity=_in_words(what),
        joints=tuple(joints), start_s=float(span[0]), end_s=float(span[1]), value=value, unit=what.unit,
        lower=what.lower, upper=what.upper, error=error, verdict=judge(value, error, what.lower, what.upper),
        source="; ".join(note for note in notes if note), person=body.person,
    )  # fmt: skip


def _recording(body: Body) -> str:
    if body.is_flat:
        return "in the plane of the picture, the torso scaled to 0.5 m"
    scaled = "" if body.is_metric else "unit unknown, the torso scaled to 0.5 m"
    return scaled or (f"camera levelled by {body.tilt_deg:.0f}° (upright frames)" if abs(body.tilt_deg) >= 0.5 else "")


def _in_words(what: Measurement) -> str:
    words = what.reducer.words.format(q=what.formula.quantity(what.side))
    if what.statistic.startswith("kept_"):
        words += f" for {what.settings.share:.0%} of the time"
    if isinstance(what.during, Gate):
        gate = FORMULAS[what.during.quantity]
        return f"{words} while {gate.quantity(what.side if gate.is_sided else '')} is {_gate_in_words(what.during)}"
    return words if what.during == "clip" else f"{words} while moving"


def _gate_in_words(gate: Gate) -> str:
    unit = FORMULAS[gate.quantity].unit
    low, high = (None if limit is None else with_unit(limit, unit) for limit in (gate.lower, gate.upper))
    return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
