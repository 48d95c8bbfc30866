import pytest

from skelbench.datasets.protocols import Clause, Protocol, parse_rule, plain_code
from skelbench.errors import ParameterError


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("s01", "s1"),
        ("P103", "P103"),
        ("007", "7"),
        ("v00", "v0"),
        ("M000012", "M12"),
        ("sit down", "sit down"),
        ("s01s02", "s01s02"),
    ],
)
def test_zeros_before_the_number_of_a_code_do_not_count(code, plain):
    assert plain_code(code) == plain


def test_a_rule_is_clauses_joined_by_and():
    assert parse_rule("subject in s01 s02 and view not in v03", {}) == (
        Clause("subject", frozenset({"s1", "s2"})),
        Clause("view", frozenset({"v3"}), negated=True),
    )


def test_a_list_is_named_once_and_used_often():
    assert parse_rule("subject in trained", {"trained": "1 2 4"})[0].values == {"1", "2", "4"}


def test_a_clip_belongs_to_the_first_split_whose_rule_it_meets():
    splits = {"train": "view in v1 v2 and action not in a05", "test": "view in v3 and action in a05"}
    protocol = Protocol("x", "", splits, {})
    assert protocol.split_of({"view": "v01", "action": "a04"}) == "train"
    assert protocol.split_of({"view": "v03", "action": "a05"}) == "test"
    assert protocol.split_of({"view": "v03", "action": "a04"}) is None


def test_a_rule_may_speak_of_a_list_that_comes_with_the_set():
    protocol = Protocol(
        "x", "", {"train": "clip in train.txt", "test": "clip in test.txt"}, {"train.txt": "000012 M000012"}
    )
    assert protocol.list_files == ("test.txt", "train.txt")
    assert protocol.split_of({"clip": "M000012"}) == "train" and protocol.split_of({"clip": "000013"}) is None


@pytest.mark.parametrize("rule", ["", "subject", "subject is s01", "subject in", "subject in s01 and", "in s01"])
def test_a_rule_that_is_none_is_met_with_an_example(rule):
    with pytest.raises(ParameterError, match="Expected a rule like 'subject in s01 s02"):
        parse_rule(rule, {})
