"""Compositing in tiles: the definition, to the last digits of its precision, and nothing kept per pixel and splat."""

from __future__ import annotations

import pytest
import torch

from skelbench.render import Splats, composite_reference, composite_tiled, tiled


def drawn(compositor, splats, cut=0.0, dtype=torch.float64):
    table = splats.table.detach().to(dtype).requires_grad_()
    pictures = compositor(Splats(table, splats.depth, splats.starts, splats.size), cut, 1)
    weights = torch.randn(pictures.shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    (pictures * weights).sum().backward()
    return pictures.detach().double(), table.grad.double()


@pytest.mark.parametrize(("counts", "size"), [
    ((40,), (20, 30)), ((100, 0, 300), (40, 50)), ((30, 1), (1, 1)), ((50,), (3, 70)), ((), (4, 4)), ((0,), (9, 8)),
])  # fmt: skip
@pytest.mark.parametrize(("dtype", "of_pixels", "of_gradients"), [
    (torch.float64, 1e-13, 1e-10), (torch.float32, 5e-6, 1e-5),
])  # fmt: skip
def test_it_is_the_definition_in_the_precision_it_is_given(make_splats, counts, size, dtype, of_pixels, of_gradients):
    splats = make_splats(0, counts or (0,), size)
    pictures, found = drawn(composite_tiled, splats, dtype=dtype)
    expected, wanted = drawn(composite_reference, splats)
    assert pictures.shape == (len(counts) or 1, 3, *size)
    assert (pictures - expected).abs().max() < of_pixels
    assert ((found - wanted).norm(dim=0) <= of_gradients * wanted.norm(dim=0)).all()


def test_gradients_are_those_of_finite_differences(make_splats):
    splats = make_splats(3, (4, 3), (9, 10))

    def pictures(table):
        return composite_tiled(Splats(table, splats.depth, splats.starts, splats.size), 0.0, 1)

    assert torch.autograd.gradcheck(pictures, (splats.table,))


def test_how_many_tiles_are_blended_at_a_time_changes_nothing(make_splats, monkeypatch):
    splats = make_splats(7, (60, 5, 33), (30, 33))
    expected, wanted = drawn(composite_tiled, splats, 1e-6)
    for cells in (1, 20_000):
        monkeypatch.setitem(tiled._CELLS, "cpu", cells)
        pictures, found = drawn(composite_tiled, splats, 1e-6)
        torch.testing.assert_close(pictures, expected, rtol=0, atol=1e-14)
        torch.testing.assert_close(found, wanted)


def test_what_is_kept_for_the_way_back_is_the_table_and_the_pictures(make_splats):
    splats = make_splats(1, (200, 300), (40, 40))
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(
        lambda tensor: kept.append(tuple(tensor.shape)) or tensor, lambda t: t
    ):
        composite_tiled(splats, 1e-6, 1)
    assert kept == [(500, 9), (2, 3, 40, 40)]


def test_half_precision_is_computed_in_single(make_splats):
    splats = make_splats(2, (30,), (12, 12))
    half = splats.table.detach().bfloat16()
    pictures = composite_tiled(Splats(half, splats.depth, splats.starts, splats.size), 0.0, 1)
    exact, _ = drawn(composite_reference, Splats(half.double(), splats.depth, splats.starts, splats.size))
    assert pictures.dtype == torch.bfloat16
    assert (pictures.double() - exact).abs().max() < 2**-8
