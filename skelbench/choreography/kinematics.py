"""Forward kinematics: what the commands make of a body, joint by joint, in the body frame of the start.

Trunk, head and pelvis are turned by angles; hands and feet are put where they are told by two-bone reaching, within
joint limits.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.choreography.angles import arm_by_angles, share_by_angles
from skelbench.choreography.body import FACE
from skelbench.choreography.contact import Trunk, out_of_the_body, sunk_to_reach
from skelbench.choreography.curves import minimum_jerk, quintic, soft_above, soft_between
from skelbench.choreography.gait import walk
from skelbench.choreography.places import goal
from skelbench.choreography.rig import SIDES, UP, Carriage, Rig, apply, crossed, turned, unit
from skelbench.choreography.timeline import Target

__all__ = ["pose", "two_bones"]

FloatArray = npt.NDArray[np.float64]

_FIRMLY = 0.992  # standing keeps this share of the leg's length between hip and ankle: knees are never locked
_REACHING = 0.995  # a leg that stands off its place under the hip is no straighter than this
_STRAIGHT = 0.998  # no leg gets straighter
_BALL = 0.62  # share of the foot from below the ankle to its ball
_ARM_REACH = 0.985
_AHEAD = np.array([0.35, -0.30, 0.8874])  # where a reaching hand mostly is, and "down" square to it
_BELOW = np.array([-0.1101, -0.9539, -0.2791])
_FLARE = np.deg2rad(18.0)  # elbows point a little outward
_FOLDED = np.deg2rad(146.0)  # flexion of elbow and knee ends here (AAOS 1965: elbow 150, knee 135 to 150 degrees)


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
    trunk = Trunk.of(rig)
    for channel in ("hand", "other"):
        _arm(rig, trunk, channel)
    if rig.fall is not None:
        rig.joints = {name: rig.fallen(points) for name, points in rig.joints.items()}
    return rig.joints


def _carry(rig: Rig) -> None:
    """Root, pelvis, trunk and head."""
    body, carriage, times, side = rig.body, rig.carriage, rig.times, rig.side
    leg = body.thigh + body.shank
    rig.gait = walk(rig.timeline.steps, times, leg, side, body.scale)
    sway = _sway(carriage, times)
    for knots in rig.timeline.leaps:
        rig.lift = rig.lift + quintic(times, knots)
    across = rig.stance + 0.5 * abs(rig.stagger)
    standing = body.ankle_height + np.sqrt((_FIRMLY * leg) ** 2 - across**2)
    moved = rig.values("pelvis") * body.scale
    yaw = rig.gait.heading
    rig.turns["heading"] = turned(yaw, 0 * yaw, 0 * yaw)
    local = np.stack(
        [side * moved[:, 0] + sway[:, 0], moved[:, 1] + rig.lift - rig.gait.drop, moved[:, 2] + sway[:, 1]], -1
    )
    pelvis = apply(rig.turns["heading"], local) + UP * standing
    pelvis[:, [0, 2]] += rig.gait.root
    footholds = {rig.side_of(foot): goal(rig, foot) for foot in ("foot", "other_foot") if rig.stands_by(foot)}
    if footholds:
        pelvis[:, 1] -= sunk_to_reach(rig, pelvis, footholds, _REACHING * leg)
    if rig.told("crouch"):
        pelvis[:, 1] = _crouched(rig, pelvis) + moved[:, 1]
    if rig.told("topple"):
        rig.fall = _topple(rig)
    _spine(rig, pelvis, yaw, sway)


def _crouched(rig: Rig, pelvis: FloatArray) -> FloatArray:
    """(T) height at which the acting knee is flexed as told: √(d² - gap²) above the ankle.

    d² = thigh² + shank² + 2 thigh shank cos(flexion) is the square of the way from hip to ankle, gap its level part.
    """
    body, sign = rig.body, rig.side
    least = 2.0 * np.arccos(_FIRMLY)
    flexion = least + soft_above(np.deg2rad(rig.values("crouch")[:, 0]) - least, 0.05)
    long = body.thigh**2 + body.shank**2 + 2.0 * body.thigh * body.shank * np.cos(flexion)
    hip = pelvis + rig.turns["heading"][:, :, 0] * (sign * body.hip)
    ankle = goal(rig, "foot")
    gap = (hip - ankle)[:, [0, 2]]
    return np.asarray(ankle[:, 1] + np.sqrt(np.maximum(long - (gap * gap).sum(-1), 0.05)))


def _topple(rig: Rig) -> tuple[FloatArray, FloatArray]:
    """The turn of the whole body about the toes, the heels or the outer edge of a foot, and that line."""
    assert rig.gait is not None
    forward, aside, _ = np.deg2rad(rig.values("topple")).T
    heading = rig.turns["heading"]
    turn = heading @ turned(0 * forward, rig.side * aside, forward) @ heading.transpose(0, 2, 1)
    toes = _BALL if forward.sum() >= 0 else -0.22
    edge = np.sign(aside.sum()) * rig.side * (rig.body.hip + rig.stance + 0.03)
    pivot = apply(heading, np.broadcast_to([edge, 0.0, toes * rig.body.foot], (len(forward), 3)))
    pivot[:, [0, 2]] += rig.gait.root
    return turn, pivot


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
    for sign, name in SIDES.items():
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
        name, hip = SIDES[sign], rig.joints[f"{SIDES[sign]}_hip"]
        assert rig.gait is not None
        yaw = rig.gait.foot_heading[sign] + sign * rig.carriage.toes_out
        toes = np.stack([np.sin(yaw), 0 * yaw, np.cos(yaw)], -1)
        target = goal(rig, channel)
        pole = toes + 0.4 * rig.turns["pelvis"][:, :, 2] + UP * 0.15
        inward = "other_knee" if channel == "other_foot" else "knee"
        if rig.told(inward):
            pole = _turned_about(pole, unit(target - hip), sign * np.deg2rad(rig.values(inward)[:, 0]))
        pitch = np.deg2rad(rig.values("other_heel" if channel == "other_foot" else "heel")[:, 0])
        if pitch.any():
            target = target + _on_the_ball(rig, toes, pitch)
        knee, ankle = two_bones(hip, target, (body.thigh, body.shank), pole, _STRAIGHT)
        rig.joints[f"{name}_knee"], rig.joints[f"{name}_ankle"] = knee, ankle
        _foot(rig, name, (toes, (knee - ankle) / body.shank), pitch)


def _on_the_ball(rig: Rig, toes: FloatArray, pitch: FloatArray) -> FloatArray:
    """(T 3) how the ankle moves when the foot turns about its ball, which stays where it is."""
    long, high = _BALL * rig.body.foot, rig.body.ankle_height
    ahead = long * (1.0 - np.cos(pitch)) + high * np.sin(pitch)
    up = long * np.sin(pitch) - high * (1.0 - np.cos(pitch))
    return np.asarray(ahead[:, None] * toes + up[:, None] * UP)


def _foot(rig: Rig, name: str, frame: tuple[FloatArray, FloatArray], pitch: FloatArray) -> None:
    """Flat on the floor or turned about its ball; in the air the sole turns towards a right angle with the shank."""
    body, ankle, (toes, shank) = rig.body, rig.joints[f"{name}_ankle"], frame
    lifted = ankle[:, 1] - body.ankle_height - _BALL * body.foot * np.sin(pitch)
    raised = minimum_jerk((lifted - 0.01) / 0.25)[:, None]
    toes = np.cos(pitch)[:, None] * toes - np.sin(pitch)[:, None] * UP
    square = toes - (toes * shank).sum(-1, keepdims=True) * shank
    forward = unit((1.0 - 0.8 * raised) * toes + 0.8 * raised * unit(square + 1e-6 * toes) - 0.25 * raised * shank)
    left = unit(crossed(UP, forward))
    down = crossed(left, forward)
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


def _arm(rig: Rig, trunk: Trunk, channel: str) -> None:
    body, sign = rig.body, rig.side_of(channel)
    name = SIDES[sign]
    shoulder = rig.joints[f"{name}_shoulder"]
    target, reach = goal(rig, channel), _ARM_REACH
    axis = unit(target - shoulder)
    lifted = np.deg2rad(rig.values("other_elbow" if channel == "other" else "elbow")[:, 0])
    pole = _elbow_pole(rig.turns["chest"], axis, sign, lifted)
    if any(isinstance(value, Target) and value.place == "angles" for value in rig.values_told(channel)):
        share, reach = share_by_angles(rig, channel)[:, None], _STRAIGHT
        told_elbow, told_palm = (joint - shoulder for joint in arm_by_angles(rig, channel))
        pole = (1.0 - share) * pole + share * unit(_square(told_elbow, unit(told_palm)))
    lengths = (body.upper_arm, body.forearm + body.palm)
    elbow, palm = two_bones(shoulder, target, lengths, pole, reach)
    way = out_of_the_body(rig, trunk, np.stack([palm, elbow + (palm - elbow) * (body.forearm / lengths[1])]))
    if way is not None:
        elbow, palm = two_bones(shoulder, target + way, lengths, pole, reach)
    along = (palm - elbow) / (body.forearm + body.palm)
    rig.joints[f"{name}_elbow"] = elbow
    rig.joints[f"{name}_wrist"] = wrist = elbow + along * body.forearm
    bent = np.deg2rad(rig.values("other_wrist" if channel == "other" else "wrist"))
    inward = unit(shoulder - elbow - ((shoulder - elbow) * along).sum(-1, keepdims=True) * along)
    pointing = np.cos(bent) * along + np.sin(bent) * inward
    rig.joints[f"{name}_hand"] = wrist + pointing * body.palm
    rig.joints[f"{name}_hand_tip"] = wrist + pointing * (2.0 * body.palm)
    thumb = unit(crossed(along, inward) * -sign + 0.001 * UP)
    rig.joints[f"{name}_thumb"] = wrist + pointing * (0.7 * body.palm) + thumb * (0.55 * body.palm)


def _square(vectors: FloatArray, axis: FloatArray) -> FloatArray:
    """(T 3) the part of each vector that is square to its axis."""
    return np.asarray(vectors - (vectors * axis).sum(-1, keepdims=True) * axis)


def _turned_about(vectors: FloatArray, axis: FloatArray, angle: FloatArray) -> FloatArray:
    """(T 3) the square part of each vector, turned about its axis."""
    square = _square(vectors, axis)
    return np.asarray(np.cos(angle)[:, None] * square + np.sin(angle)[:, None] * crossed(axis, square))


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
    return np.asarray(np.cos(turn) * pole + sign * np.sin(turn) * crossed(axis, pole))


def _sway(carriage: Carriage, times: FloatArray) -> FloatArray:
    """(T 3) standing sway: to the left and forward in metres, and breathing as a bend in radians."""
    total = np.zeros((len(times), 3))
    for row, (hz, turn, size) in enumerate(carriage.sway):
        total[:, row % 3] += size * np.sin(2 * np.pi * (hz * times + turn))
    return total
