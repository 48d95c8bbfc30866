import torch

from skelbench.training import build_model


def test_the_same_recipe_gives_the_same_weights(tiny_recipe):
    first, second = (build_model(tiny_recipe, ("wave", "clap")).state_dict() for _ in range(2))
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_the_default_shape_stays_under_twelve_megabytes_in_bfloat16():
    from skelbench.training import read_recipe

    model = build_model(read_recipe("default"), ("wave", "clap"))
    assert 2 * sum(parameter.numel() for parameter in model.parameters()) < 12e6
