import pytest

from skelbench.datasets import SOURCES, load, read_cards
from skelbench.errors import ParameterError


def test_every_source_has_a_card_and_every_card_a_source():
    assert {card.name for card in read_cards()} == set(SOURCES)


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
