"""`observe`: any quantity of a body over its noisy copies, reduced to one value with an error, held against limits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from skelbench.evidence.body import Body
from skelbench.evidence.measure import judge
from skelbench.records import Evidence, Verdict

__all__ = ["Limits", "observe", "unmeasurable"]

FloatArray = npt.NDArray[np.float64]

Limits = tuple[float | None, float | None]  # lower, upper


def observe(
    body: Body, name: tuple[str, str], marks: Sequence[str], values: FloatArray, span: tuple[float, float],
    held: tuple[Limits, str, str],
) -> Evidence:  # fmt: skip
    """The evidence for a value that was reduced by the caller.

    Args:
        body: whose.
        name: the formula's id, and the quantity in words.
        marks: the landmarks it rests on.
        values: (S) the value of the recording and of each of its noisy copies; their spread is the error.
        span: seconds it speaks of.
        held: the limits, the unit, and where formula and limits come from.
    """
    (lower, upper), unit, source = held
    joints = tuple(dict.fromkeys(joint for mark in marks if body.has(mark) for joint in body.joints_of(mark)))
    value = float(values[0])
    error = float(np.sqrt(np.nanmean((values[1:] - value) ** 2))) if len(values) > 1 and np.isfinite(value) else np.nan
    verdict = judge(value, error, lower, upper)
    return Evidence(
        name[0], name[1], joints, float(span[0]), float(span[1]), value, unit, lower, upper, error, verdict, source,
        body.person,
    )  # fmt: skip


def unmeasurable(body: Body, name: tuple[str, str], unit: str, source: str) -> Evidence:
    """The evidence that something cannot be measured here, and why."""
    span = (float(body.times[0]), float(body.times[-1]))
    return Evidence(
        name[0], name[1], (), *span, float("nan"), unit, None, None, float("nan"), Verdict.NOT_MEASURABLE, source,
        body.person,
    )  # fmt: skip
