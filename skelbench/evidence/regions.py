"""Places a tip can be at: boxes in the body frame around a landmark, from an editable table, and visits to them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.errors import FormatError
from skelbench.evidence.body import Body
from skelbench.evidence.formula import sided

__all__ = ["Region", "Visit", "distance_from", "read_regions", "regions", "visits"]

FloatArray = npt.NDArray[np.float64]
_TABLE = Path(__file__).with_name("regions.toml")
_TIPS = {"hand": "*_hand", "foot": "*_ankle", "knee": "*_knee", "elbow": "*_elbow", "shoulder": "*_shoulder",
         "head": "head", "trunk": "chest", "hips": "pelvis"}  # fmt: skip
_SLOW = 0.35  # of the fastest speed of the tip: slower than this somewhere in a visit, it stops there
_DWELL_S = 0.4  # ... or stays this long


@dataclass(frozen=True)
class Region:
    """A box around an origin, metres: (lowest, highest) outward, up and forward; `within` of it counts as there."""

    name: str
    origin: str
    out: tuple[float, float]
    up: tuple[float, float]
    forward: tuple[float, float]
    within: float
    source: str


@dataclass(frozen=True)
class Visit:
    """A stretch in which a tip is in a region."""

    start_s: float
    end_s: float
    is_from_start: bool  # the clip begins with it
    is_stop: bool  # the tip slows down there, and does not just pass


@cache
def regions() -> dict[str, Region]:
    """The shipped table."""
    return read_regions(_TABLE)


def read_regions(path: Path) -> dict[str, Region]:
    """A table of regions.

    Raises:
        FormatError: a region lacks its origin or its distance, or a box is upside down.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {}
    for name, row in table.get("region", {}).items():
        sides = {side: tuple(map(float, row.get(side, (0.0, 0.0)))) for side in ("out", "up", "forward")}
        if "origin" not in row or not row.get("within", 0) > 0 or any(low > high for low, high in sides.values()):
            raise FormatError(
                f"Expected origin, within above 0 and boxes from low to high in region '{name}' of {path}"
            )
        found[name] = Region(name, row["origin"], **sides, within=float(row["within"]), source=row.get("source", ""))  # type: ignore[arg-type]
    return found


def distance_from(body: Body, part: str, side: str, region: Region) -> FloatArray | None:
    """(S T) metres from the tip of a part to the box of a region, 0 inside; None where a joint is missing or 2-D."""
    tip = sided(_TIPS.get(part, ""), side)
    origin = sided(region.origin, side)
    if not tip or body.is_flat or not body.has(tip, "frame") or not (origin == "floor" or body.has(origin)):
        return None
    if origin == "floor":
        height = body.point(tip)[..., 1] - body.floor
        return np.asarray(np.maximum.reduce([region.up[0] - height, height - region.up[1], np.zeros_like(height)]))
    offset = body.point(tip) - body.point(origin)
    outward = body.left if side != "right" else -body.left
    axes = ((offset * outward).sum(-1), offset[..., 1], (offset * body.forward).sum(-1))
    outside = [
        np.maximum.reduce([low - values, values - high, np.zeros_like(values)])
        for values, (low, high) in zip(axes, (region.out, region.up, region.forward), strict=True)
    ]
    return np.asarray(np.linalg.norm(np.stack(outside), axis=0))


def visits(body: Body, part: str, side: str, region: Region) -> list[Visit]:
    """The stretches in which the tip of a part is in a region, in order of time."""
    distance = distance_from(body, part, side, region)
    if distance is None:
        return []
    inside = np.nan_to_num(distance[0], nan=np.inf) <= region.within
    tip = sided(_TIPS[part], side)
    speed = np.nan_to_num(body.speed(tip, "chest" if part == "hand" else "pelvis")[0])
    edges = np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8))
    found = []
    for start, stop in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        seconds = float(body.times[stop - 1] - body.times[start])
        is_stop = seconds >= _DWELL_S or _slows(speed, int(start), int(stop))
        found.append(Visit(float(body.times[start]), float(body.times[stop - 1]), bool(start == 0), is_stop))
    return found


def _slows(speed: FloatArray, start: int, stop: int) -> bool:
    """Whether the speed has a low turning point within a visit: a tip that sets off there, or passes, has none."""
    inner = np.arange(max(start, 1), min(stop, len(speed) - 1))
    turns = (speed[inner] <= speed[inner - 1]) & (speed[inner] <= speed[inner + 1])
    return bool((turns & (speed[inner] <= _SLOW * float(speed.max()))).any())
