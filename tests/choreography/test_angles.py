import numpy as np
import pytest

from skelbench.choreography.body import Body
from skelbench.choreography.kinematics import pose
from skelbench.choreography.rig import Carriage, Rig
from skelbench.choreography.script import Angles, Style, phase
from skelbench.choreography.timeline import write_timeline


def arm(*told, side=-1):
    """Shoulder, elbow and wrist of the acting arm over time, told angles one after the other."""
    rngs = (np.random.Generator(np.random.PCG64(0)), np.random.Generator(np.random.PCG64(1)))
    style = Style("test", tuple(phase(f"{row}", 1.0, hand=angles) for row, angles in enumerate(told)))
    still = Carriage(slouch=(0.0, 0.0, 0.0), gaze=(0.0, 0.0, 0.0))
    times = np.linspace(0.0, len(told) + 0.1, 60 * len(told) + 7)
    joints = pose(Rig(Body(1.75), still, write_timeline(style, rngs, 1.0, 1.0, {}), times, side))
    name = "left" if side == 1 else "right"
    return (joints[f"{name}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))


def unit(vector):
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize(
    ("angles", "upper", "lower"),
    [
        (Angles(90, 90, 90), (0, 0, 1), (0, 1, 0)),  # held forward, the forearm upright
        (Angles(0, 90, 90), (0, -1, 0), (0, 0, 1)),  # hanging, the forearm forward
        (Angles(90, 0, 90, 90), (-1, 0, 0), (0, 1, 0)),  # the right arm out to the side, the forearm upright
        (Angles(90, 0, 90, 0), (-1, 0, 0), (0, 0, 1)),  # the same, the forearm forward
        (Angles(0, 0, 90, 90), (0, -1, 0), (-1, 0, 0)),  # hanging, the forearm outward
    ],
)
def test_an_arm_points_where_its_angles_say(angles, upper, lower):
    shoulder, elbow, wrist = arm(angles)
    np.testing.assert_allclose(unit(elbow[-1] - shoulder[-1]), upper, atol=0.01)
    np.testing.assert_allclose(unit(wrist[-1] - elbow[-1]), lower, atol=0.01)


def test_the_left_arm_is_the_mirror_of_the_right_one():
    (_, right, _), (_, left, _) = (arm(Angles(70, 20, 40, 30), side=side) for side in (-1, 1))
    np.testing.assert_allclose(left[-1] * (-1, 1, 1), right[-1], atol=1e-9)


def test_a_straight_arm_stays_straight_while_it_is_raised():
    shoulder, elbow, wrist = arm(Angles(10, 0, 20), Angles(150, 0, 20))
    upper, lower = elbow - shoulder, wrist - elbow
    cosine = (upper * lower).sum(-1) / np.linalg.norm(upper, axis=-1) / np.linalg.norm(lower, axis=-1)
    assert np.abs(np.degrees(np.arccos(cosine[65:])) - 20).max() < 1.0
