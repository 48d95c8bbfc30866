import pytest

from skelbench.errors import ParameterError
from skelbench.training import read_recipe


def test_the_default_recipe_reads_and_knows_where_it_lay():
    recipe = read_recipe("default")
    assert recipe.name == "default"
    assert recipe.stages[0].trains == {"render", "vision", "project", "language"}
    assert recipe.path.name == "default.toml"


def test_held_out_and_training_clips_come_from_different_splits():
    recipe = read_recipe("default")
    assert "split=train" in recipe.data
    assert "split=held_out" in recipe.held_out


def test_what_is_wrong_with_a_recipe_is_said(tmp_path):
    with pytest.raises(ParameterError, match="recipes that ship: all_actions, default, few_shot"):
        read_recipe("defualt")
    wrong = tmp_path / "r.toml"
    wrong.write_text('name = "x"\n[model]\nwidht = 3\n')
    with pytest.raises(ParameterError, match="Did you mean 'width'"):
        read_recipe(wrong)
    wrong.write_text("name = ")
    with pytest.raises(ParameterError, match="training recipe in"):
        read_recipe(wrong)


def test_every_recipe_that_ships_reads_and_learns_from_no_clip_that_it_is_judged_on():
    names = ("all_actions", "default", "few_shot", "four_stages", "joint_loss", "single_stage")
    for recipe in map(read_recipe, names):
        assert recipe.name == recipe.path.stem
        assert recipe.data != recipe.held_out


def test_the_four_published_stages_train_what_was_published():
    stages = read_recipe("four_stages").stages
    assert [(set(stage.trains), *stage.shares) for stage in stages] == [
        ({"render", "project"}, "choose_label"), ({"render", "project"}, "yes_no"),
        ({"render", "project", "lora"}, "rationale"), ({"project", "lora"}, "choose_label"),
    ]  # fmt: skip
    assert stages[1].shares["yes_no"].branches == 2  # a yes and a no


def test_variants_see_as_many_clips_as_the_four_stages():
    totals = {
        name: sum(s.clips for s in read_recipe(name).stages) for name in ("four_stages", "single_stage", "joint_loss")
    }
    assert set(totals.values()) == {48000}
    joint = read_recipe("joint_loss").stages[0].shares
    assert {name: share.weight for name, share in joint.items()} == {
        "choose_label": 1,
        "rationale": 0.2,
        "contrast": 0.5,
    }
    assert read_recipe("few_shot").shots == 5
