import numpy as np
import pytest

from skelbench.evidence import Measurement, measure
from skelbench.evidence.angles import angle_between


def value(sequence, quantity, side="", statistic="mean"):
    return measure(sequence, Measurement(quantity, statistic, side)).value


def test_angles_between_axes_are_right_angles_and_small_ones_are_exact():
    assert angle_between(np.array([1.0, 0, 0]), np.array([0.0, 2, 0])) == pytest.approx(90)
    tilt = np.radians(1e-5)
    found = angle_between(np.array([1.0, 0, 0]), np.array([np.cos(tilt), np.sin(tilt), 0]))
    assert found == pytest.approx(1e-5, rel=1e-6)


def test_a_right_angled_elbow_is_90_degrees_and_the_other_stays_nearly_straight(build, seconds):
    sequence = build(seconds, left_elbow=(0.2, 1.12, 0.0), left_wrist=(0.2, 1.12, 0.25))
    assert value(sequence, "elbow_flexion", "left") == pytest.approx(90, abs=0.1)
    assert value(sequence, "elbow_flexion", "right") == pytest.approx(np.degrees(np.arctan2(0.02, 0.3)), abs=0.1)


def test_a_seat_bends_knee_and_hip_by_90_degrees(build, seconds):
    sequence = build(seconds, left_knee=(0.1, 0.93, 0.43), left_ankle=(0.1, 0.5, 0.43))
    assert value(sequence, "knee_flexion", "left") == pytest.approx(90, abs=0.1)
    assert value(sequence, "hip_flexion", "left") == pytest.approx(90, abs=0.1)
    assert value(sequence, "hip_flexion", "right") == pytest.approx(0, abs=0.1)


def test_a_leg_drawn_back_has_negative_hip_flexion_on_either_side(build, seconds):
    for side, x in (("left", 0.1), ("right", -0.1)):
        sequence = build(seconds, **{f"{side}_knee": (x, 0.93 - 0.43 * np.cos(np.pi / 6), -0.43 * np.sin(np.pi / 6))})
        assert value(sequence, "hip_flexion", side) == pytest.approx(-30, abs=0.1)


def test_a_level_upper_arm_is_elevated_by_90_degrees(build, seconds):
    assert value(build(seconds, right_elbow=(-0.5, 1.42, 0.0)), "shoulder_elevation", "right") == pytest.approx(90)


def test_the_trunk_leans_by_the_angle_of_neck_over_pelvis(build, seconds):
    lean = np.radians(40)
    neck = (0.0, 0.95 + 0.55 * np.cos(lean), 0.55 * np.sin(lean))
    assert value(build(seconds, neck=neck), "trunk_lean") == pytest.approx(40, abs=0.1)
