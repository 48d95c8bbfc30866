import numpy as np
import pytest

from skelbench.choreography import ACTIONS, plan
from skelbench.choreography.deeds import deeds_of, place_in_words, script_of, starts_of, told_deeds
from skelbench.choreography.script import At, Phase, Style, Swing, phase
from skelbench.choreography.timeline import Target


def deeds(*phases, **start):
    return deeds_of(script_of(Style("test", phases, start)))


def test_each_order_to_a_channel_is_a_deed_in_order_of_time():
    found = deeds(phase("raise", 0.5, hand=At("mouth")), phase("bow", 1.0, trunk=(40, 0, 0), hand=At("rest")))
    assert [(deed.channel, deed.kind, deed.where) for deed in found] == [
        ("hand", "to", "the mouth"), ("hand", "to", "the side of the body"), ("trunk", "bend", ""),
    ]  # fmt: skip
    assert (found[1].start, found[1].end) == (0.5, 1.5)
    assert found[2].amount == 40.0


def test_orders_that_change_nothing_are_no_deeds():
    assert deeds(phase("stay", 1.0, trunk=(2, 0, 0), hand=At("rest", forward=0.02), pelvis=(0, 0, 0))) == []


def test_coming_back_is_told_from_bending_the_other_way():
    found = deeds(
        phase("nod", 0.5, head=(20, 0, 0)), phase("up", 0.5, head=(0, 0, 0)), phase("on", 0.5, head=(-20, 0, 0))
    )
    assert [deed.kind for deed in found] == ["nod", "level", "look up"]


def test_swings_are_counted_along_their_longest_axis():
    (found,) = deeds(Phase("wave", 0.0, {}, (Swing("hand", (0.15, -0.02, 0.0), 2.0),), cycles=(3, 3)))
    assert (found.kind, found.where, found.count) == ("swing", "sideways", 3)


@pytest.mark.parametrize(
    ("place", "offset", "said"),
    [
        ("ear", (0, 0, 0), "the ear"),
        ("shoulder", (0.1, 0.5, 0.1), "a point above the head"),
        ("ahead", (0, 0, 0.5), "full stretch in front"),
        ("rest", (0, 0.1, 0.3), "a point in front of the body"),
        ("stance", (0, 0, -0.2), "a spot farther back"),
        ("stance", (-0.2, 0.2, 0), "a point off the floor across the other leg"),
    ],
)
def test_places_are_named(place, offset, said):
    assert place_in_words(Target(place, np.array(offset, dtype=float), np.zeros(3))) == said


def test_the_other_side_of_the_body_is_named():
    assert place_in_words(Target("ear", np.zeros(3), np.zeros(3), across=True)) == "the opposite ear"


def test_hands_and_feet_start_somewhere():
    starts = starts_of(script_of(Style("test", (), {"hand": At("hip")})))
    assert starts == {"hand": "the side of the hip", "other": "the side of the body", "foot": "its place on the floor",
                      "other_foot": "its place on the floor"}  # fmt: skip


@pytest.mark.parametrize("label", ACTIONS)
def test_every_script_tells_a_deed_that_decides(label):
    for seed in range(3):
        played = plan(label, seed)
        channels = {deed.channel for deed in deeds_of(script_of(played.style))}
        assert channels & set(played.decides), played.style.name


def test_deeds_are_told_by_part_and_side_in_clip_time():
    found = deeds(phase("reach", 0.5, hand=At("mouth"), trunk=(0, 0, -20)), phase("turn", 1.0, trunk=(0, 0, 20)))
    told = told_deeds(tuple(found), "left", 0.25)
    assert [(deed.part, deed.kind, deed.where, deed.start_s, deed.end_s) for deed in told] == [
        ("left_hand", "to", "the mouth", -0.25, 0.25), ("trunk", "twist", "right", -0.25, 0.25),
        ("trunk", "twist", "left", 0.25, 1.25),
    ]  # fmt: skip
    assert (told[0].amount, told[0].unit) == (0.0, "") and (told[2].amount, told[2].unit) == (40.0, "deg")


def test_a_nodding_head_swings_in_pitch_and_what_nobody_sees_is_not_told():
    swings = (Swing("head", (12.0, 0, 0), (2.0, 2.0)), Swing("trunk", (1.0, 0, 0), (2.0, 2.0)))
    found = deeds(Phase("nod", 1.0, swings=swings))
    told = told_deeds(tuple(found), "right", 0.0)
    assert [(deed.part, deed.where, deed.count) for deed in told] == [("head", "pitch", 2)]
