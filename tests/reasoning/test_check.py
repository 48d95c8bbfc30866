"""Claims about a left hand that goes to the front of the chest at 1 s and back at 2 s, all else still."""

import numpy as np
import pytest

from skelbench.reasoning import check_claims, parse_claims
from skelbench.records import Verdict

HAND, CHEST = np.array([0.22, 0.79, 0.0]), np.array([0.05, 1.24, 0.30])
SAID = {
    "The left hand goes to the front of the chest.": "holds",
    "The right hand goes to the front of the chest.": "contradicted",
    "The left hand does not go to the front of the chest.": "contradicted",
    "The right hand does not go to the mouth.": "holds",
    "The left hand goes to the front of the chest, then it returns to the side of the body.": "holds",
    "The left foot goes to the front of the chest.": "contradicted",
    "The right arm does not move.": "holds",
    "The left hand keeps still.": "contradicted",
    "Both hands go to the front of the chest.": "contradicted",
    "The left hand moves farther than the right hand.": "holds",
    "The left hand rises higher than the right hand.": "holds",
    "The right hand is faster than the left hand.": "contradicted",
    "The left arm does the work.": "holds",
    "The right arm does the work.": "contradicted",
    "The person walks.": "contradicted",
    "The person jumps.": "contradicted",
    "The trunk bends forward.": "contradicted",
    "The left hand moves from 1.0 to 2.4 seconds.": "holds",
    "The left hand starts to move at 2.0 s.": "contradicted",
    "The left hand goes to the other person.": "not measurable",
    "The head turns to the left.": "not measurable",
}


@pytest.fixture
def raised(build, seconds):
    share = np.interp(seconds, [1.0, 1.4, 2.0, 2.4], [0.0, 1.0, 1.0, 0.0])[:, None]
    return build(seconds, left_hand=HAND + share * (CHEST - HAND))


@pytest.mark.parametrize(("text", "verdict"), SAID.items())
def test_a_claim_gets_the_verdict_that_the_hand_built_motion_has(raised, text, verdict):
    checked = check_claims(raised, parse_claims(text).claims)
    worst = [one.verdict.value for one in checked]
    assert verdict in worst and (verdict != "holds" or set(worst) == {"holds"})


def test_a_contradiction_carries_what_was_measured(raised):
    (checked,) = check_claims(raised, parse_claims("The right hand goes to the front of the chest.").claims)
    (evidence,) = checked.evidence
    assert checked.verdict is Verdict.CONTRADICTED
    assert evidence.value > 0.2 and evidence.unit == "m" and "right" in evidence.quantity and evidence.source


def test_an_order_the_other_way_round_is_contradicted(raised):
    text = "First the left hand is lowered to the side of the body, then the left hand goes to the front of the chest."
    order = check_claims(raised, parse_claims(text).claims)[-1]
    assert order.claim.action == "before" and order.verdict is Verdict.CONTRADICTED
    assert order.evidence[0].unit == "s" and order.evidence[0].value > 0.5


def test_a_picture_is_not_measured_in_depth(raised):
    flat = raised.changed(positions=raised.positions * (1.0, 1.0, 0.0))
    (checked,) = check_claims(flat, parse_claims("The left hand goes to the front of the chest.").claims)
    assert checked.verdict is Verdict.NOT_MEASURABLE
