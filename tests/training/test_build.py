import dataclasses

import torch

from skelbench.models import load_model
from skelbench.training import build_model
from skelbench.training.build import keep_tokenizer, model_to_train


def test_the_same_recipe_gives_the_same_weights(tiny_recipe):
    first, second = (build_model(tiny_recipe, ("wave", "clap")).state_dict() for _ in range(2))
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_the_default_shape_stays_under_twelve_megabytes_in_bfloat16():
    from skelbench.training import read_recipe

    model = build_model(read_recipe("default"), ("wave", "clap"))
    assert 2 * sum(parameter.numel() for parameter in model.parameters()) < 12e6


def test_a_recipe_that_starts_from_a_saved_model_keeps_its_weights_and_gives_it_other_choices(tiny_recipe, tiny_folder):
    recipe = dataclasses.replace(tiny_recipe, start=str(tiny_folder), name="further")
    model, saved = model_to_train(recipe, ("bow", "kick")), load_model(tiny_folder)
    assert model.choices == ("bow", "kick")
    assert model.settings.name == "further"
    ours, theirs = model.state_dict(), saved.state_dict()
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)


def test_texts_that_are_taught_make_the_tokenizer(tiny_recipe):
    stages = (dataclasses.replace(tiny_recipe.stages[0], task="", tasks={"rationale": {}, "name_action": {}}),)
    shape = dataclasses.replace(tiny_recipe.shape, vocabulary=600)
    talks = build_model(dataclasses.replace(tiny_recipe, stages=stages, shape=shape), ("wave", "clap"))
    mute = build_model(dataclasses.replace(tiny_recipe, shape=shape), ("wave", "clap"))
    text = "First, the right hand goes to a point beside the head. It settles it."
    assert len(talks.tokenizer(text)["input_ids"]) < 0.7 * len(mute.tokenizer(text)["input_ids"])
    assert talks.question(["bow", "kick"]).text != talks.question().text == mute.question(["bow", "kick"]).text


def test_a_run_goes_on_with_the_words_it_began_with(tiny_recipe, tmp_path):
    first, later = (build_model(tiny_recipe, labels) for labels in (("wave", "clap"), ("shoulder press", "high five")))
    text = "shoulder press"
    kept = first.tokenizer(text)["input_ids"]
    assert later.tokenizer(text)["input_ids"] != kept
    for model in (first, later):
        keep_tokenizer(model, tmp_path / "tokenizer")
    assert later.tokenizer(text)["input_ids"] == kept
    assert [path.name for path in tmp_path.iterdir()] == ["tokenizer"]
