import numpy as np
import pytest

from skelbench.choreography import plan
from skelbench.choreography.performance import pose_people


@pytest.mark.parametrize("label", ["shake hands", "hug", "give object"])
def test_two_people_stand_opposite_and_face_each_other(label):
    first, second = pose_people(plan(label, 3))
    assert second["pelvis"][0, 2] > first["pelvis"][0, 2] + 0.3
    assert first["nose"][0, 2] > first["head"][0, 2]
    assert second["nose"][0, 2] < second["head"][0, 2]


@pytest.mark.parametrize("seed", range(6))
def test_hands_that_shake_hold_each_other(seed):
    played = plan("shake hands", seed)
    first, second = pose_people(played)
    name = "left" if played.side == 1 else "right"
    apart = np.linalg.norm(first[f"{name}_hand"] - second[f"{name}_hand"], axis=-1)
    shaking = next((a, b) for phase, a, b in played.timelines[0].phases if phase == "shake")
    clock = played.times + played.offset
    during = apart[(clock > shaking[0]) & (clock < shaking[1])]
    assert not len(during) or during.max() < 0.10


def test_a_style_says_what_decides():
    assert plan("drink water", 0).decides in (("hand",), ("hand", "other"))
