import numpy as np
import pytest

from skelbench.choreography.gait import walk
from skelbench.choreography.timeline import Steps

TIMES = np.linspace(-0.5, 4.0, 451)


def test_nobody_moves_without_steps():
    gait = walk([], TIMES, 0.9, 1, 1.0)
    assert not gait.root.any() and not gait.drop.any()


def test_pelvis_and_both_feet_end_at_the_same_place():
    gait = walk([Steps(0.0, 5, 0.6, 0.5, 0.0, 0.1, 0.2)], TIMES, 0.9, 1, 1.0)
    assert gait.root[-1, 1] == pytest.approx(4 * 0.6)  # five steps: the first and the last bring the feet together
    assert gait.feet[1][-1, 2] == pytest.approx(4 * 0.6)
    assert gait.feet[-1][-1, 2] == pytest.approx(4 * 0.6)


def test_one_foot_always_stands():
    gait = walk([Steps(0.0, 6, 0.6, 0.5, 0.0, 0.1, 0.2)], TIMES, 0.9, 1, 1.0)
    speeds = [np.abs(np.gradient(gait.feet[side][:, 2], TIMES)) for side in (1, -1)]
    assert np.minimum(*speeds).max() < 1e-9


def test_the_first_step_is_the_asked_sides():
    gait = walk([Steps(0.0, 4, 0.6, 0.5, 0.0, 0.1, 0.2)], TIMES, 0.9, -1, 1.0)
    early = np.searchsorted(TIMES, 0.3)
    assert gait.feet[-1][early, 2] > 0.1 and gait.feet[1][early, 2] == 0.0


def test_a_path_that_turns_left_ends_left():
    gait = walk([Steps(0.0, 6, 0.6, 0.5, 30.0, 0.1, 0.2)], TIMES, 0.9, 1, 1.0)
    assert gait.root[-1, 0] > 0.3
    assert gait.heading[-1] == pytest.approx(np.deg2rad(30.0) * 5 * 0.6)


def steps(**how):
    return Steps(0.0, 5, how.pop("length", 0.4), 0.5, how.pop("turn", 0.0), 0.1, 0.2, **how)


def test_half_a_turn_on_the_spot_turns_both_feet_and_goes_nowhere():
    gait = walk([steps(length=0.0, spin_deg=180.0)], TIMES, 0.9, 1, 1.0)
    np.testing.assert_allclose(gait.root[-1], 0.0, atol=1e-9)
    assert np.abs(gait.root).max() < 0.08  # over one foot and then over the other
    for turned in (gait.heading, *gait.foot_heading.values()):
        assert turned[-1] == pytest.approx(np.pi)


def test_after_half_a_turn_forward_leads_back():
    runs = [steps(length=0.0, spin_deg=180.0), Steps(2.6, 4, 0.4, 0.4, 0.0, 0.1, 0.2)]
    gait = walk(runs, np.linspace(0.0, 6.0, 601), 0.9, 1, 1.0)
    np.testing.assert_allclose(gait.root[-1], [0.0, -1.2], atol=1e-9)


def test_steps_to_the_side_leave_the_heading_alone():
    gait = walk([steps(bearing_deg=90.0)], TIMES, 0.9, 1, 1.0)
    np.testing.assert_allclose(gait.root[-1], [1.6, 0.0], atol=1e-9)
    assert not gait.heading.any()


def test_a_runner_has_both_feet_in_the_air_between_steps():
    gait = walk([steps(flight=0.15)], TIMES, 0.9, 1, 1.0)
    speeds = [np.abs(np.gradient(gait.feet[side][:, 2], TIMES)) for side in (1, -1)]
    assert np.minimum(*speeds).max() > 0.1
