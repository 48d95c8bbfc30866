import numpy as np
import pytest

from skelbench.choreography.curves import bump, minimum_jerk, quintic, soft_above, soft_between, swinging

TIMES = np.linspace(-1.0, 3.0, 4001)


def test_a_reach_starts_and_ends_at_rest():
    assert minimum_jerk(np.array([-1.0, 0.0, 0.5, 1.0, 2.0])).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]
    speed = np.gradient(minimum_jerk(TIMES), TIMES)
    assert speed.max() == pytest.approx(1.875, abs=1e-3)  # Flash & Hogan: peak speed 1.875 times the mean
    acceleration = np.gradient(speed, TIMES)
    assert np.abs(np.diff(acceleration)).max() < 0.1


def test_a_bump_is_zero_at_both_ends_and_one_in_the_middle():
    assert bump(np.array([-0.5, 0.0, 0.5, 1.0, 1.5])).tolist() == [0.0, 0.0, 1.0, 0.0, 0.0]


def test_a_swing_fades_in_and_out():
    wave = swinging(TIMES, 0.0, 2.0, 2.0, 0.0)
    assert not wave[(TIMES <= 0) | (TIMES >= 2)].any()
    assert np.abs(wave).max() == pytest.approx(1.0, abs=1e-3)


def test_a_swing_away_never_goes_to_the_other_side():
    wave = swinging(TIMES, 0.0, 2.0, 2.0, 0.0, away=True)
    assert wave.min() == 0.0 and wave.max() == pytest.approx(2.0, abs=1e-3)
    np.testing.assert_allclose(wave[np.isin(np.round(TIMES, 6), [0.0, 0.5, 1.0, 1.5, 2.0])], 0.0, atol=1e-9)


def test_a_fall_between_knots_is_a_parabola():
    knots = np.array([[0.0, 0.0, 2.0, -9.81], [4.0 / 9.81, 0.0, -2.0, -9.81]])
    times = np.linspace(0, 4.0 / 9.81, 50)[:-1]
    np.testing.assert_allclose(quintic(times, knots), 2.0 * times - 0.5 * 9.81 * times**2, atol=1e-12)


def test_a_curve_rests_before_and_after_its_knots():
    knots = np.array([[0.0, 1.0, 0.0, 0.0], [1.0, 3.0, 0.0, 0.0]])
    np.testing.assert_allclose(quintic(np.array([-1.0, 0.5, 2.0]), knots), [1.0, 2.0, 3.0])


def test_soft_limits_keep_what_lies_well_inside():
    value = np.array([-5.0, 0.5, 5.0])
    np.testing.assert_allclose(soft_between(value, 0.0, 1.0, 0.01), [0.0, 0.5, 1.0], atol=1e-3)
    np.testing.assert_allclose(soft_above(value, 0.01), [0.0, 0.5, 5.0], atol=1e-3)
