from itertools import combinations

import pytest

from skelbench.choreography import ACTIONS, Variation, choreograph
from skelbench.skeleton import PARTS


@pytest.mark.parametrize("label", ACTIONS)
def test_six_groups_and_fifteen_pairs_are_described_and_no_two_alike(label):
    told = choreograph(label, 1).truth.descriptions
    assert tuple(told["groups"]) == PARTS
    assert list(told["interactions"]) == [f"{a}-{b}" for a, b in combinations(PARTS, 2)]
    sentences = [told["whole"], *told["groups"].values(), *told["interactions"].values()]
    assert len(set(sentences)) == 22


def test_the_arm_that_drinks_is_told_from_the_one_that_hangs():
    groups = choreograph("drink water", 4, Variation(style="tilt", side="left")).truth.descriptions["groups"]
    assert "the mouth" in groups["left_arm"]
    assert "mouth" not in groups["right_arm"]
    assert "by about" in groups["neck"]


def test_a_bow_is_told_with_its_degrees():
    groups = choreograph("bow", 2, Variation(style="deep")).truth.descriptions["groups"]
    assert any(f"{degrees} degrees" in groups["torso"] for degrees in range(50, 80, 5))


def test_steps_are_counted():
    groups = choreograph("walk", 2, Variation(style="normal")).truth.descriptions["groups"]
    assert "step" in groups["left_leg"] and "step" in groups["right_leg"]
