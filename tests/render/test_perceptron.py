from __future__ import annotations

import pytest
import torch
from torch import nn

from skelbench.render.perceptron import apply_perceptron


def layers() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 5))


@pytest.mark.parametrize("count", [0, 1, 7, 1000])
@pytest.mark.parametrize("threads", [1, 3])
def test_it_is_what_torch_computes_with_the_same_gradients(count, threads):
    network = layers()
    rows = torch.randn(count, 10, requires_grad=True)
    results = []
    for compute in (lambda: apply_perceptron(network, rows, threads), lambda: network.double()(rows.double())):
        result = compute()
        loss = (result * torch.arange(5.0)).sum() + result.square().sum()
        results.append((result.double(), *torch.autograd.grad(loss, [rows, *network.parameters()])))
    for found, wanted in zip(*results, strict=True):
        assert (found.double() - wanted).norm() <= 2e-6 * wanted.norm().clamp(min=1e-9)


def test_double_precision_stays_double():
    rows = torch.randn(3, 10, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda x: apply_perceptron(layers().double(), x), (rows,))
