import pytest

from skelbench.reasoning import parse_claims

ORDERS = {
    "The left hand moves before the head moves.": ["1 < 2"],
    "Before the head moves, the left hand moves.": ["2 < 1"],
    "The left hand moves after the head.": ["2 < 1"],
    "Once the head moves, the left hand moves.": ["1 < 2"],
    "The left hand moves while the head moves.": ["1 = 2"],
    "The left hand moves. Then the head moves. Finally, the right hand moves.": ["1 < 2", "2 < 3"],
    "The left hand moves while the right hand rests.": [],
    "The left hand moves. The head moves.": [],
}


@pytest.mark.parametrize(("text", "orders"), ORDERS.items())
def test_order_words_make_orders_and_stillness_has_no_time(text, orders):
    assert [str(claim) for claim in parse_claims(text).claims if claim.is_order] == orders
