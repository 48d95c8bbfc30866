import pytest

from skelbench.errors import ServerError
from skelbench.models.server import Prices, Reply, Spending


def reply(prompt, completion):
    return Reply("wave", (), prompt, completion)


def test_cost_follows_the_usage():
    spending = Spending(Prices(2.0, 8.0, "EUR"))
    for tokens in ((1000, 10), (2000, 5)):
        spending.reserve()
        spending.add(reply(*tokens))
    spending.remember()
    figures = spending.figures()
    assert figures["cost"] == pytest.approx((3000 * 2 + 15 * 8) / 1e6)
    assert (figures["requests"], figures["from_cache"], figures["currency"]) == (2, 1, "EUR")


def test_a_budget_stops_before_it_is_overdrawn():
    spending = Spending(Prices(10.0, 0.0), budget=0.025)  # 0.01 a reply: two fit, a third would not
    for _ in range(2):
        spending.reserve()
        spending.add(reply(1000, 0))
    with pytest.raises(ServerError, match=r"budget of 0.025 USD does not hold for another reply: 2 cost 0.0200"):
        spending.reserve()


def test_replies_under_way_are_counted_in():
    spending = Spending(Prices(10.0, 0.0), budget=0.035)
    spending.reserve()
    spending.add(reply(1000, 0))
    spending.reserve()
    spending.reserve()
    with pytest.raises(ServerError):
        spending.reserve()
    spending.release()
    spending.reserve()
    assert spending.figures()["failed"] == 1


def test_a_server_that_tells_no_usage_is_counted_but_not_held_to_a_budget():
    spending = Spending()
    spending.reserve()
    spending.add(Reply("wave"))
    assert spending.figures()["replies_without_usage"] == 1 and spending.figures()["cost"] is None
    strict = Spending(Prices(1, 1), budget=1.0)
    strict.reserve()
    with pytest.raises(ServerError, match="usage"):
        strict.add(Reply("wave"))
