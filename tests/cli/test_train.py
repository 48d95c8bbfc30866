def test_an_unknown_recipe_names_those_that_ship(run):
    code, _, err = run("train", "defualt")
    assert code == 2
    assert "recipes that ship: default" in err
