import numpy as np

from skelbench.choreography.body import Body
from skelbench.choreography.kinematics import pose
from skelbench.choreography.places import goal
from skelbench.choreography.rig import Carriage, Rig
from skelbench.choreography.script import At, Style, phase
from skelbench.choreography.timeline import write_timeline


def posed(**moves):
    rngs = (np.random.Generator(np.random.PCG64(0)), np.random.Generator(np.random.PCG64(1)))
    timeline = write_timeline(Style("test", (phase("move", 1.0, **moves),)), rngs, 1.0, 1.0, {})
    still = Carriage(slouch=(0.0, 0.0, 0.0), gaze=(0.0, 0.0, 0.0))
    rig = Rig(Body(1.75), still, timeline, np.linspace(0.0, 1.5, 46), -1)
    pose(rig)
    return rig


def test_an_offset_is_measured_outward_upward_and_forward():
    rig = posed(hand=At("chest", out=0.1, up=0.05, forward=0.2))
    np.testing.assert_allclose(goal(rig, "hand")[-1] - rig.joints["spine3"][-1], [-0.1, 0.05, 0.2], atol=1e-9)


def test_the_floor_stays_the_floor_when_the_body_topples():
    rig = posed(hand=At("floor", out=0.15, up=0.1, forward=1.3), topple=(75.0, 0.0, 0.0))
    hand = rig.fallen(goal(rig, "hand"))[-1]
    np.testing.assert_allclose(hand[[1, 2]], [0.1, 1.3], atol=1e-9)
