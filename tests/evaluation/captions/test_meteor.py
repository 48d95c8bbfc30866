import pytest

from skelbench.evaluation.captions import meteor_exact_and_stem


def one(caption, *references):
    return float(meteor_exact_and_stem([caption], [list(references)])[0])


def test_a_case_calculated_by_hand():
    # 12 of 18 words found among 16, in 4 chunks: F = 0.5 / 0.675, penalty (4 / 12)^3 / 2 = 1 / 54
    caption = "It is a guide to action which ensures that the military always obeys the commands of the party"
    reference = "It is a guide to action that ensures that the military will forever heed Party commands"
    assert one(caption, reference) == pytest.approx(0.5 / 0.675 * (1 - 1 / 54))


def test_the_same_words_in_one_piece_lose_but_the_piece():
    assert one("the left arm goes up", "The left arm goes up.") == pytest.approx(1 - 0.5 / 125)


def test_words_of_one_stem_are_the_same_word():
    assert one("she walks", "she walking") == one("she walks", "she walks") == pytest.approx(1 - 0.5 / 8)


def test_synonyms_are_not_known_and_nothing_shared_is_nothing():
    assert one("quickly", "fast") == 0.0


def test_the_best_reference_counts():
    assert one("a wave", "a kick", "a wave") == one("a wave", "a wave") > one("a wave", "a kick")


def test_order_matters():
    assert one("hand right the raises he", "he raises the right hand") < one(
        "he raises the right hand", "he raises the right hand"
    )
