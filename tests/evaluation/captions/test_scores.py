import builtins

import pytest

from skelbench.errors import ModelError
from skelbench.evaluation.captions import caption_scores

CAPTIONS = ["a man is speaking", "rain falls"]
REFERENCES = [["a man speaks.", "a man is speaking loudly"], ["rain is falling hard on a surface"]]


def test_every_score_has_the_name_of_what_it_is():
    found = {score.name: score for score in caption_scores(CAPTIONS, REFERENCES, embeddings=False)}
    assert list(found) == ["BLEU-4 (sacreBLEU)", "ROUGE-L F1", "CIDEr-D", "METEOR (exact and stem)"]
    assert "version:" in found["BLEU-4 (sacreBLEU)"].signature
    # longest common subsequences: 4 of 4 and 5 words; 1 of 2 and 7
    assert found["ROUGE-L F1"].value == pytest.approx((8 / 9 + 2 / 9) / 2)
    interval = found["ROUGE-L F1"].interval
    assert interval.lower <= interval.estimate <= interval.upper


def test_captions_that_are_their_references_have_the_highest_scores():
    texts = ["the left arm goes up and down twice", "somebody kicks with the right leg"]
    found = {score.name: score.value for score in caption_scores(texts, [[text] for text in texts])}
    assert found["BLEU-4 (sacreBLEU)"] == pytest.approx(100.0)
    assert found["ROUGE-L F1"] == pytest.approx(1.0)
    assert found["sentence embedding cosine (all-MiniLM-L6-v2)"] == pytest.approx(1.0)
    assert found["CIDEr-D"] == pytest.approx(10.0)
    assert found["METEOR (exact and stem)"] > 0.99


def test_without_the_extra_it_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("rouge_score"):
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ModelError, match=r"skelbench\[text\]"):
        caption_scores(CAPTIONS, REFERENCES)
