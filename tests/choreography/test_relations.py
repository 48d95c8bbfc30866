from itertools import combinations

import numpy as np
import pytest

from skelbench.choreography import ACTIONS, Variation, choreograph
from skelbench.choreography.deeds import Deed
from skelbench.choreography.relations import describe_interactions
from skelbench.choreography.wording import Words
from skelbench.skeleton import PARTS


def told(*deeds, seed=0, side="right"):
    return describe_interactions(deeds, side, Words(np.random.default_rng(seed)))


RAISE = Deed("hand", "to", "the mouth", 0.0, 0.6, np.inf)
SINK = Deed("pelvis", "sink", "", 0.0, 0.8, 0.4)


def test_all_fifteen_pairs_are_told():
    assert list(told()) == [f"{a}-{b}" for a, b in combinations(PARTS, 2)]


def test_a_hand_at_the_mouth_is_told_of_the_right_arm_and_the_head():
    for seed in range(8):
        pairs = told(RAISE, seed=seed)
        assert "the mouth" in pairs["neck-right_arm"]
        assert "the mouth" not in pairs["neck-left_arm"]


@pytest.mark.parametrize(
    ("deeds", "pair"),
    [
        ((), "left_arm-right_leg"),
        ((RAISE,), "right_arm-left_leg"),
        ((RAISE, Deed("trunk", "bend", "", 0.0, 0.8, 30.0)), "torso-right_arm"),
        ((RAISE, Deed("trunk", "bend", "", 0.4, 0.9, 30.0)), "torso-right_arm"),
        ((RAISE, Deed("trunk", "bend", "", 0.7, 0.9, 30.0)), "torso-right_arm"),
        ((RAISE, Deed("other", "to", "the mouth", 0.0, 0.6, np.inf)), "left_arm-right_arm"),
        ((Deed("walk", "walk", "", 0.0, 2.0, 0.5, 4),), "left_leg-right_leg"),
        ((SINK,), "torso-left_leg"),
        ((SINK,), "left_leg-right_leg"),
    ],
)
def test_each_relation_is_said_in_at_least_five_ways(deeds, pair):
    assert len({told(*deeds, seed=seed)[pair] for seed in range(60)}) >= 5


def test_what_comes_first_is_said_to():
    late = Deed("trunk", "bend", "", 0.7, 0.9, 30.0)
    for seed in range(20):
        said = told(RAISE, late, seed=seed)["torso-right_arm"]
        early = min(("the right arm", "the trunk"), key=said.lower().index)
        reversed_order = any(word in said for word in ("only once", "waits until"))
        assert early == ("the trunk" if reversed_order else "the right arm"), said


@pytest.mark.parametrize("label", ACTIONS)
def test_six_groups_and_fifteen_pairs_are_described_and_no_two_alike(label):
    for seed in range(2):
        descriptions = choreograph(label, seed, Variation()).truth.descriptions
        assert tuple(descriptions["groups"]) == PARTS
        sentences = [descriptions["whole"], *descriptions["groups"].values(), *descriptions["interactions"].values()]
        assert len(set(sentences)) == 22
        assert all(s[0].isupper() and s.endswith(".") and "{" not in s and "  " not in s for s in sentences)
