import numpy as np
import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.choreography.deeds import Deed
from skelbench.choreography.wording import Words, describe_groups, joined, number_in_words, sentence, times_in_words
from skelbench.skeleton import PARTS

STARTS = {"hand": "the side of the body", "other": "the side of the body", "foot": "its place on the floor",
          "other_foot": "its place on the floor"}  # fmt: skip


def groups(*deeds, seed=0, side="right", lean=3.0):
    return describe_groups(deeds, STARTS, side, lean, Words(np.random.default_rng(seed)))


def to(where, start, channel="hand"):
    return Deed(channel, "to", where, start, start + 0.5, np.inf)


def turn(channel, kind):
    return Deed(channel, kind, "", 0.0, 1.0, 30.0)


def test_six_groups_are_told_in_their_order():
    assert tuple(groups()) == PARTS


def test_a_hand_goes_there_and_comes_back():
    said = groups(to("the mouth", 0.0), to("the side of the body", 1.0))["right_arm"]
    assert said.index("the mouth") < said.index("the side of the body")
    assert any(word in said for word in ("returns", "back", "again"))


def test_what_is_done_again_is_counted_and_not_told_twice():
    thrice = [
        to(where, 2.0 * n + at) for n in range(3) for at, where in enumerate(("the chest", "the side of the body"))
    ]
    said = groups(*thrice)["right_arm"]
    assert said.count("the chest") == 1 and "three times" in said


def test_a_swing_is_counted():
    assert "four times" in groups(Deed("hand", "swing", "sideways", 0.0, 2.0, 0.1, 4))["right_arm"]


@pytest.mark.parametrize(
    ("deeds", "part"),
    [
        ((), "left_arm"), ((), "left_leg"), ((), "torso"), ((), "neck"),
        ((to("the ear", 0.0),), "right_arm"), ((to("a raised position", 0.0, "foot"),), "right_leg"),
        ((Deed("hand", "swing", "vertical", 0.0, 1.0, 0.1, 2),), "right_arm"),
        ((Deed("walk", "walk", "", 0.0, 2.0, 0.5, 4),), "left_leg"),
        ((Deed("jump", "jump", "", 0.0, 1.0, 0.3),), "left_leg"), ((Deed("jump", "jump", "", 0.0, 1.0, 0.3),), "torso"),
        ((turn("pelvis", "sink"),), "left_leg"), ((turn("pelvis", "rise"),), "torso"),
        ((turn("trunk", "bend"),), "torso"), ((turn("trunk", "twist"),), "torso"),
        ((turn("trunk", "lean away"),), "torso"), ((turn("head", "nod"),), "neck"), ((turn("head", "turn"),), "neck"),
    ],
)  # fmt: skip
def test_each_fact_is_said_in_at_least_five_ways(deeds, part):
    assert len({groups(*deeds, seed=seed)[part] for seed in range(60)}) >= 5


def test_turns_name_the_side_they_go_to():
    assert "right" in groups(Deed("trunk", "twist", "", 0.0, 1.0, 30.0))["torso"]
    assert "left" in groups(Deed("trunk", "twist away", "", 0.0, 1.0, 30.0))["torso"]
    assert "left" in groups(Deed("head", "tilt", "", 0.0, 1.0, 12.0), side="left")["neck"]


def test_the_arm_that_drinks_is_told_from_the_one_that_hangs():
    told = choreograph("drink water", 4, Variation(style="tilt", side="left", whole=True)).truth.descriptions["groups"]
    assert "the mouth" in told["left_arm"]
    assert "mouth" not in told["right_arm"]
    assert "by about" in told["neck"]


def test_a_bow_is_told_with_its_degrees():
    told = choreograph("bow", 2, Variation(style="deep", whole=True)).truth.descriptions["groups"]
    assert any(f"{degrees} degrees" in told["torso"] for degrees in range(50, 85, 5))


def test_steps_are_counted():
    told = choreograph("walk", 2, Variation(style="normal")).truth.descriptions["groups"]
    assert "step" in told["left_leg"] and "step" in told["right_leg"]


def test_steps_that_were_cut_off_are_not_counted():
    for seed in range(20):
        said = groups(Deed("walk", "walk", "", 0.0, 2.0, 0.5, 0), seed=seed)["left_leg"]
        assert "every other step" in said.lower() and " no " not in said


def test_numbers_and_lists_are_english():
    assert [times_in_words(count) for count in (0, 1, 2, 5, 40)] == [
        "several times", "once", "twice", "five times", "several times",
    ]  # fmt: skip
    assert (number_in_words(12), number_in_words(13)) == ("twelve", "13")
    assert (joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])) == ("a", "a and b", "a, b and c")
    assert sentence("a b") == "A b"
