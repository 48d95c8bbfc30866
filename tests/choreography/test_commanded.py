from dataclasses import replace

import numpy as np
import pytest

from skelbench.choreography import Variation, plan
from skelbench.choreography.commanded import greatest_lean, trunk_lean
from skelbench.choreography.performance import pose_people

WHOLE = Variation(whole=True)


def test_who_stands_straight_does_not_lean():
    played = plan("wave", 3, Variation(style="high", whole=True))
    upright = replace(played.carriages[0], slouch=(0.0, 0.0, 0.0), sway=())
    lean = trunk_lean(replace(played, carriages=(upright,)), played.times)
    assert lean.max() < 1e-6


def test_a_bow_of_a_known_bend_leans_by_what_its_halves_share():
    """Half of the spine bends by 0.85 and half by 1.1 of the command; the neck lies at 1.18 halves above the middle."""
    played = plan("bow", 2, WHOLE)
    bent = replace(played.carriages[0], slouch=(0.0, 0.0, 0.0), sway=())
    told = max(float(command.value[0]) for command in played.timelines[0].commands["trunk"])
    low, high = np.deg2rad([0.85 * told, 1.1 * told])
    across, up = np.sin(low) + 1.18 * np.sin(high), np.cos(low) + 1.18 * np.cos(high)
    assert greatest_lean(replace(played, carriages=(bent,))) == pytest.approx(
        np.degrees(np.arctan2(across, up)), abs=0.3
    )


@pytest.mark.parametrize("label", ["bow", "pick up", "sit down", "stand up", "throw", "wave"])
def test_the_lean_that_is_told_is_the_lean_that_is_posed(label):
    for seed in range(3):
        played = plan(label, seed)
        joints = pose_people(played)[0]
        spine = joints["neck"] - joints["pelvis"]
        posed = np.degrees(np.arctan2(np.hypot(spine[:, 0], spine[:, 2]), spine[:, 1]))
        np.testing.assert_allclose(trunk_lean(played, played.times), posed, atol=0.05)
        assert greatest_lean(played) == pytest.approx(posed.max(), abs=1.0)
