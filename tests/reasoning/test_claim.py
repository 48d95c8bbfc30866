import pytest

from skelbench.errors import RecordError
from skelbench.reasoning import Claim

TEXTS = ("right hand | at | mouth", "body | repeats | count=3", "trunk | bends | forward | amount=40 deg",
         "left hand | moves | from=0.8 | to=2.4", "both hand | at | other person | who=one", "1 < 2", "3 = 1",
         "left arm | still", "left hand | above | head | not | maybe")  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_claim_comes_back_from_its_notation(text):
    assert str(Claim.read(text)) == text


def test_fields_are_those_that_are_written():
    claim = Claim.read("left elbow | bends | amount=85 deg | count=two")
    assert (claim.side, claim.part, claim.action, claim.amount, claim.unit, claim.count) == (
        "left", "elbow", "bends", 85.0, "deg", 2
    )  # fmt: skip
    order = Claim.read("2 < 1")
    assert (order.action, order.first, order.second, order.is_order) == ("before", 1, 0, True)


@pytest.mark.parametrize("text", ["right hand", "1 > 2", "right hand | at | mouth | colour=red"])
def test_what_is_no_claim_is_refused(text):
    with pytest.raises(RecordError, match="claim"):
        Claim.read(text)
