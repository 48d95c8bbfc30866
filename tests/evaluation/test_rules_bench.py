import pytest

from skelbench.datasets import load
from skelbench.errors import ParameterError
from skelbench.evaluation import rules_table
from skelbench.records import as_json


@pytest.fixture(scope="module")
def found():
    return rules_table(load("choreography:seed=90,clips=48,split=held_out,styles=base"))


def test_rules_hold_at_home_and_are_contradicted_elsewhere(found):
    assert found.contradicted_elsewhere.estimate >= 0.95
    assert found.holds_at_home.estimate >= 0.85
    assert found.contradicted_elsewhere.count == 48 * 15 and found.holds_at_home.count == 48


def test_every_rule_has_a_row_and_every_pair_a_share(found):
    assert found.pairs.shape == (16, 16)
    assert (found.by_rule[["holds", "contradicted", "uncertain", "not measurable"]].sum(axis=1) == 3).all()


def test_weak_pairs_are_named_weakest_first(found):
    shares = [pair["contradicted"] for pair in found.weak_pairs]
    assert shares == sorted(shares) and all(share < 0.7 for share in shares)
    names = {(pair["clips_of"], pair["rule"]) for pair in found.weak_pairs}
    assert all(found.pairs.loc[label, rule] < 0.7 for label, rule in names)


def test_the_figures_have_a_json_form(found):
    figures = as_json(found.to_json())
    assert figures["clips"] == 48 and set(figures["pairs"]) == set(found.pairs.index)


def test_progress_is_told_and_nothing_to_judge_is_refused():
    told = []
    rules_table(load("choreography:clips=2"), progress=told.append)
    assert told == [1, 2]
    with pytest.raises(ParameterError, match="at least one clip"):
        rules_table([])
