import numpy as np
import pytest

from skelbench.choreography import ACTIONS, RESERVE, TRAINED, plan
from skelbench.choreography.balance import LEFT_SHARE, count_range, group_of, onsets, order_shares, units_of, ways_of
from skelbench.choreography.deeds import deeds_of, script_of
from skelbench.choreography.script import At, Loop, Phase, Style, Swing, phase

SWING = (Swing("hand", (0.1, 0.0, 0.0), 2.0),)


def test_ways_of_an_action_share_its_clips():
    for label in ACTIONS:
        assert sum(way.weight for way in ways_of(label, "all")) == pytest.approx(1.0)
    assert [way.style.name for way in ways_of("wave", "base")] == [style.name for style in ACTIONS["wave"].styles]


def test_a_label_is_told_from_those_of_its_own_vocabulary():
    assert group_of("wave") == TRAINED
    assert group_of("squat") == RESERVE


def test_as_many_clips_are_left_handed_as_is_said():
    left = np.mean([plan("wave", seed).side == 1 for seed in range(600)])
    assert left == pytest.approx(LEFT_SHARE, abs=0.06)


def test_what_begins_is_read_from_the_script():
    style = Style("test", (phase("raise", 0.5, hand=At("mouth")), phase("nod", 0.5, head=(20, 0, 0))))
    assert onsets(tuple(deeds_of(script_of(style)))) == {("hand", "head"): "hand"}


def test_what_begins_together_is_not_ordered():
    style = Style("test", (phase("raise", 0.5, hand=At("mouth"), head=(20, 0, 0)),))
    assert onsets(tuple(deeds_of(script_of(style)))) == {}


def test_shares_of_a_pair_are_those_of_its_scripts():
    shares = order_shares(TRAINED, "all")
    assert all(set(pair) == set(share) for pair, share in shares.items())
    assert sum(sum(share.values()) for share in shares.values()) <= len(TRAINED)


def test_the_other_hand_is_on_the_other_side():
    assert units_of("left")["hand"] == units_of("right")["other"] == "the left hand"


@pytest.mark.parametrize(
    ("phases", "span"),
    [
        ((Phase("wave", 0.0, {}, SWING, cycles=(2, 5)),), (2, 5)),
        ((Phase("wave", 0.0, {}, SWING, cycles=(2, 2)), Phase("again", 0.0, {}, SWING, cycles=(2, 3))), (4, 5)),
        ((Loop((1, 4), (phase("go", 1.0),)),), (1, 4)),
        ((Phase("wave", 0.0, {}, SWING, cycles=(2, 5)), Loop((1, 4), (phase("go", 1.0),))), None),
        ((Loop((1, 4), (Phase("wave", 0.0, {}, SWING, cycles=(2, 5)),)),), None),
        ((phase("go", 1.0),), None),
    ],
)
def test_counts_that_are_not_even_are_not_asked_about(phases, span):
    assert count_range(Style("test", phases)) == span
