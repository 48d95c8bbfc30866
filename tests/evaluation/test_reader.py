import contextlib
import dataclasses

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


def _cluster():
    from distributed import LocalCluster

    return LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)


@pytest.mark.parametrize(
    "workers", [1, pytest.param(3, marks=pytest.mark.slow), pytest.param(0, marks=pytest.mark.slow)]
)
def test_answers_are_the_same_whoever_works_on_them(tiny_folder, tmp_path, workers):
    """Other processes, or a cluster, against this one, to the last bit; what they answered is not asked again."""
    import pandas as pd

    from skelbench.datasets import load
    from skelbench.evaluation import AnswerStore, evaluate_batches
    from skelbench.executor import executor_for
    from skelbench.models import load_model

    model = load_model(tiny_folder)
    clips = load("choreography:seed=2,clips=7,split=held_out,actions=wave+clap")
    here = evaluate_batches(model_reader(model, batch=2), clips)
    store = AnswerStore(tmp_path)
    with contextlib.ExitStack() as stack:
        address = "" if workers else stack.enter_context(_cluster()).scheduler_address
        reader = model_reader(model, batch=2, executor=executor_for(workers, address))
        there = evaluate_batches(reader, clips, store=store)
    pd.testing.assert_frame_equal(here.table, there.table, check_exact=True)
    silent = model_reader(model, batch=2)
    again = evaluate_batches(dataclasses.replace(silent, ask=lambda sequences: 1 / 0), clips, store=store)
    pd.testing.assert_frame_equal(here.table, again.table, check_exact=True)


def test_a_model_that_was_never_saved_cannot_be_sent(tiny_model, waving):
    from skelbench.errors import WorkError
    from skelbench.executor import ProcessExecutor

    with pytest.raises(WorkError, match="never saved"):
        ProcessExecutor(1).map(model_reader(tiny_model).ask, [[waving]])


def test_another_model_in_the_same_place_is_not_taken_for_it(tiny_folder, tmp_path):
    import pickle
    import shutil

    from skelbench.errors import ModelError
    from skelbench.models import load_model

    shutil.copytree(tiny_folder, tmp_path / "model")
    sent = pickle.dumps(model_reader(load_model(tmp_path / "model")).ask)
    assert pickle.loads(sent).model.choices == ("wave", "clap", "sit down")
    (tmp_path / "model" / "another.txt").write_text("changed")
    from skelbench.evaluation import reader

    reader._loaded.cache_clear()
    with pytest.raises(ModelError, match="Expected the model of hash"):
        pickle.loads(sent)
