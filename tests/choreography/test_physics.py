"""Every way of every action, over seeds, held against what bodies can do."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from skelbench.choreography import ACTIONS, Variation, plan
from skelbench.choreography.body import Body
from skelbench.choreography.contact import HEAD_RADIUS, TRUNK_RADII
from skelbench.choreography.performance import Performance, pose_people

RATE = 60.0
SIDES = ("left", "right")
LYING = {"fall", "push-up"}
LEANS_ON_SOMETHING = {
    ("push", style) for style in ("heavy and low", "slow shove", "already leaning", "walking behind it")
}
LEANS_ON_SOMETHING |= {("pull", "leaning back"), ("pull", "with a step back"), ("pull", "both hands, low")}

# Share of body mass, and where its centre lies from the first joint to the second: de Leva 1996, J. Biomech. 29(9),
# means of the two sexes.
SEGMENTS = {
    ("shoulder", "elbow"): (0.0263, 0.576), ("elbow", "wrist"): (0.0150, 0.457), ("wrist", "hand"): (0.0058, 1.0),
    ("hip", "knee"): (0.1447, 0.385), ("knee", "ankle"): (0.0457, 0.437), ("ankle", "foot"): (0.0133, 1.0),
}  # fmt: skip
HEAD_MASS, TRUNK_MASS, TRUNK_CENTRE = 0.0681, 0.4301, 0.405


@dataclass(frozen=True, eq=False)
class Posed:
    """One person of one performance."""

    label: str
    style: str
    seed: int
    played: Performance
    body: Body
    person: int
    joints: dict

    @property
    def name(self) -> str:
        return f"{self.label}, {self.style}, seed {self.seed}, person {self.person}"

    def speed(self, joint: str) -> np.ndarray:
        return np.linalg.norm(np.gradient(self.joints[joint], 1.0 / RATE, axis=0), axis=-1)


def everybody(seeds):
    for label, action in ACTIONS.items():
        for style in action.ways():
            for seed in seeds:
                played = plan(label, seed, Variation(style=style.name, whole=True, fps=RATE))
                for person, joints in enumerate(pose_people(played)):
                    yield Posed(label, style.name, seed, played, played.bodies[person], person, joints)


@pytest.fixture(
    scope="module", params=[range(1), pytest.param(range(1, 7), marks=pytest.mark.slow)], ids=["few", "many"]
)
def posed(request):
    return list(everybody(request.param))


def centre_of_mass(joints):
    shoulders = 0.5 * (joints["left_shoulder"] + joints["right_shoulder"])
    total = HEAD_MASS * joints["head"] + TRUNK_MASS * (shoulders + TRUNK_CENTRE * (joints["pelvis"] - shoulders))
    for (first, second), (mass, share) in SEGMENTS.items():
        for side in SIDES:
            one, other = joints[f"{side}_{first}"], joints[f"{side}_{second}"]
            total = total + mass * (one + share * (other - one))
    return total


def test_the_masses_are_a_whole_body():
    assert HEAD_MASS + TRUNK_MASS + 2 * sum(mass for mass, _ in SEGMENTS.values()) == pytest.approx(1.0, abs=0.002)


def stands_still(one):
    """(T) frames in which a person stands and nothing moves, and did not for a fifth of a second."""
    centre = centre_of_mass(one.joints)
    slow = np.linalg.norm(np.gradient(centre, 1.0 / RATE, axis=0), axis=-1) < 0.05
    for joint, limit in (
        ("pelvis", 0.05),
        ("left_hand", 0.3),
        ("right_hand", 0.3),
        ("left_ankle", 0.05),
        ("right_ankle", 0.05),
    ):
        slow &= one.speed(joint) < limit
    upright = one.joints["pelvis"][:, 1] > 0.85 * (one.body.thigh + one.body.shank + one.body.ankle_height)
    window = np.ones(13)
    return upright & (np.convolve(slow, window, "same") >= 13)


def test_the_centre_of_mass_is_above_the_feet_of_whoever_stands_still(posed):
    checked, worst = 0, {}
    for one in posed:
        if one.label in LYING or (one.label, one.style) in LEANS_ON_SOMETHING:
            continue
        centre = centre_of_mass(one.joints)
        for frame in np.flatnonzero(stands_still(one))[::20]:
            points = {
                (side, part): one.joints[f"{side}_{part}"][frame]
                for side in SIDES
                for part in ("heel", "big_toe", "small_toe")
            }
            planted = {key: point[[0, 2]] for key, point in points.items() if point[1] < 0.045}
            if len(planted) < 3:
                continue
            hull = ConvexHull(np.array(list(planted.values())))
            outside = float((hull.equations[:, :2] @ centre[frame, [0, 2]] + hull.equations[:, 2]).max())
            allowed = 0.03 if len(planted) == 6 else 0.05  # metres: two feet, or one and the ball of the other
            checked += 1
            if outside > allowed:
                worst[one.name] = round(outside, 3)
    assert checked > 300
    assert not worst


def test_hands_stay_out_of_the_trunk_and_the_head(posed):
    """A hand or wrist keeps nine tenths of the trunk's radius from its axis, and clear of the head's middle."""
    for one in posed:
        low, high = one.joints["pelvis"], one.joints["spine_shoulder"]
        axis = high - low
        height = np.linalg.norm(axis, axis=-1)
        axis = axis / height[:, None]
        across = one.joints["left_shoulder"] - one.joints["right_shoulder"]
        across = across - (across * axis).sum(-1, keepdims=True) * axis
        across /= np.linalg.norm(across, axis=-1, keepdims=True)
        ahead = np.cross(across, axis)
        for side in SIDES:
            for joint in ("hand", "wrist"):
                way = one.joints[f"{side}_{joint}"] - low
                share = (way * axis).sum(-1) / height
                a, b = (radius * one.body.scale for radius in TRUNK_RADII)
                depth = np.hypot((way * across).sum(-1) / a, (way * ahead).sum(-1) / b)
                assert depth[(share > 0.0) & (share < 1.0)].min(initial=9.0) > 0.9, (one.name, side, joint)
            from_head = np.linalg.norm(one.joints[f"{side}_hand"] - one.joints["head"], axis=-1)
            assert from_head.min() > 0.75 * HEAD_RADIUS * one.body.scale, (one.name, side)


def test_speeds_and_accelerations_are_those_of_people(posed):
    """Metres a second and metres a second squared; throwing, kicking and falling are the fastest."""
    limits = {"wrist": (14.0, 700.0), "elbow": (14.0, 700.0), "ankle": (14.0, 500.0), "knee": (12.0, 500.0),
              "head": (7.0, 150.0), "pelvis": (5.0, 90.0)}  # fmt: skip
    for one in posed:
        for joint, (fastest, hardest) in limits.items():
            for name in (joint,) if joint in ("head", "pelvis") else (f"left_{joint}", f"right_{joint}"):
                assert one.speed(name).max() < fastest, (one.name, name)
                acceleration = np.linalg.norm(np.diff(one.joints[name], 2, axis=0), axis=-1) * RATE**2
                assert acceleration.max() < hardest, (one.name, name)


def test_whoever_stands_stands_on_the_floor(posed):
    """A foot that is told nothing stays where it is, within 2 cm in height and 1 cm along the floor."""
    for one in posed:
        timeline = one.played.timelines[one.person]
        if timeline.steps or timeline.leaps or one.label in LYING:
            continue
        for channel, sign in (("foot", one.played.side), ("other_foot", -one.played.side)):
            heel = "other_heel" if channel == "other_foot" else "heel"
            told = {channel, heel} & set(timeline.commands) or timeline.start[heel].any()
            if told or timeline.start[channel].place != "stance" or timeline.start[channel].offset[1]:
                continue
            ankle = one.joints[f"{'left' if sign == 1 else 'right'}_ankle"]
            assert ankle[:, 1].max() - one.body.ankle_height < 0.02, one.name
            assert np.ptp(ankle[:, [0, 2]], axis=0).max() < 0.01, one.name


def test_knees_and_elbows_keep_their_limits(posed):
    for one in posed:
        for first, middle, last in (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle")):
            for side in SIDES:
                a, b, c = (one.joints[f"{side}_{joint}"] for joint in (first, middle, last))
                cosine = ((a - b) * (c - b)).sum(-1) / np.linalg.norm(a - b, axis=-1) / np.linalg.norm(c - b, axis=-1)
                assert 180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))).min() < 150.0, one.name


@pytest.mark.parametrize("label", ACTIONS)
def test_acceleration_never_steps(label):
    """Where acceleration is continuous its largest change from frame to frame halves with the frame."""
    played = plan(label, 4)
    largest = []
    for rate in (480, 960):
        times = np.arange(int(played.times[-1] * rate)) / rate
        joints = pose_people(replace(played, times=times))[0]
        followed = joints["right_hand"] + joints["left_hand"] + joints["left_ankle"] + joints["head"]
        acceleration = np.diff(followed, 2, axis=0) * rate**2
        largest.append(np.abs(np.diff(acceleration, axis=0)).max())
    assert largest[1] < 0.8 * largest[0]
