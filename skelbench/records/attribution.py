"""Scores of what mattered, with the axes they run over and the doubts they carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.errors import RecordError

__all__ = ["Attribution", "Axis", "ControlResult"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Axis:
    """One axis of an attribution: "time", "person", "joint" or "part", with a name for every index."""

    name: str
    labels: tuple[str, ...]
    groups: tuple[str, ...] = ()  # for joints: the part each belongs to, "" for none


@dataclass(frozen=True)
class ControlResult:
    """An attribution's effect beside a control's: mean drop of the score over draws, with a 95 % interval."""

    name: str  # "random_joints", "motion_energy", ...
    own_drop: float  # nats lost when the attribution's top joints are removed
    control_drop: float  # the same for the control's joints
    lower: float  # 95 % interval of the control's drop
    upper: float
    draws: int


@dataclass(frozen=True, eq=False)
class Attribution:
    """Which joints, when, moved the score towards the target; NaN where the model did not look.

    Raises:
        RecordError: scores and axes do not fit together.
    """

    scores: FloatArray  # (T P J) usually; nats
    axes: tuple[Axis, ...]
    times: FloatArray  # seconds of the T frames of the sequence
    seen: npt.NDArray[np.bool_]  # (T): frames the model looked at in any sampling
    target: str  # "brush hair" or "brush hair, not drink water"
    method: str
    baseline: str
    score: float  # f(x), nats
    score_baseline: float  # f(x0), nats
    completeness_gap: float  # sum of scores - (f(x) - f(x0)), nats
    spread: FloatArray | None = None  # same shape: standard deviation over samplings
    settings: Mapping[str, Any] = field(default_factory=dict)
    controls: tuple[ControlResult, ...] = ()

    def __post_init__(self) -> None:
        kinds = {"scores": np.float64, "times": np.float64, "seen": np.bool_, "spread": np.float64}
        for name, kind in kinds.items():
            if getattr(self, name) is None:
                continue
            array: npt.NDArray[Any] = np.array(getattr(self, name), dtype=kind)  # the caller's own stays writable
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        self._check_shapes()

    def _check_shapes(self) -> None:
        shape = tuple(len(axis.labels) for axis in self.axes)
        if self.scores.shape != shape:
            raise RecordError(f"Attribution scores have shape {self.scores.shape}, their axes {shape}")
        if self.spread is not None and self.spread.shape != shape:
            raise RecordError(f"Attribution scores have shape {shape}, their spread {self.spread.shape}")
        frames = {len(axis.labels) for axis in self.axes if axis.name == "time"} or {len(self.times)}
        if self.times.shape != self.seen.shape or {len(self.times)} != frames:
            raise RecordError(
                f"An attribution over {frames.pop()} frames has times {self.times.shape} and seen {self.seen.shape}"
            )

    @cached_property
    def relative_gap(self) -> float:
        """|gap| / max(|f(x) - f(x0)|, 0.5 nat)."""
        return abs(self.completeness_gap) / max(abs(self.score - self.score_baseline), 0.5)

    def _summed_but(self, kept: str) -> FloatArray:
        position = self.axes.index(self.axis(kept))
        others = tuple(i for i in range(self.scores.ndim) if i != position)
        return np.asarray(np.nansum(self.scores, axis=others), dtype=np.float64)

    def axis(self, name: str) -> Axis:
        """The axis of that name.

        Raises:
            RecordError: the attribution does not run over it.
        """
        found = [axis for axis in self.axes if axis.name == name]
        if not found:
            raise RecordError(f"Expected an axis '{name}', the attribution runs over {[a.name for a in self.axes]}")
        return found[0]

    def by_joint(self) -> dict[str, float]:
        """Joint name -> score summed over people and frames, nats."""
        return dict(zip(self.axis("joint").labels, self._summed_but("joint").tolist(), strict=True))

    def by_part(self) -> dict[str, float]:
        """Part -> score summed over its joints, people and frames, nats; joints of no part are left out."""
        axis, totals = self.axis("joint"), self._summed_but("joint")
        parts = dict.fromkeys(group for group in axis.groups if group)
        return {part: float(sum(s for s, g in zip(totals, axis.groups, strict=True) if g == part)) for part in parts}

    def by_frame(self) -> FloatArray:
        """(T): score summed over people and joints; NaN for frames not seen."""
        totals = self._summed_but("time")
        return np.where(self.seen, totals, np.nan)

    def top_joints(self, count: int = 3) -> tuple[str, ...]:
        """The joints with the highest score, best first."""
        return tuple(name for name, _ in sorted(self.by_joint().items(), key=lambda item: -item[1])[:count])
