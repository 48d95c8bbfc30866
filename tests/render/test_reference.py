"""Compositing by its definition, against sums done by hand."""

from __future__ import annotations

import torch

from skelbench.render import Splats, composite_reference

RED = (1.0, 0.0, 0.0)


def splat(u, v, opacity, colour, sharpness=1.0):
    return [u, v, sharpness, 0.0, sharpness, opacity, *colour]


def one_picture(rows, depth, size=(3, 5)):
    table = torch.tensor(rows, dtype=torch.float64).reshape(-1, 9)
    return Splats(table, torch.tensor(depth, dtype=torch.float64), torch.tensor([0, len(rows)]), size)


def test_weights_below_the_cut_are_left_out():
    faint = one_picture([splat(0, 1, 1.0, RED, sharpness=2.0)], [1.0])
    assert composite_reference(faint, 0.0, 1)[0, 0, 1, 2] > 0
    assert composite_reference(faint, 0.1, 1)[0, 0, 1, 2] == 0


def test_gradients_are_those_of_finite_differences(make_splats):
    splats = make_splats(3, (3, 2), (4, 5))

    def pictures(table):
        return composite_reference(Splats(table, splats.depth, splats.starts, splats.size), 0.0, 1)

    assert torch.autograd.gradcheck(pictures, (splats.table,))
