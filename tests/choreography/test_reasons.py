from skelbench.choreography.deeds import deeds_of, script_of
from skelbench.choreography.reasons import clash, reason_of
from skelbench.choreography.script import At, Leap, Phase, Stride, Style, Swing, phase


def reason(decides, *phases, side="right"):
    return reason_of(decides, tuple(deeds_of(script_of(Style("test", phases)))), side)


DRINK = reason(("hand",), phase("raise", 0.5, hand=At("mouth")))
PHONE = reason(("hand",), phase("raise", 0.5, hand=At("ear")))
BOW = reason(("trunk",), phase("bend", 0.8, trunk=(40, 0, 0)))


def test_the_deed_of_the_channel_that_decides_is_the_reason():
    assert DRINK.text == "the right hand goes to the mouth"
    assert BOW.text == "the trunk bends forward"
    assert reason(("pelvis",), phase("sit", 0.8, pelvis=(0, -0.4, -0.3))).text == "the hips sink"
    assert reason(("walk",), Phase("walk", 2.0, stride=Stride())).text == "the feet step along"
    assert reason(("jump",), Leap(0.3)).text == "both feet leave the floor"


def test_a_swing_says_where_it_is():
    wave = (
        phase("raise", 0.5, hand=At("ear")),
        Phase("wave", 0.0, {}, (Swing("hand", (0.1, 0, 0), 2.0),), cycles=(3, 3)),
    )
    assert reason(("hand",), *wave, side="left").text == "the left hand swings from side to side at the ear"


def test_two_hands_that_do_the_same_are_both_the_reason():
    assert (
        reason(("hand", "other"), phase("up", 0.5, hand=At("mouth"), other=At("mouth"))).text
        == "both hands go to the mouth"
    )


def test_nothing_told_is_no_reason():
    assert reason(("head",), phase("raise", 0.5, hand=At("mouth"))) is None


def test_reasons_clash_where_one_motion_shows_both():
    bowing = reason(("trunk",), phase("bend", 0.8, trunk=(40, 0, 0), hand=At("mouth")))
    assert clash(bowing, DRINK) and clash(DRINK, bowing)
    assert clash(DRINK, DRINK)
    assert not clash(DRINK, PHONE) and not clash(DRINK, BOW)


def test_places_too_near_each_other_clash():
    assert clash(DRINK, reason(("hand",), phase("raise", 0.5, hand=At("nose"))))
