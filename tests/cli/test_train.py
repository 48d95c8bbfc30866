def test_an_unknown_recipe_names_those_that_ship(run):
    code, _, err = run("train", "defualt")
    assert code == 2
    assert "recipes that ship: all_actions" in err


def test_only_a_saved_model_can_be_calibrated(run, tmp_path):
    code, _, err = run("train", "default", "--calibrate", str(tmp_path / "nothing"))
    assert code == 2
    assert "Expected a model folder" in err
