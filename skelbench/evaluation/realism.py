"""How made motions are distributed beside recorded ones: speed, acceleration, angles, path, duration, frequency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from skelbench.datasets import SHARED_LABELS, Clip, ClipSet
from skelbench.errors import ParameterError
from skelbench.evidence import FORMULAS, STATISTICS, Body, Settings, body_of
from skelbench.evidence.signals import rate_of_change

__all__ = ["MOTION_UNITS", "compare_statistics", "motion_statistics"]

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

MOTION_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "hand speed": "m/s", "foot speed": "m/s", "hand acceleration": "m/s²", "foot acceleration": "m/s²",
        "elbow flexion range": "deg", "knee flexion range": "deg", "trunk lean range": "deg",
        "hand height range": "m", "pelvis path": "m", "duration": "s", "hand frequency": "Hz",
    }
)  # fmt: skip
_HIGH = 0.95  # the quantile that stands for "fast": a single misread frame does not reach it
_SIDES = ("left", "right")


def motion_statistics(clips: ClipSet | Sequence[Clip], progress: Progress | None = None) -> pd.DataFrame:
    """A row a clip: `id`, `set`, `label`, and one column for each name of `MOTION_UNITS`.

    Speeds and accelerations are 95th percentiles over frames, of the hand relative to the chest and the ankle relative
    to the pelvis, as `evidence` measures them (low-pass at 6 Hz), of the faster side. Ranges reach from the 5th to the
    95th percentile, of the side with the larger one. The frequency is that of the faster hand, 0 where none is
    significant. Of the person who moves most; NaN where a landmark is missing, or metres are not true metres.
    """
    name = clips.name.partition(":")[0] if isinstance(clips, ClipSet) else ""
    rows = []
    for number, clip in enumerate(clips, start=1):
        rows.append({"id": clip.id, "set": name, "label": clip.label, **_of_body(body_of(clip.sequence))})
        if progress:
            progress(number, len(clips))
    return pd.DataFrame(rows, columns=["id", "set", "label", *MOTION_UNITS])


def _of_body(body: Body) -> dict[str, float]:
    hands = {side: _high(_values(body, "hand_speed", side)) for side in _SIDES}
    faster = max(_SIDES, key=lambda side: np.nan_to_num(hands[side]))
    found = {
        "hand speed": _largest(hands.values()),
        "foot speed": _largest(_high(_values(body, "ankle_speed", side)) for side in _SIDES),
        "hand acceleration": _largest(_high(_acceleration(body, f"{side}_hand", "chest")) for side in _SIDES),
        "foot acceleration": _largest(_high(_acceleration(body, f"{side}_ankle", "pelvis")) for side in _SIDES),
        "elbow flexion range": _largest(_range(_values(body, "elbow_flexion", side)) for side in _SIDES),
        "knee flexion range": _largest(_range(_values(body, "knee_flexion", side)) for side in _SIDES),
        "trunk lean range": _range(_values(body, "trunk_lean", "")),
        "hand height range": _largest(_range(_height(body, f"{side}_hand")) for side in _SIDES),
        "pelvis path": _reduced(body, "pelvis_path", "", "travel"),
        "duration": float(body.times[-1] - body.times[0]),
        "hand frequency": _reduced(body, "hand_path", faster, "frequency"),
    }  # fmt: skip
    is_told = {name: body.is_metric or not unit.startswith("m") for name, unit in MOTION_UNITS.items()}
    return {name: value if is_told[name] else np.nan for name, value in found.items()}


def _values(body: Body, quantity: str, side: str) -> FloatArray:
    """(T) or (T 3) of a quantity of evidence in the recording itself; empty where a landmark is missing."""
    formula = FORMULAS[quantity]
    return formula.compute(body, side)[0] if body.has(*formula.landmarks(side)) else np.empty(0)


def _acceleration(body: Body, point: str, origin: str) -> FloatArray:
    """(T) size of the second derivative of one point relative to another, m/s²."""
    if not body.has(point, origin):
        return np.empty(0)
    return np.asarray(np.linalg.norm(rate_of_change(body.velocity(point, origin)[0], body.times), axis=-1))


def _height(body: Body, point: str) -> FloatArray:
    return body.point(point)[0, :, 1] if body.has(point) else np.empty(0)


def _quantile(values: FloatArray, share: float) -> float:
    known = values[np.isfinite(values)]
    return float(np.quantile(known, share)) if known.size else np.nan


def _high(values: FloatArray) -> float:
    return _quantile(values, _HIGH)


def _range(values: FloatArray) -> float:
    return _quantile(values, _HIGH) - _quantile(values, 1.0 - _HIGH)


def _largest(values: Iterable[float]) -> float:
    known = [value for value in values if np.isfinite(value)]
    return max(known, default=np.nan)


def _reduced(body: Body, quantity: str, side: str, statistic: str) -> float:
    """A statistic of evidence over the frames in which the path is known."""
    path = _values(body, quantity, side)
    known = np.isfinite(path).all(-1) if path.size else np.zeros(0, dtype=bool)
    if known.sum() < 2:
        return np.nan
    return float(STATISTICS[statistic].reduce(path[None, known], body.times[known], Settings())[0])


def compare_statistics(made: pd.DataFrame, recorded: pd.DataFrame) -> pd.DataFrame:
    """Made beside recorded, a row for each recorded label and statistic, those furthest apart first.

    Both tables come from `motion_statistics`. A recorded label is held against the choreographed actions that stand
    for it (`SHARED_LABELS`), in sets without such a table against the action of its own name; labels without a made
    clip are left out. `distance` is Kolmogorov and Smirnov's, the largest gap between both cumulative distributions:
    0 where they are the same, 1 where they do not overlap; `p_value` says how often chance alone gives as much.

    Raises:
        ParameterError: no recorded label has a made clip.
    """
    rows = []
    for (name, label), real in recorded.groupby(["set", "label"], sort=True):
        ours = made[made["label"].isin(_stand_ins(str(name), str(label)))]
        for statistic in MOTION_UNITS:
            a, b = ours[statistic].dropna().to_numpy(float), real[statistic].dropna().to_numpy(float)
            if len(a) and len(b):
                rows.append({"set": name, "label": label, "statistic": statistic, **_compared(a, b)})
    if not rows:
        found = ", ".join(sorted(map(str, recorded["label"].unique()))) or "none"
        raise ParameterError(f"Expected made clips of at least one recorded label, found none of: {found}")
    return pd.DataFrame(rows).sort_values("distance", ascending=False, kind="stable", ignore_index=True)


def _stand_ins(name: str, label: str) -> tuple[str, ...]:
    """The choreographed actions that stand for a label of a set."""
    return SHARED_LABELS[name].get(label, (label,)) if name in SHARED_LABELS else (label,)


def _compared(made: FloatArray, recorded: FloatArray) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, values in (("made", made), ("recorded", recorded)):
        lower, middle, upper = np.quantile(values, (0.25, 0.5, 0.75))
        found |= {
            f"{name}_lower": lower,
            f"{name}_median": middle,
            f"{name}_upper": upper,
            f"{name}_clips": len(values),
        }
    test = stats.ks_2samp(made, recorded)
    return {"distance": float(test.statistic), "p_value": float(test.pvalue), **found}
