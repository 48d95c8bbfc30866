from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError, UnknownNameError
from skelbench.render.capsules import (
    CAPSULE_BACKENDS,
    CAPSULE_FIELDS,
    Capsules,
    capsule_backend,
    composite_capsules,
    composite_capsules_culled,
    composite_capsules_reference,
)

EVERY_BACKEND = pytest.mark.parametrize("backend", list(CAPSULE_BACKENDS))
SIZE = (21, 27)


def row(**fields):
    base = dict.fromkeys(CAPSULE_FIELDS, 0.0) | {"softness": 0.4, "opacity": 1.0, "r0": 2.0, "r1": 2.0}
    return [(base | fields)[field] for field in CAPSULE_FIELDS]


def capsules(*rows, depth=None, size=SIZE, dtype=torch.float64):
    depths = torch.arange(len(rows), dtype=torch.float64) if depth is None else torch.tensor(depth)
    table = torch.tensor(rows, dtype=dtype).reshape(-1, len(CAPSULE_FIELDS)).requires_grad_()
    return Capsules(table, depths, torch.tensor([0, len(rows)]), size)


def random_capsules(seed, counts=(9, 0, 14), dtype=torch.float64):
    """Capsules in and out of three pictures, one of them empty; some without length, some opaque, equal depths."""
    rng = np.random.default_rng(seed)
    total = sum(counts)
    ends = rng.uniform(-6, 30, (total, 6))
    ends[:, [2, 5]] = rng.uniform(0.1, 4, (total, 2))
    ends[::5, 3:5] = ends[::5, :2]
    rest = np.column_stack([rng.uniform(0.2, 1.5, total), rng.uniform(0, 1, total), rng.uniform(0, 1, (total, 6))])
    rest[::3, 1] = 1
    table = torch.tensor(np.column_stack([ends, rest]), dtype=dtype).requires_grad_()
    return Capsules(table, torch.tensor(rng.integers(1, 4, total)), torch.tensor(np.cumsum([0, *counts])), SIZE)


def loss_and_gradient(scene, cut, backend):
    pictures = composite_capsules(scene, cut, 2, backend)
    weights = torch.linspace(0, 99, pictures.numel(), dtype=pictures.dtype).sin().reshape(pictures.shape)
    (pictures * weights).sum().backward()
    return pictures.detach(), scene.table.grad


@EVERY_BACKEND
def test_a_thick_bar_is_one_inside_one_half_at_its_edge_and_sums_to_its_width(backend):
    bar = row(u0=3, v0=10, u1=23, v1=10, r0=4, r1=4, red0=1, red1=1)
    profile = composite_capsules(capsules(bar), 0.0, 1, backend)[0, 0, :, 13].detach()
    assert profile[10] == pytest.approx(1, abs=1e-4)
    assert profile[[6, 14]].tolist() == pytest.approx([0.5, 0.5], abs=1e-6)
    assert profile.sum().item() == pytest.approx(8, rel=1e-4)


@EVERY_BACKEND
def test_even_a_line_thinner_than_a_pixel_keeps_its_light(backend):
    bar = row(u0=3, v0=10.3, u1=23, v1=10.3, r0=0.1, r1=0.1, softness=0.6, red0=1, red1=1)
    assert composite_capsules(capsules(bar), 0.0, 1, backend)[0, 0, :, 13].sum().item() == pytest.approx(0.2, rel=1e-3)


@EVERY_BACKEND
def test_the_nearer_of_two_opaque_bars_hides_the_other_and_equal_depths_keep_their_order(backend):
    red = row(u0=3, v0=10, u1=23, v1=10, red0=1, red1=1)
    green = row(u0=13, v0=2, u1=13, v1=18, green0=1, green1=1)
    for depth, expected in (([1, 2], [1, 0]), ([2, 1], [0, 1]), ([1, 1], [1, 0])):
        crossing = composite_capsules(capsules(red, green, depth=depth), 0.0, 1, backend)[0, :2, 10, 13]
        assert crossing.tolist() == pytest.approx(expected, abs=0.02)


@EVERY_BACKEND
def test_colour_and_width_go_evenly_from_end_to_end(backend):
    taper = row(u0=3, v0=10, u1=23, v1=10, r0=6, r1=2, red0=1, blue1=1)
    picture = composite_capsules(capsules(taper), 0.0, 1, backend)[0].detach()
    assert picture[:, 10, 8].tolist() == pytest.approx([0.75, 0, 0.25], abs=1e-3)
    assert picture[:, 5, 8].sum().item() == pytest.approx(0.5, abs=0.01)  # half width 5 a quarter of the way
    assert picture[:, 13, 18].sum().item() == pytest.approx(0.5, abs=0.01)  # and 3 at three quarters


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("cut", [0.0, 1e-6, 1e-3])
@pytest.mark.parametrize("seed", range(4))
def test_the_kernels_draw_and_trace_what_is_defined(seed, cut, dtype):
    found, gradient = loss_and_gradient(random_capsules(seed, dtype=dtype), cut, "cpu")
    expected, wanted = loss_and_gradient(random_capsules(seed), cut, "reference")
    exact = dtype == torch.float64
    assert (found - expected).abs().max() < (1e-9 if exact else 5e-6)
    assert (gradient - wanted).norm(dim=0).div(wanted.norm(dim=0)).max() < (1e-9 if exact else 1e-5)


def test_what_the_cut_leaves_out_is_less_than_the_cut_for_each_capsule():
    scene = random_capsules(7)
    whole, cut = (composite_capsules(scene, threshold, 1, "cpu") for threshold in (0.0, 1e-3))
    assert 0 < (whole - cut).abs().max() < 14e-3


def test_the_backward_pass_of_the_kernels_is_the_derivative_of_the_forward_pass():
    rows = random_capsules(2).table.detach()[1:5].requires_grad_()  # none without length: it has no single derivative
    small = Capsules(rows, torch.tensor([2.0, 1.0, 1.0, 3.0]), torch.tensor([0, 3, 4]), (9, 11))
    assert torch.autograd.gradcheck(
        lambda table: composite_capsules_culled(Capsules(table, small.depth, small.starts, small.size), 1e-12, 1),
        (small.table,),
    )


def test_a_capsule_that_points_at_the_camera_is_a_disc():
    dot = row(u0=13, v0=10, u1=13, v1=10, red0=1, red1=1)
    for compositor in (composite_capsules_culled, composite_capsules_reference):
        scene = capsules(dot)
        picture = compositor(scene, 0.0, 1)
        picture.sum().backward()
        assert torch.isfinite(scene.table.grad).all()
        assert picture[0, 0, 10, [11, 15]].tolist() == pytest.approx([0.5, 0.5], abs=1e-4)


def test_the_backend_follows_the_device_unless_it_is_named():
    assert capsule_backend("auto", torch.zeros(1)) == "cpu"
    assert capsule_backend("auto", torch.zeros(1, device="meta")) == "reference"
    assert capsule_backend("reference", torch.zeros(1)) == "reference"
    with pytest.raises(UnknownNameError, match="No backend for capsules is called 'cup'"):
        capsule_backend("cup", torch.zeros(1))
    with pytest.raises(RenderError, match="draws tensors on the CPU"):
        composite_capsules_culled(Capsules(torch.zeros(1, 14, device="meta"), torch.zeros(1), torch.tensor([0, 1]),
                                           (4, 4)), 0.0, 1)  # fmt: skip
