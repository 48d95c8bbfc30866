from skelbench.reasoning.planted import KINDS, planted_sentences, planted_truths
from skelbench.records import Deed, Driving, Truth

SLOTS = {"side": "left", "other": "right", "place": "the mouth", "place_id": "mouth", "n": "three", "digits": "3",
         "times": "three times", "degrees": "40", "a": "the head", "b": "the trunk"}  # fmt: skip


def test_each_kind_changes_one_thing():
    wrong = planted_sentences("reach", "The {side} hand goes to {place}.", SLOTS)
    assert wrong == {"side": "The right hand goes to the mouth.", "part": "The left foot goes to the mouth."}
    assert planted_sentences("order", "{a} moves before {b}.", SLOTS) == {"order": "the trunk moves before the head."}
    assert planted_sentences("repeats", "It is done {times}.", SLOTS) == {"number": "It is done six times."}
    assert planted_sentences("pair reach", "The first person's {side} hand moves.", SLOTS)["person"] == (
        "The second person's left hand moves."
    )


def test_a_truth_is_made_wrong_in_one_thing():
    deeds = (Deed("left_hand", "to", "the mouth", 0.0, 0.5, 0.0, ""), Deed("trunk", "bend", "", 1.0, 1.5, 30.0, "deg"))
    truth = Truth("eat", (), (Driving("left_wrist", 0, 2, "decides"),), repetitions=((0, 1), (1, 2)), deeds=deeds)
    wrong = planted_truths(truth)
    assert set(wrong) == {"side", "part", "number", "order"} <= set(KINDS)
    assert wrong["side"].deeds[0].part == "right_hand" and wrong["side"].joints() == ("right_wrist",)
    assert len(wrong["number"].repetitions) == 5
    assert [(deed.part, deed.start_s) for deed in wrong["order"].deeds] == [("trunk", 0.0), ("left_hand", 1.0)]
