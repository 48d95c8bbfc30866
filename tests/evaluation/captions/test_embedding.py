import numpy as np
import pytest

from skelbench.errors import ModelError
from skelbench.evaluation.captions import EMBEDDING_NAME, embed_sentences, embedding, embedding_cosine


def test_the_published_similarities_come_out():
    # sentence-transformers' own example for this model (https://sbert.net, quickstart)
    vectors = embed_sentences(["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."])
    expected = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    assert vectors.shape == (3, 384)
    np.testing.assert_allclose(vectors @ vectors.T, expected, atol=1e-4)


def test_the_most_similar_reference_counts():
    found = embedding_cosine(
        ["the person waves with the left hand", "a squat"],
        [["somebody kicks", "someone waves their left hand"], ["a deep squat"]],
    )
    assert found[0] > 0.7 and found[1] > 0.7
    assert embedding_cosine(["a squat"], [["a squat"]])[0] == pytest.approx(1.0)


def test_it_does_not_see_left_from_right():
    assert embedding_cosine(["the left hand waves"], [["the right hand waves"]])[0] > 0.85


def test_it_is_named_for_what_it_is():
    assert EMBEDDING_NAME == "sentence embedding cosine (all-MiniLM-L6-v2)"


def test_other_weights_are_refused(monkeypatch):
    monkeypatch.setattr(embedding, "_WEIGHTS", "0" * 64)
    embedding._model.cache_clear()
    with pytest.raises(ModelError, match="found 53aa51172d14"):
        embed_sentences(["a"])
    embedding._model.cache_clear()
