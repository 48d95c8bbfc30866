import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.training import Stage
from skelbench.training.optimisers import Optimisers, matrices_between_layers
from skelbench.training.stage import named_parameters_of

EVERYTHING = frozenset({"render", "vision", "project", "language"})


def stage(**settings):
    return Stage("s", "choose_label", EVERYTHING, 8, 0.01, weight_decay=0.0, **settings)


def test_matrices_between_layers_are_the_linear_weights_of_the_transformers_alone(tiny_model):
    named = named_parameters_of(tiny_model, EVERYTHING)
    hidden = {id(one) for one in matrices_between_layers(named)}
    names = {name for name, one in named.items() if id(one) in hidden}
    assert any("q_proj" in name for name in names)
    assert not [
        name for name in names if "embed" in name or "norm" in name or "renderer" in name or "projector" in name
    ]
    assert {named[name].ndim for name in names} == {2}


def test_muon_turns_a_gradient_into_one_whose_directions_count_alike():
    wide = torch.nn.Parameter(torch.zeros(16, 16))
    optimisers = Optimisers({"backbone.layers.0.weight": wide}, stage(optimiser="muon"))
    wide.grad = torch.diag(torch.linspace(1, 3, 16))
    optimisers.step(0.01)
    moved = torch.linalg.svdvals(wide.detach())
    assert moved.max() / moved.min() < 2.2  # 3 in the gradient; Newton-Schulz leaves 0.7 to 1.2 of each
    assert float(wide.detach().square().mean().sqrt()) == pytest.approx(0.01 * 0.2, rel=0.3)  # as large as AdamW's


def test_adamw_takes_all_where_nothing_else_is_asked_and_states_come_back(tiny_model):
    weight = torch.nn.Parameter(torch.ones(3, 3))
    first = Optimisers({"backbone.layers.0.weight": weight}, stage())
    assert [type(one).__name__ for one in first.all] == ["AdamW"]
    weight.grad = torch.ones(3, 3)
    first.step(0.5)
    assert float(weight.detach()[0, 0]) == pytest.approx(0.5, abs=1e-5)
    first.zero_grad()
    assert weight.grad is None
    again = Optimisers({"backbone.layers.0.weight": weight}, stage())
    again.load(first.state())
    assert torch.equal(again.state()[0]["state"][0]["exp_avg"], first.state()[0]["state"][0]["exp_avg"])


def test_an_optimiser_nobody_knows_is_refused():
    with pytest.raises(ParameterError, match="Did you mean 'muon'"):
        stage(optimiser="moun")


def test_muons_rate_is_a_multiple_of_the_others():
    hidden, other = (torch.nn.Parameter(torch.zeros(8, 8)) for _ in range(2))
    optimisers = Optimisers(
        {"backbone.layers.0.weight": hidden, "renderer.weight": other}, stage(optimiser="muon", muon_rate=3.0)
    )
    for one in (hidden, other):
        one.grad = torch.eye(8)
    optimisers.step(0.01)
    assert [group["lr"] for one in optimisers.all for group in one.param_groups] == pytest.approx([0.03, 0.01])
