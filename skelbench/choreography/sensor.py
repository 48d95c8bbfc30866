"""What a sensor makes of a motion: a depth sensor's joints, or a picture detector's pixels and confidences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.choreography.curves import bump
from skelbench.choreography.joints import FLAT
from skelbench.skeleton import Space, Topology

__all__ = ["Recorded", "picture", "record"]

FloatArray = npt.NDArray[np.float64]

_FAR_JOINTS = ("wrist", "hand", "thumb", "ankle", "foot", "toe", "heel")  # the ends of limbs, which sensors see worst
_SMALL_JOINTS = ("hand_tip", "thumb", "foot", "toe", "heel", "eye", "ear")  # the ones they lose
_PICTURE = ((1920.0, 1080.0, 1060.0), (1280.0, 720.0, 900.0), (640.0, 480.0, 525.0))  # width, height, focal length


@dataclass(frozen=True, eq=False)
class Recorded:
    """Positions as a sensor gives them, NaN where it lost a joint."""

    positions: FloatArray  # (T P J D)
    times: FloatArray
    confidence: FloatArray | None
    space: Space
    faults: tuple[str, ...]  # a sentence each


def record(points: FloatArray, times: FloatArray, topology: Topology, rng: np.random.Generator) -> Recorded:
    """(T P J 3) points of the camera frame, clean, as a sensor of the topology's kind would give them.

    Jitter of 0.3 to 1.5 cm, slow drift, a limb that hides behind the body, sides that are taken for each other for a
    few frames, small joints that are lost, and frames that are dropped.
    """
    faults: list[str] = []
    severity = 0.4 if topology.name == "smpl_22" else float(rng.uniform(0.5, 1.5))
    unsure = np.zeros(points.shape[:3])
    seen = points + _tremble(points.shape, times, topology, severity, rng)
    if rng.uniform() < 0.35 * severity:
        seen, unsure = _hide_limb(seen, times, topology, rng)
        faults.append("a limb was hidden for a while")
    if rng.uniform() < 0.10 * severity:
        seen = _swap_sides(seen, topology, rng)
        faults.append("left and right were taken for each other in some frames")
    lost = _lose_joints(seen.shape[:3], topology, severity, rng)
    if lost.any():
        faults.append("small joints were lost in some frames")
    kept = _dropped(len(times), rng)
    if len(kept) < len(times):
        faults.append(f"{len(times) - len(kept)} of {len(times)} frames were dropped")
    if topology.name in FLAT:
        flat, confidence = picture(seen, unsure, lost, rng)
        space = Space("px", "-y", "right", "image")
        return Recorded(flat[kept], times[kept], confidence[kept], space, tuple(faults))
    seen = np.where(lost[..., None], np.nan, seen)
    return Recorded(seen[kept], times[kept], None, Space(), tuple(faults))


def _tremble(
    shape: tuple[int, ...], times: FloatArray, topology: Topology, severity: float, rng: np.random.Generator
) -> FloatArray:
    """(T P J 3) jitter that lasts a few frames, and drift that lasts a second or two; worse at the ends of limbs."""
    white = rng.standard_normal(shape)
    jitter = white.copy()
    keep = 0.55
    for frame in range(1, shape[0]):
        jitter[frame] = keep * jitter[frame - 1] + np.sqrt(1 - keep**2) * white[frame]
    hz = rng.uniform(0.15, 0.7, (1, *shape[1:]))
    drift = np.sin(2 * np.pi * (hz * times[:, None, None, None] + rng.uniform(size=(1, *shape[1:]))))
    worse = np.array([1.6 if any(word in joint for word in _FAR_JOINTS) else 1.0 for joint in topology.joints])
    return np.asarray(severity * worse[:, None] * (0.004 * jitter + 0.004 * drift))


def _hide_limb(
    points: FloatArray, times: FloatArray, topology: Topology, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """A limb snaps towards the trunk for a while, as trackers guess it to be there; also how unsure each joint is."""
    parts = [part for part in ("left_arm", "right_arm", "left_leg", "right_leg") if part in topology.parts]
    part, person = parts[int(rng.integers(len(parts)))], int(rng.integers(points.shape[1]))
    rows = [topology.joint_index[joint] for joint in topology.parts[part]]
    middle, length = rng.uniform(times[0], times[-1]), rng.uniform(0.3, 1.0)
    hidden = np.minimum(1.0, 3.0 * bump((times - middle) / length + 0.5))
    anchor = points[:, person].mean(1)
    pull = rng.uniform(0.05, 0.25) * hidden[:, None, None]
    moved, unsure = points.copy(), np.zeros(points.shape[:3])
    limb = points[:, person][:, rows]
    noise = rng.normal(0.0, 0.025, limb.shape) * hidden[:, None, None]
    moved[:, person, rows] = limb + pull * (anchor[:, None] - limb) + noise
    unsure[:, person, rows] = hidden[:, None]
    return moved, unsure


def _swap_sides(points: FloatArray, topology: Topology, rng: np.random.Generator) -> FloatArray:
    """Arms or legs of one person change sides for one to four frames."""
    word = ("arm", "leg")[int(rng.integers(2))]
    rows = [
        topology.joint_index[joint] for side in ("left", "right") for joint in topology.parts.get(f"{side}_{word}", ())
    ]
    mirrored = [topology.mirror_rows[row] for row in rows]
    start, person = int(rng.integers(len(points))), int(rng.integers(points.shape[1]))
    frames = slice(start, start + int(rng.integers(1, 5)))
    swapped = points.copy()
    swapped[frames, person, rows] = points[frames, person, mirrored]
    return swapped


def _lose_joints(
    shape: tuple[int, ...], topology: Topology, severity: float, rng: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """(T P J) which joints the sensor does not give."""
    lost = np.zeros(shape, dtype=bool)
    rows = [row for row, joint in enumerate(topology.joints) if any(word in joint for word in _SMALL_JOINTS)]
    for row in rows:
        if rng.uniform() < 0.06 * severity:
            start = int(rng.integers(shape[0]))
            lost[start : start + int(rng.integers(2, 16)), int(rng.integers(shape[1])), row] = True
    return lost


def _dropped(frames: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Frames that arrive: all of them, or in a third of the clips all but a few; the first and the last always."""
    if rng.uniform() > 0.33:
        return np.arange(frames)
    kept = rng.uniform(size=frames) > rng.uniform(0.03, 0.12)
    kept[[0, -1]] = True
    return np.flatnonzero(kept)


def picture(
    points: FloatArray, unsure: FloatArray, lost: npt.NDArray[np.bool_], rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Pixels, x right and y down, and confidences; lost joints are NaN with confidence 0."""
    width, height, focal = _PICTURE[int(rng.integers(len(_PICTURE)))]
    depth = np.maximum(points[..., 2], 0.5)
    middle = np.median(points.reshape(-1, 3), axis=0)  # an operator points the camera at the person
    x = 0.5 * width - focal * (points[..., 0] / depth - middle[0] / middle[2])
    y = 0.5 * height - focal * (points[..., 1] / depth - middle[1] / middle[2])
    flat = np.stack([x, y], -1) + rng.normal(0.0, 0.0012 * focal / 3.0, (*points.shape[:3], 2))
    confidence = np.clip(rng.normal(0.86, 0.06, points.shape[:3]) - 0.5 * unsure, 0.05, 1.0)
    return np.where(lost[..., None], np.nan, flat), np.where(lost, 0.0, confidence)
