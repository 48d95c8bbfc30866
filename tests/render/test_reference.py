"""Compositing by its definition, against sums done by hand."""

from __future__ import annotations

import math

import pytest
import torch

from skelbench.render import BACKENDS, Splats, composite_reference

RED, GREEN = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)


def splat(u, v, opacity, colour, sharpness=1.0):
    return [u, v, sharpness, 0.0, sharpness, opacity, *colour]


def one_picture(rows, depth, size=(3, 5)):
    table = torch.tensor(rows, dtype=torch.float64).reshape(-1, 9)
    return Splats(table, torch.tensor(depth, dtype=torch.float64), torch.tensor([0, len(rows)]), size)


@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_one_splat_shows_one_minus_exp_of_its_opacity_at_its_centre_and_falls_off_as_a_bell(backend):
    picture = BACKENDS[backend](one_picture([splat(2, 1, 0.7, RED)], [1.0]), 1e-6, 1)[0]
    assert picture[0, 1, 2].item() == pytest.approx(1 - math.exp(-0.7), abs=1e-6)
    assert picture[0, 1, 3].item() == pytest.approx(1 - math.exp(-0.7 * math.exp(-0.5)), abs=1e-6)
    assert picture[0, 0, 3].item() == pytest.approx(1 - math.exp(-0.7 * math.exp(-1)), abs=1e-6)
    assert picture[1:].abs().max() == 0


@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_a_splat_leaves_the_share_of_light_it_does_not_hold_to_what_is_behind_it(backend):
    rows = [splat(2, 1, 0.5, GREEN), splat(2, 1, 0.8, RED)]
    picture = BACKENDS[backend](one_picture(rows, [2.0, 1.0]), 1e-6, 1)[0]
    assert picture[0, 1, 2].item() == pytest.approx(1 - math.exp(-0.8), abs=1e-6)
    assert picture[1, 1, 2].item() == pytest.approx(math.exp(-0.8) * (1 - math.exp(-0.5)), abs=1e-6)


@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_a_wall_of_opaque_splats_hides_what_is_behind_it(backend):
    wall = [splat(2, 1, 1.0, RED, sharpness=0.01)] * 30
    behind = [splat(2, 1, 1.0, GREEN)]
    picture = BACKENDS[backend](one_picture(behind + wall, [3.0] + [1.0] * 30), 1e-6, 1)[0]
    assert picture[1].max() < 1e-9
    assert picture[0, 1, 2] > 0.999999


@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_equal_depths_keep_the_order_of_rows(backend):
    rows = [splat(2, 1, 1.0, RED), splat(2, 1, 1.0, GREEN)]
    red_first = BACKENDS[backend](one_picture(rows, [1.0, 1.0]), 1e-6, 1)[0, :, 1, 2]
    assert red_first[0] > red_first[1]
    green_first = BACKENDS[backend](one_picture(rows[::-1], [1.0, 1.0]), 1e-6, 1)[0, :, 1, 2]
    assert green_first[1] > green_first[0]


@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_no_splats_make_a_black_picture(backend):
    assert BACKENDS[backend](one_picture([], []), 1e-6, 1).abs().max() == 0


def test_weights_below_the_cut_are_left_out():
    faint = one_picture([splat(0, 1, 1.0, RED, sharpness=2.0)], [1.0])
    assert composite_reference(faint, 0.0, 1)[0, 0, 1, 2] > 0
    assert composite_reference(faint, 0.1, 1)[0, 0, 1, 2] == 0


def test_gradients_are_those_of_finite_differences(make_splats):
    splats = make_splats(3, (3, 2), (4, 5))

    def pictures(table):
        return composite_reference(Splats(table, splats.depth, splats.starts, splats.size), 0.0, 1)

    assert torch.autograd.gradcheck(pictures, (splats.table,))
