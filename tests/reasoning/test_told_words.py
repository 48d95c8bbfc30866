import pytest

from skelbench.reasoning import told_words


@pytest.mark.parametrize(
    "name", ["TO", "BACK", "OPENING", "SETTLES", "STILL", "OFTEN", "THEN", "FIRST", "LAST", "WALK"]
)
def test_each_fact_has_at_least_five_different_phrases(name):
    phrases = getattr(told_words, name)
    assert len(set(phrases)) == len(phrases) >= 5


def test_each_turn_and_swing_has_at_least_five_different_phrases():
    for phrases in (*told_words.TURNS.values(), *told_words.SWING.values(), told_words.WHILE, told_words.WRONG):
        assert len(set(phrases)) == len(phrases) >= 5
