import pytest

from skelbench.datasets.protocols import Clause, Protocol, parse_rule, plain_code
from skelbench.errors import ParameterError


@pytest.mark.parametrize(
    ("code", "plain"),
    [("s01", "1"), ("P103", "103"), ("007", "7"), ("v00", "0"), ("sit down", "sit down"), ("s01s02", "s01s02")],
)
def test_codes_are_compared_by_the_number_they_end_in(code, plain):
    assert plain_code(code) == plain


def test_a_rule_is_clauses_joined_by_and():
    assert parse_rule("subject in s01 s02 and view not in v03", {}) == (
        Clause("subject", frozenset({"1", "2"})),
        Clause("view", frozenset({"3"}), negated=True),
    )


def test_a_list_is_named_once_and_used_often():
    assert parse_rule("subject in trained", {"trained": "1 2 4"})[0].values == {"1", "2", "4"}


def test_a_clip_belongs_to_the_first_split_whose_rule_it_meets():
    protocol = Protocol("x", "", {"train": "view in 1 2 and action not in 5", "test": "view in 3 and action in 5"}, {})
    assert protocol.split_of({"view": "v01", "action": "a04"}) == "train"
    assert protocol.split_of({"view": "v03", "action": "a05"}) == "test"
    assert protocol.split_of({"view": "v03", "action": "a04"}) is None


@pytest.mark.parametrize("rule", ["", "subject", "subject is s01", "subject in", "subject in s01 and", "in s01"])
def test_a_rule_that_is_none_is_met_with_an_example(rule):
    with pytest.raises(ParameterError, match="Expected a rule like 'subject in s01 s02"):
        parse_rule(rule, {})
