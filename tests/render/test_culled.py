"""The fast backend against the definition: the same pictures, the same gradients."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import Splats, composite_culled, composite_reference


def gradients(compositor, splats, cut, threads=1):
    table = splats.table.detach().clone().requires_grad_()
    pictures = compositor(Splats(table, splats.depth, splats.starts, splats.size), cut, threads)
    weights = torch.randn(pictures.shape, generator=torch.Generator().manual_seed(1), dtype=pictures.dtype)
    (pictures * weights).sum().backward()
    return pictures.detach(), table.grad


def relative(found, wanted):
    return float(((found - wanted).norm(dim=0) / wanted.norm(dim=0).clamp(min=1e-12)).max())


SCENES = [((40,), (20, 30)), ((100, 0, 300), (40, 50)), ((30, 1), (1, 1)), ((50,), (3, 70)), ((60,), (33, 7))]


@pytest.mark.parametrize(("counts", "size"), SCENES)
@pytest.mark.parametrize("seed", [0, 1])
def test_without_a_cut_it_is_the_definition(make_splats, counts, size, seed):
    splats = make_splats(seed, counts, size)
    pictures, found = gradients(composite_culled, splats, 0.0)
    expected, wanted = gradients(composite_reference, splats, 0.0)
    assert (pictures - expected).abs().max() < 5e-6
    assert relative(found, wanted) < 1e-5


@pytest.mark.parametrize("cut", [1e-6, 1e-4, 1e-2])
def test_the_cut_costs_at_most_the_opacity_it_drops(make_splats, cut):
    splats = make_splats(5, (80,), (30, 30))
    exact, _ = gradients(composite_reference, splats, 0.0)
    found, _ = gradients(composite_culled, splats, cut)
    assert (found - exact).abs().max() <= 5e-6 + cut * splats.table[:, 5].sum().item()


def test_threads_change_nothing(make_splats):
    splats = make_splats(2, (30, 40, 50, 0, 20), (25, 25))
    one, one_gradient = gradients(composite_culled, splats, 1e-6, threads=1)
    three, three_gradient = gradients(composite_culled, splats, 1e-6, threads=3)
    assert torch.equal(one, three)
    assert torch.equal(one_gradient, three_gradient)


def test_splats_without_opacity_or_outside_the_picture_get_no_gradient(make_splats):
    splats = make_splats(4, (6,), (12, 12))
    with torch.no_grad():
        splats.table[0, 5] = 0
        splats.table[1, 0] = 4000.0
        splats.table[2, 1] = -4000.0
    _, found = gradients(composite_culled, splats, 1e-6)
    assert found[:3].abs().max() == 0
    assert found[3:].abs().max() > 0


def test_a_needle_a_giant_and_a_speck_stay_finite():
    rows = [[5, 5, 1e5, 0, 1e5, 1, 1, 1, 1], [5, 5, 1e-9, 0, 1e-9, 1, 1, 1, 1], [5.5, 5, 1e5, 0, 1e-3, 1, 1, 1, 1]]
    splats = Splats(torch.tensor(rows), torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0, 3]), (11, 11))
    pictures, found = gradients(composite_culled, splats, 1e-6)
    assert torch.isfinite(pictures).all()
    assert torch.isfinite(found).all()
    assert pictures[0, 0, 0, 0].item() == pytest.approx(1 - np.exp(-1.0), abs=1e-5)


def test_tensors_elsewhere_are_refused():
    splats = Splats(torch.empty(1, 9, device="meta"), torch.empty(1), torch.tensor([0, 1]), (2, 2))
    with pytest.raises(RenderError, match="draws tensors on the CPU, found them on 'meta'"):
        composite_culled(splats, 1e-6, 1)
