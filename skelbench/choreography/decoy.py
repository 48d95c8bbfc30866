"""Decoys: a limb that decides nothing moves at least as much as the one that does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from skelbench.choreography.performance import Performance, pose_people
from skelbench.choreography.script import Action, Style
from skelbench.choreography.timeline import SwingRun, Target, Timeline
from skelbench.errors import ParameterError

__all__ = ["DECOY_MARGIN", "add_decoy", "decoy_limb", "distance_moved"]

FloatArray = npt.NDArray[np.float64]

DECOY_MARGIN = 1.05  # the decoy covers at least this many times the way of the limb that decides
_FOOT_MARGIN = 1.4  # ... an ankle that of a palm, so that the foot outdoes the fingertips too
_WIDEST = {"hand": 0.46, "other": 0.46, "foot": 0.34, "other_foot": 0.34}  # metres of swing
_FASTEST = 2.4  # swings a second
_TIP = {"hand": "hand", "other": "hand", "foot": "ankle", "other_foot": "ankle"}


def decoy_limb(action: Action, style: Style) -> str:
    """The channel that a style leaves free for a decoy; empty where it leaves none."""
    used = {name for item in style.phases for name in _told(item)} | set(style.start)
    used |= set(style.decides or action.decides)
    if used & {"walk", "jump", "crouch", "topple"}:
        used |= {"foot", "other_foot"}
    return next((channel for channel in ("other", "hand", "other_foot", "foot") if channel not in used), "")


def _told(item: object) -> set[str]:
    """Channels an item of a script moves, swings or steps with."""
    told = set(getattr(item, "moves", {})) | {swing.channel for swing in getattr(item, "swings", ())}
    for part in ("down", "fly", "land"):
        told |= set(getattr(item, part, {}))
    told |= {"walk"} if getattr(item, "stride", None) else set()
    told |= {"jump"} if hasattr(item, "crouch") else set()
    return told.union(*(_told(inner) for inner in getattr(item, "phases", ())))


def add_decoy(played: Performance, rng: np.random.Generator) -> Performance:
    """The performance with a free limb swinging through the whole clip, wide and fast enough.

    Raises:
        ParameterError: the style leaves no limb free.
    """
    channel = decoy_limb(played.action, played.style)
    if not channel:
        raise ParameterError(
            f"'{played.action.label}' in the style '{played.style.name}' leaves no limb free for a decoy; "
            "name another style"
        )
    wide, hz, turn = 0.8 * _WIDEST[channel], float(rng.uniform(0.9, 1.3)), float(rng.uniform())
    swung = _with_swing(played, channel, wide, hz, turn)
    for _ in range(8):
        joints = pose_people(swung)[0]
        target = (_FOOT_MARGIN if "foot" in channel else DECOY_MARGIN) * max(
            distance_moved(joints, name, swung.side) for name in swung.decides
        )
        moved = distance_moved(joints, channel, swung.side)
        if moved >= target:
            return swung
        share = 1.08 * target / max(moved, 1e-6)
        wider = min(wide * share, _WIDEST[channel])
        hz = min(hz * share * wide / wider, _FASTEST)
        wide = wider
        swung = _with_swing(played, channel, wide, hz, turn)
    return swung


def _with_swing(played: Performance, channel: str, wide: float, hz: float, turn: float) -> Performance:
    first = played.timelines[0]
    start = dict(first.start)
    if "foot" in channel:  # stand on the other leg
        start[channel] = Target("stance", np.array([0.0, 0.13, 0.02]), np.zeros(3))
        pelvis = start["pelvis"]
        assert isinstance(pelvis, np.ndarray)
        aside = 0.07 if channel == "other_foot" else -0.07
        start["pelvis"] = pelvis + np.array([aside, -0.02, 0.0])
    else:
        start[channel] = Target("rest", np.zeros(3), np.zeros(3))
    end = played.offset + float(played.times[-1])
    run = SwingRun(channel, played.offset - 0.3, end + 0.3, np.array([0.0, 0.0, wide]), hz, turn)
    timeline = Timeline(
        start,
        first.commands,
        [*first.swings, run],
        first.steps,
        first.leaps,
        first.phases,
        first.repetitions,
        first.end,
    )
    return replace(played, timelines=(timeline, *played.timelines[1:]), decoy=channel)


def distance_moved(joints: Mapping[str, FloatArray], channel: str, side: int) -> float:
    """Metres that what a channel moves travels: hands, feet and head against the pelvis, the pelvis in the room."""
    pelvis = joints["pelvis"]
    if channel in ("pelvis", "jump"):
        return _way(pelvis)
    if channel == "trunk" or channel not in (*_TIP, "walk"):
        return _way(joints["head"] - pelvis)
    if channel == "walk":
        return max(_way(joints[f"{name}_ankle"] - pelvis) for name in ("left", "right"))
    left = (side == 1) != channel.startswith("other")
    return _way(joints[f"{'left' if left else 'right'}_{_TIP[channel]}"] - pelvis)


def _way(points: FloatArray) -> float:
    return float(np.sqrt((np.diff(points, axis=0) ** 2).sum(-1)).sum())
