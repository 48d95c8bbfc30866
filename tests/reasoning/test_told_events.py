from skelbench.reasoning.told_events import Event, deciding_parts, events_of
from skelbench.records import Deed, Driving, Truth

MOUTH, SIDE = "the mouth", "the side of the body"


def deed(part, kind, where="", start=0.0, count=0):
    return Deed(part, kind, where, start, start + 0.5, 0.0, "", count)


def test_what_is_done_again_is_told_once_and_coming_back_by_its_last_time():
    truth = Truth("eat", (), (Driving("right_wrist", 0, 4, "decides"),), deeds=(
        deed("right_hand", "to", MOUTH, 0.0), deed("right_hand", "to", SIDE, 1.0),
        deed("right_hand", "to", MOUTH, 2.0), deed("right_hand", "to", SIDE, 3.0),
    ))  # fmt: skip
    assert events_of(truth) == (
        Event(("right_hand",), "to", MOUTH, 0.0, 0.5, 0, True, False),
        Event(("right_hand",), "to", SIDE, 3.0, 3.5, 0, True, True),
    )


def test_hands_that_do_the_same_at_once_are_one_event_and_apart_they_are_two():
    both = Truth("x", deeds=(deed("right_hand", "to", MOUTH, 0.0), deed("left_hand", "to", MOUTH, 0.1)))
    assert [event.parts for event in events_of(both)] == [("right_hand", "left_hand")]
    apart = Truth("x", deeds=(deed("right_hand", "to", MOUTH, 0.0), deed("left_hand", "to", MOUTH, 0.5)))
    assert [event.parts for event in events_of(apart)] == [("right_hand",), ("left_hand",)]


def test_a_part_that_is_sent_elsewhere_afterwards_has_not_come_back():
    told = ((MOUTH, 0.0), (SIDE, 1.0), ("the ear", 2.0))
    truth = Truth("x", deeds=tuple(deed("right_hand", "to", where, start) for where, start in told))
    assert not any(event.is_back for event in events_of(truth))


def test_deciding_parts_follow_from_the_driving_joints():
    driving = tuple(Driving(name, 0, 1, "decides") for name in ("left_elbow", "left_wrist", "head"))
    assert deciding_parts(Truth("x", (), driving)) == ("left_arm", "neck")
    hips = tuple(Driving(name, 0, 1, "decides") for name in ("spine_base", "left_hip", "left_knee"))
    assert deciding_parts(Truth("x", (), hips)) == ("hips",)
    assert deciding_parts(Truth("x", (), (Driving("head", 0, 1, "accompanies"),))) == ()


def test_a_beat_of_the_wrist_is_no_event_of_its_own():
    truth = Truth("wave", (), (Driving("right_wrist", 0, 4, "decides"),), deeds=(
        deed("right_hand", "swing", "sideways", 0.0, 2), deed("wrist", "swing", "sideways", 0.0, 2),
    ))  # fmt: skip
    assert [event.parts for event in events_of(truth)] == [("right_hand",)]
