import torch
from torch import nn

from skelbench.training.precision import call_in


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(1, 1, bias=False)
        self.second = nn.Linear(1, 1, bias=False)
        nn.init.constant_(self.first.weight, 1 + 2**-10)  # bfloat16 has 8 bits: it becomes 1
        nn.init.constant_(self.second.weight, 1 + 2**-10)

    def forward(self, value):
        return self.second(self.first(value.to(self.first.weight.dtype)).to(self.second.weight.dtype))


def test_only_the_named_part_is_rounded_and_the_gradient_comes_unrounded():
    model = Two()
    result = call_in(torch.bfloat16, model, "first", [torch.ones(1, 1)])
    assert float(result.detach()) == 1 + 2**-10
    result.sum().backward()
    assert model.first.weight.dtype == torch.float32
    assert float(model.first.weight.detach()) == 1 + 2**-10
    assert model.first.weight.grad.dtype == torch.float32
    assert float(model.second.weight.grad) == 1


def test_weights_that_two_parts_share_are_rounded_together():
    model = Two()
    model.second.weight = model.first.weight
    assert float(call_in(torch.bfloat16, model, "first", [torch.ones(1, 1)]).detach()) == 1
