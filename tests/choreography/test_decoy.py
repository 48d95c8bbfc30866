import numpy as np
import pytest

from skelbench.choreography import TRAINED, Variation, choreograph, plan
from skelbench.choreography.decoy import decoy_limb, distance_moved
from skelbench.choreography.performance import pose_people
from skelbench.errors import ParameterError

DECOY = Variation(decoy=True)


@pytest.mark.parametrize("label", TRAINED)
def test_a_decoy_moves_at_least_as_much_as_what_decides(label):
    for seed in range(2):
        played = plan(label, seed, DECOY)
        joints = pose_people(played)[0]
        deciding = max(distance_moved(joints, channel, played.side) for channel in played.decides)
        assert distance_moved(joints, played.decoy, played.side) >= deciding
        assert played.decoy not in played.decides


def test_a_decoy_is_not_among_the_joints_that_decide():
    clip = choreograph("drink water", 3, DECOY)
    named = set(clip.meta["decoy"].split())
    assert named and not named & set(clip.truth.joints("decides"))


def test_the_distance_moved_by_a_straight_way_is_its_length():
    pelvis = np.zeros((5, 3))
    hand = np.linspace([0, 0, 0], [0, 0, 2], 5)
    joints = {"pelvis": pelvis, "left_hand": hand, "right_hand": pelvis}
    assert distance_moved(joints, "hand", 1) == pytest.approx(2.0)
    assert distance_moved(joints, "other", 1) == 0.0


def test_an_action_that_needs_every_limb_has_no_decoy():
    action = plan("punch", 0).action
    assert all(not decoy_limb(action, style) for style in action.styles)
    with pytest.raises(ParameterError, match="No style of 'punch' leaves a limb free"):
        choreograph("punch", 0, DECOY)
    with pytest.raises(ParameterError, match="'reading' in the style 'walking' leaves no limb free"):
        choreograph("reading", 0, Variation(decoy=True, style="walking"))
