"""The state of a body while it is posed: how it stands, what it was told, joints and rotations found so far.

x to the person's left, y up from the floor, z where the person faces at the start; metres.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skelbench.choreography.body import Body
from skelbench.choreography.curves import minimum_jerk, swinging
from skelbench.choreography.gait import Gait
from skelbench.choreography.timeline import Target, Timeline

__all__ = ["SIDES", "UP", "Carriage", "Rig", "apply", "crossed", "turned", "unit"]

FloatArray = npt.NDArray[np.float64]

UP = np.array([0.0, 1.0, 0.0])
SIDES = {1: "left", -1: "right"}


@dataclass(frozen=True)
class Carriage:
    """How this person stands and sways, drawn once a clip and the same for every action."""

    stance: float = 0.02  # metres each ankle stands outside its hip
    stagger: float = 0.0  # metres the left foot stands ahead of the right one
    toes_out: float = 0.15  # radians
    hang: tuple[float, float, float] = (0.06, 0.965, 0.04)  # hanging hand: out (m), down (share of the arm), forward
    slouch: tuple[float, float, float] = (2.0, 0.0, 0.0)  # standing trunk: degrees
    gaze: tuple[float, float, float] = (4.0, 0.0, 0.0)
    sway: tuple[tuple[float, float, float], ...] = ()  # (hz, phase, metres) of each wave of sway
    meet: tuple[float, float] = (1.0, 0.5)  # height and way forward of the place two people share


@dataclass(eq=False)
class Rig:
    """A body while it is posed: frames T, the acting side, rotations and joints found so far."""

    body: Body
    carriage: Carriage
    timeline: Timeline
    times: FloatArray  # (T)
    side: int  # +1 left, -1 right
    joints: dict[str, FloatArray] = field(default_factory=dict)  # name -> (T 3)
    turns: dict[str, FloatArray] = field(default_factory=dict)  # "heading" "pelvis" "lower" "chest" "head" -> (T 3 3)
    gait: Gait | None = None
    lift: FloatArray | float = 0.0  # height of flight
    fall: tuple[FloatArray, FloatArray] | None = None  # (T 3 3) turn of the whole body and (T 3) what it turns about

    @property
    def stagger(self) -> float:
        """Metres the left foot stands ahead of the right one; none where a knee's angle is told."""
        return 0.0 if self.told("crouch") else self.carriage.stagger

    @property
    def stance(self) -> float:
        """Metres each ankle stands outside its hip; little where a foot is lifted, to stand on the other one."""
        lifted = (_is_lifted(value) for foot in ("foot", "other_foot") for value in self.values_told(foot))
        return min(self.carriage.stance, 0.02) if any(lifted) else self.carriage.stance

    def stands_by(self, foot: str) -> bool:
        """Whether a foot is told footholds on the floor and nothing else."""
        told = self.values_told(foot)
        places = [value for value in told if isinstance(value, Target) and value.place == "stance"]
        return len(places) == len(told) > 1 or bool(len(told) == len(places) == 1 and places[0].offset.any())

    def told(self, channel: str) -> bool:
        """Whether the script says anything about a channel that it need not mention."""
        value = self.timeline.start[channel]
        return channel in self.timeline.commands or (isinstance(value, np.ndarray) and bool(value.any()))

    def side_of(self, channel: str) -> int:
        """+1 where a channel speaks of the left side."""
        return -self.side if channel.startswith("other") else self.side

    def values_told(self, channel: str) -> list[Target | FloatArray]:
        """Where a channel starts and everything it is told, in order."""
        return [self.timeline.start[channel], *(command.value for command in self.timeline.commands.get(channel, ()))]

    def values(self, channel: str) -> FloatArray:
        """(T W) a vector or number channel over time."""
        value = self.timeline.start[channel]
        assert isinstance(value, np.ndarray)
        curve = np.repeat(value[None], len(self.times), 0)
        for command in self.timeline.commands.get(channel, ()):
            assert isinstance(command.value, np.ndarray)
            share = (self.times - command.start) / max(command.end - command.start, 1e-3)
            curve = curve + minimum_jerk(share)[:, None] * (command.value - value)
            value = command.value
        return curve + self.swung(channel)[:, : curve.shape[1]]

    def fallen(self, points: FloatArray) -> FloatArray:
        """(T 3) where points of the upright body are once the whole body has toppled."""
        if self.fall is None:
            return points
        turn, pivot = self.fall
        return pivot + apply(turn, points - pivot)

    def fallen_back(self, points: FloatArray) -> FloatArray:
        """(T 3) where points of the room are for a body that will topple: the inverse of `fallen`."""
        if self.fall is None:
            return points
        turn, pivot = self.fall
        return pivot + apply(turn.transpose(0, 2, 1), points - pivot)

    def swung(self, channel: str) -> FloatArray:
        """(T 3) the swings of a channel."""
        total = np.zeros((len(self.times), 3))
        for run in self.timeline.swings:
            if run.channel == channel:
                wave = swinging(self.times, run.start, run.end, run.hz, run.turn, run.away)
                total = total + wave[:, None] * run.amplitude
        return total


def _is_lifted(value: Target | FloatArray) -> bool:
    return isinstance(value, Target) and (value.place != "stance" or float(value.offset[1]) > 0.09)


def turned(yaw: FloatArray, lean: FloatArray, bend: FloatArray) -> FloatArray:
    """(T 3 3) R = Ry(yaw) Rz(-lean) Rx(bend): to the left, to the left, forward."""
    cy, sy, cl, sl, cb, sb = (f(a) for a in (yaw, lean, bend) for f in (np.cos, np.sin))
    rows = [
        cy * cl, cy * sl * cb + sy * sb, -cy * sl * sb + sy * cb,
        -sl, cl * cb, -cl * sb,
        -sy * cl, -sy * sl * cb + cy * sb, sy * sl * sb + cy * cb,
    ]  # fmt: skip
    return np.stack(rows, -1).reshape(-1, 3, 3)


def apply(turns: FloatArray, points: FloatArray) -> FloatArray:
    """(T 3) each frame's point turned by its rotation."""
    return np.asarray((turns @ points[:, :, None])[:, :, 0])


def crossed(one: FloatArray, other: FloatArray) -> FloatArray:
    """(... 3) the cross product of each pair of vectors; five times as fast as NumPy's for so few."""
    shape = np.broadcast_shapes(one.shape, other.shape)
    product = np.empty(shape)
    (a, b, c), (x, y, z) = ((v[..., 0], v[..., 1], v[..., 2]) for v in (one, other))
    product[..., 0], product[..., 1], product[..., 2] = b * z - c * y, c * x - a * z, a * y - b * x
    return product


def unit(vectors: FloatArray) -> FloatArray:
    """The vectors at length 1."""
    return np.asarray(vectors / np.maximum(np.sqrt((vectors * vectors).sum(-1, keepdims=True)), 1e-9))
