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
    with pytest.raises(ParameterError, match="recipes that ship: all_actions, default"):
        read_recipe("defualt")
    wrong = tmp_path / "r.toml"
    wrong.write_text('name = "x"\n[model]\nwidht = 3\n')
    with pytest.raises(ParameterError, match="Did you mean 'width'"):
        read_recipe(wrong)
    wrong.write_text("name = ")
    with pytest.raises(ParameterError, match="training recipe in"):
        read_recipe(wrong)
