import pytest

from skelbench.datasets import read_card, read_cards
from skelbench.datasets.made import MadeSet
from skelbench.errors import ParameterError, RecordError


def test_every_card_says_what_may_be_done_with_its_clips():
    for card in read_cards():
        assert card.title and card.summary and card.licence and card.splits


def test_the_card_of_choreography_names_its_options():
    assert set(read_card("choreography").options) == set(MadeSet.__dataclass_fields__)


def test_an_unknown_card_is_met_with_a_suggestion():
    with pytest.raises(ParameterError, match=r"'foldr'\. Did you mean 'folder'"):
        read_card("foldr")


def test_a_malformed_card_is_named(tmp_path, monkeypatch):
    (tmp_path / "data" / "cards").mkdir(parents=True)
    (tmp_path / "data" / "cards" / "odd.toml").write_text('title = "half a card"')
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    with pytest.raises(RecordError, match=r"data/cards/odd\.toml"):
        read_cards()
