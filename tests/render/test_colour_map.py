from __future__ import annotations

import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.render.colour_map import WARM_TO_COOL, ColourMap


def test_the_steps_have_their_colours_and_halfway_lies_the_mean():
    colours = ColourMap(((0.2, 0.4, 0.6), (0.4, 0.8, 0.2), (0.9, 0.1, 0.5)))
    found = colours(torch.tensor([0.0, 0.5, 1.0, 0.25]))
    expected = torch.tensor([[0.2, 0.4, 0.6], [0.4, 0.8, 0.2], [0.9, 0.1, 0.5], [0.3, 0.6, 0.4]])
    torch.testing.assert_close(found, expected, atol=1e-6, rtol=0)


def test_beyond_the_ends_the_last_colour_holds():
    found = ColourMap()(torch.tensor([-3.0, 7.0]))
    torch.testing.assert_close(found, torch.tensor([WARM_TO_COOL[0], WARM_TO_COOL[-1]]), atol=1e-6, rtol=0)


def test_gradients_reach_values_and_colours():
    colours = ColourMap().double()
    values = torch.tensor([0.13, 0.58, 0.91], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(colours, (values,))
    colours(values).sum().backward()
    assert colours.logits.grad.any()


def test_a_map_of_one_colour_or_of_pure_ones_is_refused():
    with pytest.raises(ParameterError, match="at least 2 colours"):
        ColourMap(((0.5, 0.5, 0.5),))
    with pytest.raises(ParameterError, match="strictly between 0 and 1"):
        ColourMap(((0.5, 0.5, 0.5), (1.0, 0.5, 0.5)))
