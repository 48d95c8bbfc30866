"""Everything that was decided about a clip before it was posed, and the posing of all its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.choreography.body import Body
from skelbench.choreography.kinematics import pose
from skelbench.choreography.rig import Carriage, Rig
from skelbench.choreography.script import Action, Fault, Style
from skelbench.choreography.timeline import Timeline

__all__ = ["Performance", "pose_people"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Performance:
    """One way of doing an action by certain people at certain times."""

    action: Action
    style: Style
    side: int  # +1 left, -1 right
    bodies: tuple[Body, ...]
    carriages: tuple[Carriage, ...]
    timelines: tuple[Timeline, ...]
    distance: float  # between two people at the start
    tempo: float
    offset: float  # script time of the first frame
    times: FloatArray  # (T) clip time
    faults: tuple[tuple[Fault, float], ...] = ()  # mistakes of the first person, each with its degrees
    decoy: str = ""  # the channel that moves without deciding anything

    @property
    def decides(self) -> tuple[str, ...]:
        """Channels that decide the label."""
        return self.style.decides or self.action.decides

    @property
    def accompanies(self) -> tuple[str, ...]:
        """Channels that move along."""
        return self.style.accompanies or self.action.accompanies


def pose_people(played: Performance) -> list[Mapping[str, FloatArray]]:
    """The joints of every person, (T 3) each; a second one stands opposite, facing the first."""
    people: list[Mapping[str, FloatArray]] = []
    cast = zip(played.bodies, played.carriages, played.timelines, strict=True)
    for person, (body, carriage, timeline) in enumerate(cast):
        joints = pose(Rig(body, carriage, timeline, played.times + played.offset, played.side))
        if person:
            turn, away = np.array([-1.0, 1.0, -1.0]), np.array([0.0, 0.0, played.distance])
            joints = {name: points * turn + away for name, points in joints.items()}
        people.append(joints)
    return people
