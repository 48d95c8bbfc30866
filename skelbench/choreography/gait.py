"""Walking: footholds along a path, feet that swing between them, and a pelvis carried over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.choreography.curves import bump, minimum_jerk
from skelbench.choreography.timeline import Steps

__all__ = ["Gait", "walk"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Gait:
    """Where walking takes the body: way along the path, and what the feet and the free arms do."""

    root: FloatArray  # (T 2) x and z of the pelvis
    heading: FloatArray  # (T) radians, to the left positive
    feet: dict[int, FloatArray]  # side (+1 left, -1 right) -> (T 3) x, lift, z of the path under that foot
    foot_heading: dict[int, FloatArray]
    drop: FloatArray  # (T) how much lower the pelvis is than standing
    arms: FloatArray  # (T) metres: the left hand goes forward by it, the right hand backward


def walk(steps: list[Steps], times: FloatArray, leg: float, side: int, scale: float) -> Gait:
    """The gait of these runs of steps; the first foot to step is that of `side`.

    Each step carries one foot from behind the other to in front of it by a minimum-jerk swing, the heel rising a
    little before; the first and last steps bring the feet together. The pelvis follows the mean of the feet, smoothed
    over two steps, and sinks as an inverted pendulum must: leg - √(leg² - (separation / 2)²).
    """
    way = np.zeros_like(times)
    feet = {1: np.zeros_like(times), -1: np.zeros_like(times)}
    lifts = {1: np.zeros_like(times), -1: np.zeros_like(times)}
    arms = np.zeros_like(times)
    curvature = 0.0
    for run in steps:
        length = run.length * scale
        curvature = np.deg2rad(run.turn_deg)
        for step in range(run.count):
            began, foot = run.start + step * run.seconds, side if step % 2 == 0 else -side
            advance = length * (2.0 if 0 < step < run.count - 1 else 1.0)
            share = (times - began) / run.seconds
            feet[foot] = feet[foot] + advance * minimum_jerk((share - 0.04) / 0.92)
            lifts[foot] = lifts[foot] + run.lift * scale * bump((share + 0.14) / 1.24) * (0.4 + 0.3 * advance / length)
            way = way + 0.5 * advance * minimum_jerk((share + 0.42) / 1.84)
        arms = arms + run.arms * scale * _active(times, run) * (feet[-1] - feet[1]) / length
    separation = feet[1] - feet[-1]
    drop = leg - np.sqrt(np.maximum(leg**2 - (0.5 * separation) ** 2, 0.25 * leg**2)) + 0.10 * separation**2
    x, z = _along(way, curvature)
    return Gait(
        np.stack([x, z], -1), curvature * way,
        {foot: np.stack([_along(s, curvature)[0], lifts[foot], _along(s, curvature)[1]], -1) for foot,
         s in feet.items()},
        {foot: curvature * s for foot, s in feet.items()}, drop, arms,
    )  # fmt: skip


def _active(times: FloatArray, run: Steps) -> FloatArray:
    end = run.start + run.count * run.seconds
    return np.asarray(minimum_jerk((times - run.start) / 0.4) * minimum_jerk((end + 0.3 - times) / 0.4))


def _along(way: FloatArray, curvature: float) -> tuple[FloatArray, FloatArray]:
    """X and z after a way along a circle that turns to the left by `curvature` radians a metre."""
    if abs(curvature) < 1e-6:
        return np.zeros_like(way), way
    return (1.0 - np.cos(curvature * way)) / curvature, np.sin(curvature * way) / curvature
