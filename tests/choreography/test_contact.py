import numpy as np
import pytest

from skelbench.choreography.body import Body
from skelbench.choreography.contact import TRUNK_RADII, Trunk, out_of_the_body, sunk_to_reach
from skelbench.choreography.kinematics import pose
from skelbench.choreography.rig import Carriage, Rig
from skelbench.choreography.script import At, Style, phase
from skelbench.choreography.timeline import write_timeline


@pytest.fixture
def rig():
    rngs = (np.random.Generator(np.random.PCG64(0)), np.random.Generator(np.random.PCG64(1)))
    timeline = write_timeline(Style("test", (phase("move", 1.0, hand=At("mouth")),)), rngs, 1.0, 1.0, {})
    still = Carriage(slouch=(0.0, 0.0, 0.0), gaze=(0.0, 0.0, 0.0))
    rig = Rig(Body(1.75), still, timeline, np.linspace(0.0, 1.0, 11), -1)
    pose(rig)
    return rig


def test_the_surface_of_the_trunk_has_depth_one_and_its_axis_none(rig):
    trunk = Trunk.of(rig)
    middle = 0.5 * (rig.joints["pelvis"] + rig.joints["spine_shoulder"])
    assert trunk.depth(middle[None])[0].max() < 1e-9
    for offset in ((TRUNK_RADII[0], 0, 0), (0, 0, TRUNK_RADII[1]), (0, 0, -TRUNK_RADII[1])):
        np.testing.assert_allclose(trunk.depth((middle + offset)[None])[0], 1.0, atol=1e-9)


def test_a_hand_inside_the_trunk_is_brought_to_its_surface_and_one_outside_is_left_alone(rig):
    trunk = Trunk.of(rig)
    middle = 0.5 * (rig.joints["pelvis"] + rig.joints["spine_shoulder"])
    inside = middle + np.array([0.02, 0.0, 0.05])
    way = out_of_the_body(rig, trunk, inside[None])
    assert trunk.depth((inside + way)[None])[0].min() > 0.98
    assert out_of_the_body(rig, trunk, (middle + np.array([0.4, 0.0, 0.3]))[None]) is None


def test_hips_sink_by_what_a_leg_lacks(rig):
    """A foot 0.6 m aside of its hip leaves √(1 - 0.36) = 0.8 m of height to a leg of 1 m."""
    pelvis = np.array([[0.0, 1.0, 0.0]] * 11)
    ankle = np.array([[rig.body.hip + 0.6, 0.0, 0.0]] * 11)
    np.testing.assert_allclose(sunk_to_reach(rig, pelvis, {1: ankle}, 1.0), 0.2, atol=1e-9)
    near = np.array([[rig.body.hip, 0.05, 0.0]] * 11)
    np.testing.assert_allclose(sunk_to_reach(rig, pelvis, {1: near}, 1.0), 0.0, atol=1e-9)
