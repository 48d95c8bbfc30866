"""Where a hand or a foot is told to be, frame by frame: landmarks, offsets, and the ways between them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.choreography.angles import arm_by_angles
from skelbench.choreography.curves import bump, minimum_jerk, soft_above
from skelbench.choreography.rig import SIDES, UP, Rig, apply, turned
from skelbench.choreography.timeline import Target

__all__ = ["goal"]

FloatArray = npt.NDArray[np.float64]


def goal(rig: Rig, channel: str) -> FloatArray:
    """(T 3) where a hand or foot is told to be: from place to place by minimum jerk, bent by arcs, swung."""
    target = rig.timeline.start[channel]
    assert isinstance(target, Target)
    way = here = _place(rig, channel, target)
    for command in rig.timeline.commands.get(channel, ()):
        assert isinstance(command.value, Target)
        if target.place == command.value.place == "angles":
            continue  # one place, whose angles change
        there = _place(rig, channel, command.value)
        share = (rig.times - command.start) / max(command.end - command.start, 1e-3)
        if target.place == command.value.place == "stance":
            way = way + minimum_jerk((share - 0.1) / 0.8)[:, None] * (there - here)
        else:
            way = way + minimum_jerk(share)[:, None] * (there - here)
        arc = _detour(rig, channel, here, there)
        if command.value.place != "angles":
            arc = _outward(rig, channel, "heading", command.value.arc) + arc
        way, here, target = way + bump(share)[:, None] * arc, there, command.value
    swung = rig.swung(channel)
    if swung.any():
        signed = swung * (rig.side_of(channel), 1.0, 1.0) * rig.body.scale
        way = way + apply(rig.turns["heading"], signed)
    return way


def _detour(rig: Rig, channel: str, here: FloatArray, there: FloatArray) -> FloatArray:
    """(3) how far a way bends: a foot is lifted over the floor, a hand goes round its own shoulder, not through it."""
    middle = len(rig.times) // 2
    start, way = here[middle], (there - here)[middle]
    length = float(np.sqrt(way @ way))
    if length < 0.02:
        return np.zeros(3)
    if "foot" in channel:
        low = max(0.0, 1.0 - abs(float(way[1])) / 0.05)
        return UP * (low * (0.03 + 0.12 * length))
    sign = rig.side_of(channel)
    from_shoulder = start - rig.joints[f"{SIDES[sign]}_shoulder"][middle]
    nearest = float(np.clip(-(from_shoulder @ way) / length**2, 0.0, 1.0))
    closest = from_shoulder + nearest * way
    missing = 0.42 * rig.body.scale - float(np.sqrt(closest @ closest))
    if missing <= 0.0:
        return np.zeros(3)
    ahead = rig.turns["chest"][middle] @ np.array([0.45 * sign, 0.0, 0.9])
    away = closest / (0.42 * rig.body.scale) + ahead
    return np.asarray(away / np.sqrt(away @ away) * (missing * 4.0 * nearest * (1.0 - nearest)))


_FRAMES = {"ear": "head", "mouth": "head", "crown": "head", "brow": "head", "nape": "head", "nose": "head",
           "chest": "chest", "shoulder": "chest", "hip": "pelvis"}  # fmt: skip
_ORIGINS = {"mouth": "mouth", "crown": "crown", "nape": "nape", "nose": "nose", "chest": "spine3",
            "ear": "{side}_ear", "brow": "{side}_brow", "shoulder": "{side}_shoulder", "ahead": "{side}_shoulder",
            "hip": "{side}_hip", "leg": "{side}_hip", "knee": "{side}_knee", "ankle": "{side}_ankle"}  # fmt: skip


def _place(rig: Rig, channel: str, target: Target) -> FloatArray:
    """(T 3) a place of the body, on the side of the channel."""
    sign, body, joints = rig.side_of(channel), rig.body, rig.joints
    name = SIDES[-sign if target.across else sign]
    if target.place == "angles":
        return arm_by_angles(rig, channel)[1]
    offset = _outward(rig, channel, _FRAMES.get(target.place, "heading"), target.offset)
    if target.place in _ORIGINS:
        return np.asarray(joints[_ORIGINS[target.place].format(side=name)] + offset)
    if target.place == "thigh":
        return np.asarray(0.45 * joints[f"{name}_hip"] + 0.55 * joints[f"{name}_knee"] + offset)
    if target.place == "rest":
        return _hanging(rig, sign) + offset
    if target.place == "meet":
        height, ahead = rig.carriage.meet
        return rig.fallen_back(np.array([0.0, height, ahead]) + offset)
    assert rig.gait is not None
    path = rig.gait.feet[sign]
    if target.place == "floor":
        return rig.fallen_back(np.stack([path[:, 0], 0 * path[:, 1], path[:, 2]], -1) + offset)
    stand = np.array([sign * (body.hip + rig.stance), body.ankle_height, 0.5 * sign * rig.stagger])
    flight = soft_above(np.asarray(rig.lift) - 0.012, 0.008) * np.ones_like(rig.times)
    yaw = rig.gait.foot_heading[sign]
    return (
        path + apply(turned(yaw, 0 * yaw, 0 * yaw), np.broadcast_to(stand, path.shape)) + UP * flight[:, None] + offset
    )


def _hanging(rig: Rig, sign: int) -> FloatArray:
    """A free hand hangs beside the trunk, and swings against the legs."""
    body, (out, down, forward) = rig.body, rig.carriage.hang
    assert rig.gait is not None
    swing = sign * rig.gait.arms
    arm = body.upper_arm + body.forearm + body.palm
    local = np.stack([
        np.full_like(swing, sign * out * body.scale), -down * arm + 0.9 * swing**2, forward * body.scale + swing,
    ], -1)  # fmt: skip
    along = 0.5 * (rig.turns["heading"] + rig.turns["pelvis"])
    return rig.joints[f"{SIDES[sign]}_shoulder"] + apply(along, local)


def _outward(rig: Rig, channel: str, frame: str, vector: FloatArray) -> FloatArray:
    """(T 3) an (out, up, forward) vector of a person of 1.75 m in the axes of a frame."""
    return rig.turns[frame] @ (vector * (rig.side_of(channel), 1.0, 1.0) * rig.body.scale)
