import pytest

from skelbench.reasoning import parse_claims
from skelbench.reasoning.interpret import RULES, opposite

SAID = {
    "The left hand goes to the mouth.": "left hand | at | mouth",
    "The left hand is faster than the right hand.": "left hand | faster | right hand",
    "The left hand is slower than the right hand.": "right hand | faster | left hand",
    "The right hand swings from side to side twice.": "right hand | swings | sideways | count=2",
    "The head turns from side to side.": "head | swings | twist",
    "The head tilts to the left.": "head | bends | left",
    "The trunk twists to the right.": "trunk | turns | right",
    "The hips are lowered.": "hips | goes | down",
    "The whole body leaves the floor.": "body | jumps",
    "The left leg is lifted off the floor.": "left foot | leaves | floor",
    "The feet step along.": "body | walks",
    "It is the left arm that decides.": "left arm | decides",
    "The left arm does not move.": "left arm | still",
    "The two people approach each other.": "body | nears | other person",
    "This is done three times.": "body | repeats | count=3",
}


@pytest.mark.parametrize(("sentence", "claim"), SAID.items())
def test_a_sentence_makes_its_claim(sentence, claim):
    assert [str(one) for one in parse_claims(sentence).claims] == [claim]


def test_sides_are_opposite_and_rules_are_tried_in_order():
    assert (opposite("left"), opposite("right"), opposite("both")) == ("right", "left", "both")
    assert len(RULES) == len(set(RULES))
