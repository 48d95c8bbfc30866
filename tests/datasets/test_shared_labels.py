import pytest

from skelbench.choreography import ACTIONS
from skelbench.datasets import SHARED_LABELS, made_labels, meanings, read_card
from skelbench.errors import ParameterError


def test_every_label_of_both_recorded_sets_has_choreographed_actions():
    assert set(made_labels()) <= set(ACTIONS)
    assert len(made_labels()) == 14
    for name, table in SHARED_LABELS.items():
        assert set(table) == set(read_card(name).labels.values())


def test_one_label_may_stand_for_two_actions():
    made = made_labels()
    columns = meanings("utkinect", made)["pick up"]
    assert [made[column] for column in columns] == ["pick up with one hand", "pick up with two hands"]


def test_what_nothing_stands_for_is_named():
    with pytest.raises(ParameterError, match="No choreographed action stands for 'push' of utkinect"):
        meanings("utkinect", tuple(made for made in made_labels() if made != "push"))
    with pytest.raises(ParameterError, match="labels of 'ntu'"):
        meanings("ntu", made_labels())
