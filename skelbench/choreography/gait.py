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


@dataclass(eq=False)
class _Run:
    """One run of steps in its own frame: ways of the pelvis and of both feet, lifts, and how far each has turned."""

    way: FloatArray  # (T) metres along the path
    feet: dict[int, FloatArray]
    lifts: dict[int, FloatArray]
    turned: FloatArray  # (T) radians the body has turned on the spot
    feet_turned: dict[int, FloatArray]


def walk(steps: list[Steps], times: FloatArray, leg: float, side: int, scale: float) -> Gait:
    """The gait of these runs of steps; the first foot to step is that of `side`.

    Each step carries one foot from behind the other to in front of it by a minimum-jerk swing, the heel rising a
    little before; the first and last steps bring the feet together. The pelvis follows the mean of the feet, smoothed
    over two steps, and sinks as an inverted pendulum must: leg - √(leg² - (separation / 2)²). A run goes where its
    `bearing_deg` says against the way the body faces, along a circle where `turn_deg` says so, and turns on the spot
    by `spin_deg`; runners take off before the other foot lands.
    """
    none = np.zeros_like(times)
    root, heading, drop, arms = np.zeros((len(times), 2)), none, none, none
    feet, lifts, faced = ({1: zero, -1: zero} for zero in (root, none, none))
    facing = 0.0  # heading when a run begins
    for run in steps:
        made, length = _run(run, times, side, scale), max(run.length * scale, 0.1)
        curvature, bearing = np.deg2rad(run.turn_deg), facing + side * np.deg2rad(run.bearing_deg)
        root = root + _along(made.way, curvature, bearing) + _over_feet(made, run, heading + made.turned, scale)
        heading = heading + curvature * made.way + made.turned
        for foot in (1, -1):
            feet[foot] = feet[foot] + _along(made.feet[foot], curvature, bearing)
            lifts[foot] = lifts[foot] + made.lifts[foot]
            faced[foot] = faced[foot] + curvature * made.feet[foot] + made.feet_turned[foot]
        apart = made.feet[1] - made.feet[-1]
        arms = arms + run.arms * scale * _active(times, run) * -apart / length
        drop = drop + _sinking(apart, leg) * (1.0 - 3.0 * run.flight) + _bounce(run, times, scale)
        facing = facing + float(curvature * made.way[-1]) + side * np.deg2rad(run.spin_deg)
    paths = {foot: np.stack([feet[foot][:, 0], lifts[foot], feet[foot][:, 1]], -1) for foot in (1, -1)}
    return Gait(root, heading, paths, faced, drop, arms)


def _run(run: Steps, times: FloatArray, side: int, scale: float) -> _Run:
    none, length, spin = np.zeros_like(times), run.length * scale, side * np.deg2rad(run.spin_deg)
    made = _Run(none, {1: none, -1: none}, {1: none, -1: none}, none, {1: none, -1: none})
    faced = {1: 0.0, -1: 0.0}
    for step in range(run.count):
        began, foot = run.start + step * run.seconds, side if step % 2 == 0 else -side
        advance = length * (2.0 if 0 < step < run.count - 1 else 1.0)
        share = (times - began) / run.seconds
        swung = minimum_jerk((share - 0.04 + run.flight) / (0.92 + 2.0 * run.flight))
        made.feet[foot] = made.feet[foot] + advance * swung
        rise = run.lift * scale * (0.4 + 0.3 * advance / length if length > 0.01 else 1.0)
        made.lifts[foot] = made.lifts[foot] + rise * bump((share + 0.14) / 1.24)
        made.way = made.way + 0.5 * advance * minimum_jerk((share + 0.42) / 1.84)
        if spin:
            target = spin * min(1.0, (step + 1) / max(run.count - 1, 1))
            made.feet_turned[foot] = made.feet_turned[foot] + (target - faced[foot]) * swung
            faced[foot] = target
    if spin:
        made.turned = spin * minimum_jerk((times - run.start) / (run.count * run.seconds))
    return made


def _over_feet(made: _Run, run: Steps, heading: FloatArray, scale: float) -> FloatArray:
    """(T 2) the shift over the standing foot of somebody who steps on the spot: away from the foot that is lifted."""
    if run.length:
        return np.zeros((len(heading), 2))
    lifted = (made.lifts[-1] - made.lifts[1]) / max(run.lift * scale, 0.01)
    aside = 0.06 * scale * lifted
    return np.stack([np.cos(heading) * aside, -np.sin(heading) * aside], -1)


def _sinking(apart: FloatArray, leg: float) -> FloatArray:
    return np.asarray(leg - np.sqrt(np.maximum(leg**2 - (0.5 * apart) ** 2, 0.25 * leg**2)) + 0.10 * apart**2)


def _bounce(run: Steps, times: FloatArray, scale: float) -> FloatArray:
    """A runner sinks over the standing foot and flies between the steps."""
    if not run.flight:
        return np.zeros_like(times)
    phase = 2.0 * np.pi * (times - run.start) / run.seconds
    return np.asarray(scale * _active(times, run) * (0.04 - 0.035 * np.cos(phase)))


def _active(times: FloatArray, run: Steps) -> FloatArray:
    end = run.start + run.count * run.seconds
    return np.asarray(minimum_jerk((times - run.start) / 0.4) * minimum_jerk((end + 0.3 - times) / 0.4))


def _along(way: FloatArray, curvature: float, bearing: float) -> FloatArray:
    """(T 2) x and z after a way that begins at a bearing and turns to the left by `curvature` radians a metre."""
    if abs(curvature) < 1e-6:
        x, z = np.zeros_like(way), way
    else:
        x, z = (1.0 - np.cos(curvature * way)) / curvature, np.sin(curvature * way) / curvature
    c, s = np.cos(bearing), np.sin(bearing)
    return np.stack([c * x + s * z, c * z - s * x], -1)
