import numpy as np
import pytest

from skelbench.choreography.body import Body
from skelbench.choreography.kinematics import pose, two_bones
from skelbench.choreography.rig import Carriage, Rig
from skelbench.choreography.script import At, Style, phase
from skelbench.choreography.timeline import write_timeline


def posed(side=-1, **moves):
    rngs = (np.random.Generator(np.random.PCG64(0)), np.random.Generator(np.random.PCG64(1)))
    timeline = write_timeline(Style("test", (phase("move", 1.0, **moves),)), rngs, 1.0, 1.0, {})
    still = Carriage(slouch=(0.0, 0.0, 0.0), gaze=(0.0, 0.0, 0.0))
    return pose(Rig(Body(1.75), still, timeline, np.linspace(0.0, 1.5, 46), side))


def test_two_bones_make_a_right_angle_of_three_and_four():
    root, goal, pole = np.zeros((1, 3)), np.array([[0.0, 0.0, 5.0]]), np.array([[0.0, -1.0, 0.0]])
    middle, end = two_bones(root, goal, (3.0, 4.0), pole, 0.99)
    np.testing.assert_allclose(end, goal, atol=0.01)
    np.testing.assert_allclose(middle, [[0.0, -2.4, 1.8]], atol=0.02)


def test_a_goal_out_of_reach_is_reached_for():
    root, goal, pole = np.zeros((1, 3)), np.array([[0.0, 0.0, 50.0]]), np.array([[0.0, -1.0, 0.0]])
    middle, end = two_bones(root, goal, (3.0, 4.0), pole, 0.99)
    assert np.linalg.norm(end) == pytest.approx(0.99 * 7.0, abs=0.03)
    assert np.linalg.norm(end - middle) == pytest.approx(4.0)


def test_a_standing_person_is_as_tall_as_they_say():
    joints = posed()
    assert joints["crown"][0, 1] == pytest.approx(1.75, abs=0.03)
    assert joints["left_ankle"][0, 1] == pytest.approx(0.039 * 1.75, abs=0.002)
    assert joints["left_shoulder"][0, 0] > 0 > joints["right_shoulder"][0, 0]
    assert joints["nose"][0, 2] > joints["head"][0, 2]


@pytest.mark.parametrize(("place", "landmark"), [("mouth", "mouth"), ("ear", "right_ear"), ("crown", "crown")])
def test_a_hand_arrives_where_it_is_told(place, landmark):
    joints = posed(hand=At(place))
    assert np.linalg.norm(joints["right_hand"][-1] - joints[landmark][-1]) < 0.03
    assert np.linalg.norm(joints["left_hand"][-1] - joints["left_hand"][0]) < 0.01


def test_the_acting_side_decides_whose_hand_moves():
    joints = posed(side=1, hand=At("mouth"))
    assert np.linalg.norm(joints["left_hand"][-1] - joints["mouth"][-1]) < 0.03


def test_a_hand_can_cross_to_the_other_side():
    joints = posed(hand=At("ear", across=True))
    assert np.linalg.norm(joints["right_hand"][-1] - joints["left_ear"][-1]) < 0.05


def test_a_way_up_leads_round_the_shoulder():
    joints = posed(hand=At("shoulder", up=0.55))
    away = np.linalg.norm(joints["right_hand"] - joints["right_shoulder"], axis=-1)
    assert away.min() > 0.25


def test_a_step_lifts_the_foot():
    joints = posed(foot=At("stance", forward=0.15), pelvis=(0.0, -0.03, 0.07))
    ankle = joints["right_ankle"]
    assert ankle[-1, 2] - ankle[0, 2] == pytest.approx(0.15, abs=0.005)
    assert ankle[:, 1].max() > ankle[0, 1] + 0.03
    assert ankle[-1, 1] == pytest.approx(ankle[0, 1], abs=0.005)


def test_a_bend_brings_the_head_forward_and_down():
    joints = posed(trunk=(60.0, 0.0, 0.0))
    assert joints["head"][-1, 2] > joints["head"][0, 2] + 0.3
    assert joints["head"][-1, 1] < joints["head"][0, 1] - 0.2


def flexion(joints, side):
    hip, knee, ankle = (joints[f"{side}_{joint}"][-1] for joint in ("hip", "knee", "ankle"))
    one, other = hip - knee, ankle - knee
    return 180.0 - np.degrees(np.arccos(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))


@pytest.mark.parametrize("degrees", [40.0, 75.0, 110.0])
def test_knees_are_flexed_as_told(degrees):
    joints = posed(crouch=degrees, pelvis=(0.0, 0.0, -0.15))
    for side in ("left", "right"):
        assert flexion(joints, side) == pytest.approx(degrees, abs=0.5)


def test_a_knee_turned_inward_moves_to_the_other_side_and_nothing_else_does():
    straight, valgus = posed(crouch=80.0), posed(crouch=80.0, knee=20.0)
    assert valgus["right_knee"][-1, 0] > straight["right_knee"][-1, 0] + 0.05
    np.testing.assert_allclose(valgus["right_ankle"][-1], straight["right_ankle"][-1], atol=1e-9)
    np.testing.assert_allclose(valgus["left_knee"][-1], straight["left_knee"][-1], atol=1e-9)


def test_who_topples_forward_lies_on_the_face_and_keeps_the_toes_where_they_were():
    joints = posed(topple=(85.0, 0.0, 0.0))
    assert joints["head"][-1, 1] < 0.5 and joints["head"][-1, 2] > 1.3
    assert np.linalg.norm(joints["left_big_toe"][-1] - joints["left_big_toe"][0]) < 0.06
