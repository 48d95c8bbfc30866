"""The one structure every reader makes and every function takes: joints over time, and what is known about them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from skelbench.errors import SkeletonError
from skelbench.records import Truth
from skelbench.skeleton.topology import Topology

__all__ = ["Segment", "SkeletonSequence", "Source", "Space"]


@dataclass(frozen=True)
class Space:
    """What the numbers of a position mean.

    `frame` "camera": x to the sensor's left, y up, z away. "body": x to the person's left, y up, z where the person
    faces at the start. "image": pixels, x right, y as `up` says. `up` "-y" is the usual case of images.
    """

    unit: Literal["m", "cm", "mm", "px", "normalised", "unknown"] = "m"
    up: Literal["y", "z", "-y"] = "y"
    handedness: Literal["right", "left"] = "right"
    frame: Literal["camera", "body", "image"] = "camera"


@dataclass(frozen=True)
class Source:
    """Where a sequence came from."""

    path: str
    format: str
    sha256: str


@dataclass(frozen=True)
class Segment:
    """A labelled stretch of a longer recording."""

    label: str
    start_s: float
    end_s: float


@dataclass(frozen=True, eq=False)
class SkeletonSequence:
    """Joint positions over time, with masks, times and provenance; read-only and checked at birth.

    Positions are finite exactly where `valid`, NaN elsewhere (missing joints are never zero).

    Raises:
        SkeletonError: shapes, masks, times or topology do not fit together.
    """

    topology: Topology
    positions: npt.NDArray[np.float32]  # (T P J D), D = 2 or 3, in `space`
    times: npt.NDArray[np.float64]  # (T) seconds, strictly increasing
    valid: npt.NDArray[np.bool_] = None  # type: ignore[assignment]  # (T P J); made from the positions where not given
    present: npt.NDArray[np.bool_] = None  # type: ignore[assignment]  # (T P); made from `valid` where not given
    confidence: npt.NDArray[np.float32] | None = None  # (T P J) in [0, 1]
    orientations: npt.NDArray[np.float32] | None = None  # (T P J 4) unit quaternions w x y z, or NaN
    space: Space = field(default_factory=Space)
    label: str | None = None
    subject: str | None = None
    segments: tuple[Segment, ...] = ()
    truth: Truth | None = None
    source: Source | None = None
    guesses: tuple[str, ...] = ()  # every assumption the reader made, a sentence each
    history: tuple[str, ...] = ()  # every repair, a sentence each
    meta: Mapping[str, str] = field(default_factory=dict)  # the file's own strings only

    def __post_init__(self) -> None:
        positions = self._checked_positions()
        arrays: dict[str, Any] = {"positions": positions, "times": self._checked_times(positions)}
        kinds = {"valid": np.bool_, "present": np.bool_, "confidence": np.float32, "orientations": np.float32}
        for name, kind in kinds.items():
            value = getattr(self, name)
            arrays[name] = None if value is None else np.array(value, dtype=kind)
        self._check_shapes(arrays)
        finite = np.isfinite(positions).all(-1)
        arrays["valid"] = finite if arrays["valid"] is None else arrays["valid"] & finite
        positions[~arrays["valid"]] = np.nan
        if arrays["present"] is None:
            arrays["present"] = arrays["valid"].any(-1)
        if (arrays["valid"] & ~arrays["present"][..., None]).any():
            raise SkeletonError("A joint is marked valid in a frame whose person is marked absent")
        for name, array in arrays.items():
            if array is not None:
                array.setflags(write=False)
            object.__setattr__(self, name, array)
        object.__setattr__(self, "meta", MappingProxyType(dict(self.meta)))

    def __reduce__(self) -> tuple[Any, ...]:
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return _rebuilt, ({**values, "meta": dict(self.meta)},)

    def _checked_positions(self) -> npt.NDArray[np.float32]:
        with np.errstate(over="ignore"):  # a number too large for a float32 becomes infinite, and is refused below
            positions = np.array(self.positions, dtype=np.float32)
        if positions.ndim != 4 or positions.shape[-1] not in (2, 3):
            raise SkeletonError(f"Positions need shape (T P J D) with D 2 or 3, found {positions.shape}")
        if positions.shape[2] != len(self.topology.joints):
            raise SkeletonError(
                f"{self.topology.name} has {len(self.topology.joints)} joints, positions have {positions.shape[2]}"
            )
        if np.isinf(positions).any():
            frame, _, joint, _ = np.argwhere(np.isinf(positions))[0]
            raise SkeletonError(
                f"Positions need finite numbers, or NaN where a joint is missing; "
                f"{self.topology.joints[joint]} is infinite in frame {frame}"
            )
        return positions

    def _checked_times(self, positions: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        times = np.array(self.times, dtype=np.float64)
        if times.shape != positions.shape[:1]:
            raise SkeletonError(f"Positions have {positions.shape[0]} frames, times have shape {times.shape}")
        if not np.isfinite(times).all() or (np.diff(times) <= 0).any():
            frame = (
                int(np.argmax(~np.isfinite(times)))
                if not np.isfinite(times).all()
                else int(np.argmax(np.diff(times) <= 0) + 1)
            )
            raise SkeletonError(f"Times must increase strictly; they do not at frame {frame}")
        return times

    @staticmethod
    def _check_shapes(arrays: Mapping[str, Any]) -> None:
        frames, people, joints, _ = arrays["positions"].shape
        expected = {
            "valid": (frames, people, joints),
            "present": (frames, people),
            "confidence": (frames, people, joints),
            "orientations": (frames, people, joints, 4),
        }
        for name, shape in expected.items():
            if arrays[name] is not None and arrays[name].shape != shape:
                raise SkeletonError(f"Positions ask for {name} of shape {shape}, found {arrays[name].shape}")

    @property
    def frames(self) -> int:
        """T."""
        return int(self.positions.shape[0])

    @property
    def people(self) -> int:
        """P."""
        return int(self.positions.shape[1])

    @property
    def dimensions(self) -> int:
        """D, 2 or 3."""
        return int(self.positions.shape[3])

    @property
    def duration(self) -> float:
        """Seconds from the first frame to the last."""
        return float(self.times[-1] - self.times[0]) if self.frames else 0.0

    @cached_property
    def fps(self) -> float:
        """Frames per second by the median step (recordings skip frames); NaN below two frames."""
        return float(1.0 / np.median(np.diff(self.times))) if self.frames > 1 else float("nan")

    def landmark(self, name: str) -> npt.NDArray[np.float64]:
        """(T P D) positions of an anatomical landmark, NaN where a joint it needs is missing.

        Raises:
            SkeletonError: the topology has nothing that stands for it.
        """
        rows = list(self.topology.rows_of(name))
        return np.asarray(self.positions[:, :, rows].astype(np.float64).mean(2))

    def changed(self, history: str | None = None, **fields: Any) -> SkeletonSequence:
        """A copy with other fields; a repair says so in `history`."""
        if "positions" in fields:
            fields = {"valid": None, "present": self.present, **fields}
        if history:
            fields["history"] = (*self.history, history)
        return replace(self, **fields)

    def span(self, start: int, stop: int) -> SkeletonSequence:
        """Frames start ... stop - 1, times kept; truth and segments are dropped (they speak of the whole).

        Raises:
            SkeletonError: not one frame of the clip lies in between.
        """
        if not 0 <= start < min(stop, self.frames):
            raise SkeletonError(f"Expected a span within frames 0 to {self.frames - 1}, found {start} to {stop - 1}")
        cut = slice(start, min(stop, self.frames))
        confidence = None if self.confidence is None else self.confidence[cut]
        orientations = None if self.orientations is None else self.orientations[cut]
        return replace(
            self, positions=self.positions[cut], times=self.times[cut], valid=self.valid[cut],
            present=self.present[cut], confidence=confidence, orientations=orientations, truth=None, segments=(),
            history=(*self.history, f"frames {start} to {cut.stop - 1} of {self.frames} kept"),
        )  # fmt: skip

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of topology, space, positions (to 10 um or 0.01 px), masks, times (10 us) and confidence (1e-4)."""
        scale = {"px": 1e2, "mm": 1e2, "cm": 1e3}.get(self.space.unit, 1e5)
        pieces = [
            self.topology.content_hash.encode(), repr(self.space).encode(), repr(self.positions.shape).encode(),
            _rounded(self.positions, scale), self.valid.tobytes(), self.present.tobytes(), _rounded(self.times, 1e5),
        ]  # fmt: skip
        if self.confidence is not None:
            pieces.append(_rounded(self.confidence, 1e4))
        return hashlib.sha256(b"|".join(pieces)).hexdigest()


def _rebuilt(values: dict[str, Any]) -> SkeletonSequence:
    return SkeletonSequence(**values)


def _rounded(values: npt.NDArray[Any], scale: float) -> bytes:
    """Whole multiples of 1 / scale, the same bytes on every machine; NaN counts as zero (the masks tell)."""
    scaled = np.nan_to_num(values.astype(np.float64) * scale, nan=0.0)
    return np.round(np.clip(scaled, -(2.0**62), 2.0**62)).astype("<i8").tobytes()
