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


FILES = 'title="t"\nsummary="s"\nlicence="l"\norigin="o"\nhow_to_load="h"\nsplits="s"\n[files]\nformat="nw_ucla"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            FILES.replace("nw_ucla", "nw_ucal") + "pattern='(?P<action>a)'",
            r"no format is called 'nw_ucal'\. Did you mean",
        ),
        (FILES + "pattern='(?P<action>a'", "no regular expression"),
        (FILES + "pattern='(?P<subject>a)'", "no group 'action' for the label"),
        (FILES + "pattern='(?P<action>a)'\nclips='some'", "'clips' is 'some', not one of files, segments"),
        (FILES + "pattern='(?P<action>a)'\nclip='files'", "clip"),
        (
            FILES + "pattern='(?P<action>a)'\n[protocols.p]\nsummary='x'\ntest='view in 1'",
            "protocol 'p' speaks of 'view'",
        ),
        (FILES + "pattern='(?P<action>a)'\n[protocols.p]\nsummary='x'\ntest='action 1'", "Expected a rule like"),
    ],
)
def test_a_card_that_says_what_cannot_be_is_named(tmp_path, monkeypatch, text, said):
    (tmp_path / "data" / "cards").mkdir(parents=True)
    (tmp_path / "data" / "cards" / "odd.toml").write_text(text)
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    with pytest.raises(RecordError, match=rf"data/cards/odd\.toml, but .*{said}"):
        read_cards()


def test_a_recorded_set_says_its_joints_its_labels_and_what_divides_it():
    for card in (card for card in read_cards() if card.files):
        assert card.joints and card.protocols and card.access, card.name
        assert all(protocol.summary and protocol.splits for protocol in card.protocols.values())
        assert set(card.options) <= {"protocol", "split", "duplicates", "label", *card.files.groups}


def test_a_code_is_explained_however_many_zeros_it_has_and_an_unknown_one_is_kept():
    card = read_card("ntu_60")
    assert card.label_of("008") == card.label_of("8") == "sit down"
    assert card.label_of("999") == "999"


def test_the_published_splits_are_whole():
    sizes = {"ntu_60": {"55_5": 5, "48_12": 12, "40_20": 20, "30_30": 30},
             "ntu_120": {"110_10": 10, "96_24": 24, "80_40": 40, "60_60": 60}}  # fmt: skip
    for name, opens in sizes.items():
        card = read_card(name)
        assert list(card.labels) == [str(n) for n in range(1, len(card.labels) + 1)]
        assert len(card.labels) == int(name.partition("_")[2])
        assert len(set(card.labels.values())) == len(card.labels)
        for split, unseen in opens.items():
            clauses = {clause.group: clause for clause in card.protocols[f"open_{split}"].rules["test"]}
            assert len(clauses["action"].values) == unseen and clauses["action"].values <= set(card.labels)
    assert [len(card.protocols["cross_subject"].rules["train"][0].values) for card in map(read_card, sizes)] == [20, 53]
    assert read_card("ntu_60").labels["58"] == "shaking hands" and read_card("ntu_120").labels["100"].startswith(
        "butt kicks"
    )
