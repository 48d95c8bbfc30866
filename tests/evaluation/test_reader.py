import numpy as np
import pytest

from skelbench.evaluation import in_words, model_reader, words_for
from skelbench.records import Answer, Question


def test_a_labels_probability_is_the_sum_over_the_texts_that_mean_it():
    texts = ("one hand", "two hands", "walk")
    scores = dict(zip(texts, np.log([0.3, 0.3, 0.4]), strict=True))
    answer = Answer(Question("?", texts), scores, probabilities=dict(zip(texts, (0.3, 0.3, 0.4), strict=True)))
    assert answer.best == "walk"
    found = in_words(answer, {"pick up": ("one hand", "two hands"), "walk around": ("walk",)})
    assert found.best == "pick up"
    assert found.scores["pick up"] == pytest.approx(np.log(0.6))
    assert found.probabilities == pytest.approx({"pick up": 0.6, "walk around": 0.4})
    assert found.question.choices == ("pick up", "walk around")


def test_a_model_is_asked_in_the_words_it_was_trained_on_and_else_in_the_sets_own():
    meanings = {"donning": ("put on jacket",), "carry": ("carry",), "pick up": ("one hand", "two hands")}
    words = words_for(("donning", "carry", "pick up"), ("put on jacket", "two hands"), meanings)
    assert words == {"donning": ("put on jacket",), "carry": ("carry",), "pick up": ("two hands",)}
    assert words_for(("donning",), (), {}) == {"donning": ("donning",)}


def test_a_reader_answers_as_the_model_does(tiny_model, waving):
    plain = model_reader(tiny_model).ask([waving])[0]
    assert plain.scores == tiny_model.answer(waving).scores
    named = model_reader(tiny_model, {"greet": ("wave", "clap"), "sit": ("sit down",)}).ask([waving, waving])
    assert [answer.question.choices for answer in named] == [("greet", "sit")] * 2


def test_the_key_names_model_choices_and_wording(tiny_folder):
    from skelbench.models import load_model

    model = load_model(tiny_folder)
    keys = [
        model_reader(model, words).key
        for words in (None, {"a": ("wave",), "b": ("clap",)}, {"a": ("clap",), "b": ("wave",)})
    ]
    assert len(set(keys)) == 3 and all(keys)
    assert model_reader(model).key == keys[0]


def test_a_model_that_came_from_no_folder_has_no_key(tiny_model):
    assert model_reader(tiny_model).key == ""
