import torch
from torch import nn

from skelbench.models.backbones.norms import RmsNorm, with_lean_norms


def test_three_and_four_are_divided_by_the_root_of_their_mean_square():
    """mean(9, 16) = 12.5."""
    norm = RmsNorm(nn.Parameter(torch.tensor([1.0, 2.0])), 0.0)
    torch.testing.assert_close(norm(torch.tensor([[3.0, 4.0]])), torch.tensor([[3.0, 8.0]]) / 12.5**0.5)


def test_gradients_are_those_of_differences():
    rows = torch.rand(3, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(0), requires_grad=True)
    norm = RmsNorm(nn.Parameter(torch.rand(5, dtype=torch.float64)), 1e-3)
    assert torch.autograd.gradcheck(norm, (rows,))
    norm(rows).sum().backward()
    by_hand = (rows / (rows.square().mean(-1, keepdim=True) + 1e-3).sqrt()).sum(0)
    torch.testing.assert_close(norm.weight.grad, by_hand.detach())


def test_half_precision_stays_half_and_close():
    rows = torch.randn(4, 64, generator=torch.Generator().manual_seed(0))
    norm = RmsNorm(nn.Parameter(torch.ones(64)), 1e-6)
    half = RmsNorm(nn.Parameter(torch.ones(64, dtype=torch.bfloat16)), 1e-6)(rows.bfloat16())
    assert half.dtype == torch.bfloat16
    torch.testing.assert_close(half.float(), norm(rows), rtol=0.02, atol=0.02)


def test_norms_are_replaced_with_their_weights_and_names(tiny_model):
    names = {name for name, _ in tiny_model.backbone.network.named_parameters()}
    assert "model.language_model.norm.weight" in names
    network = nn.ModuleDict({"norm": OtherRMSNorm()})
    weight = network["norm"].weight
    with_lean_norms(network)
    assert isinstance(network["norm"], RmsNorm)
    assert network["norm"].weight is weight
    assert network["norm"].variance_epsilon == 0.5


class OtherRMSNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight, self.variance_epsilon = nn.Parameter(torch.ones(2)), 0.5
