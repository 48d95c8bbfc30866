import pytest

from skelbench.datasets import load, read_cards, sources
from skelbench.errors import ParameterError


def test_every_source_has_a_card_and_a_card_without_files_says_where_to_ask():
    cards = {card.name: card for card in read_cards()}
    assert set(sources()) <= set(cards) and {"choreography", "folder", "nw_ucla", "utkinect"} <= set(sources())
    assert all(cards[name].access for name in set(cards) - set(sources()))


@pytest.mark.parametrize(
    ("name", "path", "said"),
    [
        ("coreography", None, r"No source of clips is called 'coreography'\. Did you mean 'choreography'"),
        ("choreography", "somewhere", "takes no path, found somewhere"),
        ("folder", None, "needs the path of a folder"),
        ("choreography:seed", None, "Expected 'name:option=value,option=value', found 'seed'"),
        ("choreography:seed=1,seed=2", None, "'seed' is given twice"),
        ("choreography:seed=", None, "found 'seed='"),
    ],
)
def test_a_wrong_name_is_met_with_a_sentence(name, path, said):
    with pytest.raises(ParameterError, match=said):
        load(name, path)


def test_spaces_after_commas_do_no_harm():
    assert load("choreography:seed=1, clips=3").ids == load("choreography:seed=1,clips=3").ids
