import numpy as np
import pytest

from skelbench.evidence import FORMULAS, body_of

PELVIS, SHOULDER = np.array([0.0, 0.95, 0.0]), 0.47


def value(sequence, name):
    return float(FORMULAS[name].compute(body_of(sequence), "")[0, 45])


@pytest.mark.parametrize(("degrees", "name"), [(30.0, "trunk_forward"), (-20.0, "trunk_forward")])
def test_a_trunk_that_leans_forward_leans_by_its_angle(build, seconds, degrees, name):
    angle = np.radians(degrees)
    neck = PELVIS + 0.55 * np.array([0.0, np.cos(angle), np.sin(angle)])
    assert value(build(seconds, neck=neck), name) == pytest.approx(degrees, abs=0.1)


def test_a_trunk_that_leans_to_its_left_is_positive(build, seconds):
    neck = PELVIS + 0.55 * np.array([np.sin(0.3), np.cos(0.3), 0.0])
    assert value(build(seconds, neck=neck), "trunk_left") == pytest.approx(np.degrees(0.3), abs=0.1)


def test_shoulders_turned_to_the_left_are_positive(build, seconds):
    """Turning left moves the left shoulder back, by 30 degrees about the upright."""
    half = 0.2 * np.array([np.cos(np.radians(30)), 0.0, -np.sin(np.radians(30))])
    chest = np.array([0.0, 1.42, 0.0])
    turned = build(seconds, left_shoulder=chest + half, right_shoulder=chest - half)
    assert value(turned, "trunk_turn") == pytest.approx(30.0, abs=0.5)


def test_a_head_that_bends_forward_is_told_against_the_trunk(build, seconds):
    head = np.array([0.0, 1.5, 0.0]) + 0.12 * np.array([0.0, np.cos(0.4), np.sin(0.4)])
    assert value(build(seconds, head=head), "head_forward") == pytest.approx(np.degrees(0.4), abs=0.1)


def test_a_head_of_one_joint_shows_no_turn(build, seconds):
    assert np.isnan(value(build(seconds), "head_turn"))


def test_hips_that_shift_left_and_forward_are_told_in_metres(build, seconds):
    base = np.zeros((len(seconds), 3)) + PELVIS
    base[:, 0] += 0.1 * (seconds > 1.5)
    sequence = build(seconds, spine_base=base)
    left = FORMULAS["hips_left"].compute(body_of(sequence), "")[0]
    assert left[-1] - left[0] == pytest.approx(0.1, abs=0.01)
    forward = FORMULAS["hips_forward"].compute(body_of(sequence), "")[0]
    assert abs(forward[-1] - forward[0]) < 0.01
