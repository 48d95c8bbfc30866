from math import exp, log, sqrt

import numpy as np
import pytest

from skelbench.errors import ParameterError
from skelbench.evaluation.captions import cider_d

# The worked example of the package aac-metrics (its README and tests), computed there by the field's own code.
CAPTIONS = ["a man is speaking", "rain falls"]
REFERENCES = [
    ["a man speaks.", "someone speaks.", "a man is speaking while a bird is chirping in the background"],
    ["rain is falling hard on a surface"],
]


def test_the_published_example_comes_out():
    found = cider_d(CAPTIONS, REFERENCES)
    assert found == pytest.approx([1.3641, 0.5587], abs=1e-4)
    assert found.mean() == pytest.approx(0.9614, abs=1e-4)


def test_a_caption_that_is_its_only_reference_has_ten():
    texts = ["the left hand goes up and down", "somebody kicks with the right leg", "two people shake hands slowly"]
    assert cider_d(texts, [[text] for text in texts]) == pytest.approx([10.0] * 3)


def test_a_case_calculated_by_hand():
    # clip 1: "hand up" against "hand down"; clip 2 shares no word: every word is known to one clip of two, rarity log 2
    found = cider_d(["hand up", "legs bend"], [["hand down"], ["legs bend"]])
    # one-word vectors (1, 1) log 2 share "hand": cosine 1/2; the pairs of words share nothing; no longer n-grams
    assert found[0] == pytest.approx(10 * (1 / 2) / 4)
    assert found[1] == pytest.approx(10 * 2 / 4)  # n = 1 and 2 only: two words have no three


def test_another_length_costs_by_a_bell_of_six_words():
    found = cider_d(["one two three four", "x"], [["one two three four five"], ["x"]])
    plain = np.mean([sqrt(4 / 5), sqrt(3 / 4), sqrt(2 / 3), sqrt(1 / 2)])
    assert found[0] == pytest.approx(10 * plain * exp(-1 / 72))


def test_a_word_repeated_without_end_gains_nothing():
    references = [["wave the hand"], ["bend the knee"]]
    plain, padded = (cider_d([text, "bend the knee"], references)[0] for text in ("wave", "wave wave wave wave"))
    assert padded < plain


def test_words_that_every_clip_has_count_nothing():
    assert cider_d(["the person", "the person"], [["the person"], ["the person"]]).tolist() == [0.0, 0.0]
    assert log(2) - log(2) == 0.0


def test_what_cannot_be_weighed_is_refused():
    with pytest.raises(ParameterError, match="two captions"):
        cider_d(["a"], [["a"]])
    with pytest.raises(ParameterError, match="found none for 'b'"):
        cider_d(["a", "b"], [["a"], []])
