"""Forward kinematics: what the commands make of a body, joint by joint, in the body frame of the start.

x to the person's left, y up from the floor, z where the person faces at the start; metres. Trunk, head and pelvis
are turned by angles; hands and feet are put where they are told by two-bone reaching, within joint limits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skelbench.choreography.body import FACE, Body
from skelbench.choreography.curves import bump, minimum_jerk, quintic, soft_above, soft_between, swinging
from skelbench.choreography.gait import Gait, walk
from skelbench.choreography.timeline import Target, Timeline

__all__ = ["Carriage", "Rig", "pose", "turned", "two_bones"]

FloatArray = npt.NDArray[np.float64]

UP = np.array([0.0, 1.0, 0.0])
_SIDES = {1: "left", -1: "right"}
_FIRMLY = 0.992  # standing keeps this share of the leg's length between hip and ankle: knees are never locked
_STRAIGHT = 0.998  # no leg gets straighter
_ARM_REACH = 0.985
_AHEAD = np.array([0.35, -0.30, 0.8874])  # where a reaching hand mostly is, and "down" square to it
_BELOW = np.array([-0.1101, -0.9539, -0.2791])
_FLARE = np.deg2rad(18.0)  # elbows point a little outward
_FOLDED = np.deg2rad(146.0)  # flexion of elbow and knee ends here (AAOS 1965: elbow 150, knee 135 to 150 degrees)


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

    def side_of(self, channel: str) -> int:
        """+1 where a channel speaks of the left side."""
        return -self.side if channel.startswith("other") else self.side

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

    def swung(self, channel: str) -> FloatArray:
        """(T 3) the swings of a channel."""
        total = np.zeros((len(self.times), 3))
        for run in self.timeline.swings:
            if run.channel == channel:
                wave = swinging(self.times, run.start, run.end, run.hz, run.turn, run.away)
                total = total + wave[:, None] * run.amplitude
        return total


def turned(yaw: FloatArray, lean: FloatArray, bend: FloatArray) -> FloatArray:
    """(T 3 3) R = Ry(yaw) Rz(-lean) Rx(bend): to the left, to the left, forward."""
    cy, sy, cl, sl, cb, sb = (f(a) for a in (yaw, lean, bend) for f in (np.cos, np.sin))
    rows = [
        cy * cl, cy * sl * cb + sy * sb, -cy * sl * sb + sy * cb,
        -sl, cl * cb, -cl * sb,
        -sy * cl, -sy * sl * cb + cy * sb, sy * sl * sb + cy * cb,
    ]  # fmt: skip
    return np.stack(rows, -1).reshape(-1, 3, 3)


def two_bones(
    root: FloatArray, goal: FloatArray, lengths: tuple[float, float], pole: FloatArray, reach: float
) -> tuple[FloatArray, FloatArray]:
    """(T 3) middle joint and end of a two-bone limb that reaches for `goal`, bent towards `pole`.

    The law of cosines; the distance is kept between the fold and `reach` times the limb's length, softly.
    """
    first, second = lengths
    gap = goal - root
    distance = np.sqrt((gap * gap).sum(-1))
    axis = gap / np.maximum(distance, 1e-6)[:, None]
    folded = np.sqrt(first**2 + second**2 + 2 * first * second * np.cos(_FOLDED))
    longest = reach * (first + second)
    kept = soft_between(distance, folded, longest, (1.0 - reach) * 0.5 * (first + second))
    across = pole - (pole * axis).sum(-1, keepdims=True) * axis
    across = across / np.maximum(np.sqrt((across * across).sum(-1, keepdims=True)), 1e-6)
    cosine = np.clip((first**2 + kept**2 - second**2) / (2 * first * kept), -1.0, 1.0)
    sine = np.sqrt(1.0 - cosine**2)
    middle = root + first * (cosine[:, None] * axis + sine[:, None] * across)
    return middle, root + kept[:, None] * axis


def pose(rig: Rig) -> dict[str, FloatArray]:
    """Every internal joint of the body over time, (T 3) each."""
    _carry(rig)
    _legs(rig)
    for channel in ("hand", "other"):
        _arm(rig, channel)
    return rig.joints


def _carry(rig: Rig) -> None:
    """Root, pelvis, trunk and head."""
    body, carriage, times, side = rig.body, rig.carriage, rig.times, rig.side
    leg = body.thigh + body.shank
    rig.gait = walk(rig.timeline.steps, times, leg, side, body.scale)
    sway = _sway(carriage, times)
    for knots in rig.timeline.leaps:
        rig.lift = rig.lift + quintic(times, knots)
    across = carriage.stance + 0.5 * abs(carriage.stagger)
    standing = body.ankle_height + np.sqrt((_FIRMLY * leg) ** 2 - across**2)
    moved = rig.values("pelvis") * body.scale
    yaw = rig.gait.heading
    rig.turns["heading"] = turned(yaw, 0 * yaw, 0 * yaw)
    local = np.stack(
        [side * moved[:, 0] + sway[:, 0], moved[:, 1] + rig.lift - rig.gait.drop, moved[:, 2] + sway[:, 1]], -1
    )
    pelvis = _apply(rig.turns["heading"], local) + UP * standing
    pelvis[:, [0, 2]] += rig.gait.root
    _spine(rig, pelvis, yaw, sway)


def _spine(rig: Rig, pelvis: FloatArray, yaw: FloatArray, sway: FloatArray) -> None:
    body, side = rig.body, rig.side
    bend, lean, twist = np.deg2rad(rig.values("trunk") + rig.carriage.slouch).T * np.array([[1.0], [side], [side]])
    assert rig.gait is not None
    bend, lean = bend + sway[:, 2], lean + 0.5 * sway[:, 0] / body.scale
    twist = twist + 0.35 * rig.gait.arms  # the shoulders turn against the legs
    nod, tilt, turn = np.deg2rad(rig.values("head") + rig.carriage.gaze).T * np.array([[1.0], [side], [side]])
    turns = rig.turns
    turns["pelvis"] = turned(yaw + 0.3 * twist, 0.2 * lean, 0.55 * bend)
    turns["lower"] = turned(yaw + 0.6 * twist, 0.7 * lean, 0.85 * bend)
    turns["chest"] = turned(yaw + twist, lean, 1.1 * bend)
    turns["head"] = turned(yaw + 0.6 * twist + turn, 0.4 * lean + tilt, 0.75 * bend + nod)
    joints, half = rig.joints, 0.5 * body.spine
    joints["pelvis"] = pelvis
    low = {"spine1": 0.45, "spine2": 1.0}
    high = {"spine3": 0.42, "spine_shoulder": 0.97, "neck": 1.18, "shoulder_middle": 0.97}
    joints |= {name: pelvis + turns["lower"][:, :, 1] * (share * half) for name, share in low.items()}
    joints |= {name: joints["spine2"] + turns["chest"][:, :, 1] * (share * half) for name, share in high.items()}
    for sign, name in _SIDES.items():
        outward = turns["chest"][:, :, 0] * sign
        joints[f"{name}_collar"] = (
            joints["spine3"] + outward * (0.35 * body.shoulder) + turns["chest"][:, :, 1] * (0.42 * half)
        )
        joints[f"{name}_shoulder"] = joints["spine_shoulder"] + outward * body.shoulder
        joints[f"{name}_hip"] = pelvis + turns["pelvis"][:, :, 0] * (sign * body.hip)
    for name, (out, up, forward) in FACE.items():
        for sign, prefix in ((1, "left_"), (-1, "right_")) if out else ((0, ""),):
            point = np.array([sign * out, up, forward]) * (body.stature * body.head)
            joints[prefix + name] = joints["neck"] + turns["head"] @ point


def _legs(rig: Rig) -> None:
    for channel in ("foot", "other_foot"):
        body, sign = rig.body, rig.side_of(channel)
        name, hip = _SIDES[sign], rig.joints[f"{_SIDES[sign]}_hip"]
        assert rig.gait is not None
        yaw = rig.gait.foot_heading[sign] + sign * rig.carriage.toes_out
        toes = np.stack([np.sin(yaw), 0 * yaw, np.cos(yaw)], -1)
        goal = _goal(rig, channel)
        pole = toes + 0.4 * rig.turns["pelvis"][:, :, 2] + UP * 0.15
        knee, ankle = two_bones(hip, goal, (body.thigh, body.shank), pole, _STRAIGHT)
        rig.joints[f"{name}_knee"], rig.joints[f"{name}_ankle"] = knee, ankle
        _foot(rig, name, toes, (knee - ankle) / body.shank)


def _foot(rig: Rig, name: str, toes: FloatArray, shank: FloatArray) -> None:
    """Flat on the floor; in the air the sole turns towards a right angle with the shank."""
    body, ankle = rig.body, rig.joints[f"{name}_ankle"]
    raised = minimum_jerk((ankle[:, 1] - body.ankle_height - 0.01) / 0.25)[:, None]
    square = toes - (toes * shank).sum(-1, keepdims=True) * shank
    forward = _unit((1.0 - 0.8 * raised) * toes + 0.8 * raised * _unit(square + 1e-6 * toes) - 0.25 * raised * shank)
    left = _unit(np.cross(np.broadcast_to(UP, forward.shape), forward))
    down = np.cross(left, forward) * -1.0
    length, drop = body.foot, body.ankle_height
    sign = 1.0 if name == "left" else -1.0
    points = {
        "foot": (0.45, 0.70, 0.0),
        "big_toe": (0.70, 0.80, -0.10),
        "small_toe": (0.62, 0.85, 0.22),
        "heel": (-0.28, 0.85, 0.0),
    }
    for point, (ahead, below, outward) in points.items():
        rig.joints[f"{name}_{point}"] = (
            ankle + forward * (ahead * length) + down * (below * drop) + left * (sign * outward * 0.5 * length)
        )


def _arm(rig: Rig, channel: str) -> None:
    body, sign = rig.body, rig.side_of(channel)
    name = _SIDES[sign]
    shoulder = rig.joints[f"{name}_shoulder"]
    goal = _goal(rig, channel)
    axis = _unit(goal - shoulder)
    lifted = np.deg2rad(rig.values("other_elbow" if channel == "other" else "elbow")[:, 0])
    pole = _elbow_pole(rig.turns["chest"], axis, sign, lifted)
    elbow, palm = two_bones(shoulder, goal, (body.upper_arm, body.forearm + body.palm), pole, _ARM_REACH)
    along = (palm - elbow) / (body.forearm + body.palm)
    rig.joints[f"{name}_elbow"] = elbow
    rig.joints[f"{name}_wrist"] = wrist = elbow + along * body.forearm
    bent = np.deg2rad(rig.values("other_wrist" if channel == "other" else "wrist"))
    inward = _unit(shoulder - elbow - ((shoulder - elbow) * along).sum(-1, keepdims=True) * along)
    pointing = np.cos(bent) * along + np.sin(bent) * inward
    rig.joints[f"{name}_hand"] = wrist + pointing * body.palm
    rig.joints[f"{name}_hand_tip"] = wrist + pointing * (2.0 * body.palm)
    thumb = _unit(np.cross(along, inward) * -sign + 0.001 * UP)
    rig.joints[f"{name}_thumb"] = wrist + pointing * (0.7 * body.palm) + thumb * (0.55 * body.palm)


def _elbow_pole(chest: FloatArray, axis: FloatArray, sign: int, lifted: FloatArray) -> FloatArray:
    """(T 3) where an elbow points: back for a hanging arm, down for one stretched forward, forward for one overhead.

    For a hand ahead of the shoulder it points down; for any other direction it is carried there by the smallest turn.
    Every field of directions on a sphere has a hole: this one lies up behind the neck on the other side, where no
    hand goes, so an elbow never jumps. `lifted` turns it outward about the line from shoulder to hand.
    """
    ahead, down = chest @ (_AHEAD * (sign, 1.0, 1.0)), chest @ (_BELOW * (sign, 1.0, 1.0))
    across = (axis * down).sum(-1) / np.maximum(1.0 + (axis * ahead).sum(-1), 0.03)
    pole = down - across[:, None] * (axis + ahead)
    turn = (lifted + _FLARE)[:, None]
    return np.asarray(np.cos(turn) * pole + sign * np.sin(turn) * np.cross(axis, pole))


def _goal(rig: Rig, channel: str) -> FloatArray:
    """(T 3) where a hand or foot is told to be: from place to place by minimum jerk, bent by arcs, swung."""
    target = rig.timeline.start[channel]
    assert isinstance(target, Target)
    goal = here = _place(rig, channel, target)
    for command in rig.timeline.commands.get(channel, ()):
        assert isinstance(command.value, Target)
        there = _place(rig, channel, command.value)
        share = (rig.times - command.start) / max(command.end - command.start, 1e-3)
        if target.place == command.value.place == "stance":
            goal = goal + minimum_jerk((share - 0.1) / 0.8)[:, None] * (there - here)
        else:
            goal = goal + minimum_jerk(share)[:, None] * (there - here)
        arc = _outward(rig, channel, "heading", command.value.arc) + _detour(rig, channel, here, there)
        goal, here, target = goal + bump(share)[:, None] * arc, there, command.value
    swung = rig.swung(channel)
    if swung.any():
        signed = swung * (rig.side_of(channel), 1.0, 1.0) * rig.body.scale
        goal = goal + _apply(rig.turns["heading"], signed)
    return goal


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
    from_shoulder = start - rig.joints[f"{_SIDES[sign]}_shoulder"][middle]
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
    name = _SIDES[-sign if target.across else sign]
    offset = _outward(rig, channel, _FRAMES.get(target.place, "heading"), target.offset)
    if target.place in _ORIGINS:
        return np.asarray(joints[_ORIGINS[target.place].format(side=name)] + offset)
    if target.place == "thigh":
        return np.asarray(0.45 * joints[f"{name}_hip"] + 0.55 * joints[f"{name}_knee"] + offset)
    if target.place == "rest":
        return _hanging(rig, sign) + offset
    if target.place == "meet":
        height, ahead = rig.carriage.meet
        return np.array([0.0, height, ahead]) + offset
    assert rig.gait is not None
    path = rig.gait.feet[sign]
    if target.place == "floor":
        return np.stack([path[:, 0], 0 * path[:, 1], path[:, 2]], -1) + offset
    stand = np.array([sign * (body.hip + rig.carriage.stance), body.ankle_height, 0.5 * sign * rig.carriage.stagger])
    flight = soft_above(np.asarray(rig.lift) - 0.012, 0.008) * np.ones_like(rig.times)
    yaw = rig.gait.foot_heading[sign]
    return (
        path + _apply(turned(yaw, 0 * yaw, 0 * yaw), np.broadcast_to(stand, path.shape)) + UP * flight[:, None] + offset
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
    return rig.joints[f"{_SIDES[sign]}_shoulder"] + _apply(along, local)


def _outward(rig: Rig, channel: str, frame: str, vector: FloatArray) -> FloatArray:
    """(T 3) an (out, up, forward) vector of a person of 1.75 m in the axes of a frame."""
    return rig.turns[frame] @ (vector * (rig.side_of(channel), 1.0, 1.0) * rig.body.scale)


def _sway(carriage: Carriage, times: FloatArray) -> FloatArray:
    """(T 3) standing sway: to the left and forward in metres, and breathing as a bend in radians."""
    total = np.zeros((len(times), 3))
    for row, (hz, turn, size) in enumerate(carriage.sway):
        total[:, row % 3] += size * np.sin(2 * np.pi * (hz * times + turn))
    return total


def _apply(turns: FloatArray, points: FloatArray) -> FloatArray:
    """(T 3) each frame's point turned by its rotation."""
    return np.asarray((turns @ points[:, :, None])[:, :, 0])


def _unit(vectors: FloatArray) -> FloatArray:
    return np.asarray(vectors / np.maximum(np.sqrt((vectors * vectors).sum(-1, keepdims=True)), 1e-9))
