"""The backend of CUDA devices: what it refuses, what it keeps, and how fast it is where there is one.

That its pictures and gradients are those of the definition is held by tests/contracts/test_compositors.py.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import ModuleSpec

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import (
    Camera,
    DrAction,
    DrActionConfig,
    Scene,
    Splats,
    composite_cuda,
    composite_reference,
    cuda,
    published_camera,
)
from skelbench.skeleton import KINECT_V2

NEEDS_TRITON = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="triton is not installed: pip install 'skelbench[cuda]'"
)
THERE = "cuda" if torch.cuda.is_available() else "cpu"  # on the CPU Triton interprets


def drawn(splats, cut=1e-6, compositor=composite_cuda):
    table = splats.table.detach().float().to(THERE).requires_grad_()
    pictures = compositor(Splats(table, splats.depth.to(THERE), splats.starts, splats.size), cut, 1)
    weights = torch.randn(pictures.shape, generator=torch.Generator().manual_seed(1))
    (pictures * weights.to(THERE)).sum().backward()
    return pictures.detach().cpu(), table.grad.cpu()


def test_without_triton_it_says_what_to_install_or_to_choose(monkeypatch, make_splats):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RenderError, match=r"needs the package triton.*skelbench\[cuda\].*backend 'torch'"):
        composite_cuda(make_splats(0, (3,), (4, 4)), 0.0, 1)


def test_tensors_elsewhere_are_refused(monkeypatch, make_splats):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None))
    monkeypatch.delenv("TRITON_INTERPRET", raising=False)
    with pytest.raises(RenderError, match=r"draws tensors on a CUDA device, found them on 'cpu'.*backend 'auto'"):
        composite_cuda(make_splats(0, (3,), (4, 4)), 0.0, 1)


def test_pictures_share_the_memory_for_sums_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(cuda, "_MOST_PLACES", 10)
    assert list(cuda._shares([0, 5, 5, 9, 20, 21, 21])) == [slice(0, 3), slice(3, 4), slice(4, 6)]
    assert list(cuda._shares([0, 0, 0])) == []
    assert list(cuda._shares([0])) == []


@NEEDS_TRITON
def test_how_much_memory_the_sums_have_changes_nothing(make_splats, monkeypatch):
    splats = make_splats(7, (6, 0, 9, 5), (9, 12))
    pictures, wanted = drawn(splats)
    monkeypatch.setattr(cuda, "_MOST_PLACES", 7)
    assert torch.equal(drawn(splats)[1], wanted)
    expected, _ = drawn(splats, 0.0, composite_reference)
    assert (pictures - expected).abs().max() < 2e-5  # the cut drops a millionth of 9 splats at most


@NEEDS_TRITON
def test_of_many_splats_those_that_touch_a_tile_are_found_in_their_order(make_splats):
    """More than one sieve of 128 and more than one number of 32 bits; most splats have no opacity."""
    splats = make_splats(8, (300,), (7, 20))
    with torch.no_grad():
        splats.table[:, 5] *= (torch.arange(300) % 29 == 3) | (torch.arange(300) % 32 == 31)
        splats.depth.copy_(torch.arange(300) % 7)
    pictures, found = drawn(splats, 0.0)
    expected, wanted = drawn(splats, 0.0, composite_reference)
    seen = splats.table[:, 5] > 0
    assert (pictures - expected).abs().max() < 5e-6
    assert ((found - wanted)[seen].norm(dim=0) < 1e-5 * wanted[seen].norm(dim=0)).all()
    assert found[~seen].abs().max() == 0


@NEEDS_TRITON
def test_what_is_kept_for_the_way_back_grows_with_splats_and_pictures_only(make_splats):
    splats = make_splats(1, (12, 8), (9, 9))
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda tensor: kept.append(tensor.numel()) or tensor, lambda t: t):
        composite_cuda(Splats(splats.table.to(THERE), splats.depth.to(THERE), splats.starts, (9, 9)), 1e-6, 1)
    assert sum(kept) == 20 * (9 + 1 + 11 + 2 + 1) + 3 + 2 * 3 * 9 * 9


def crowd(people: int, frames: int, size: int, clips: int = 1) -> tuple[torch.Tensor, Scene]:
    """Clips of people side by side, 3 m away, of the build and size the published renderer draws."""
    rng = np.random.default_rng(0)
    joints = len(KINECT_V2.joints)
    body = rng.uniform((-0.35, -0.9, -0.2), (0.35, 0.9, 0.2), (1, 1, people, joints, 3))
    body = body + np.array([0, 0, 3.0]) + np.linspace(-0.6, 0.6, people)[:, None, None] * np.array([1.0, 0, 0])
    positions = body + rng.normal(0, 0.02, (clips, frames, people, joints, 3))
    valid = np.ones((frames, people, joints), bool)
    camera: Camera = published_camera(size)
    times, chosen = np.arange(frames) / 30, np.arange(frames)
    scene = Scene(KINECT_V2, valid, valid[..., 0], None, times, chosen, camera)
    return torch.tensor(positions, dtype=torch.float32), scene


@pytest.mark.gpu
def test_it_comes_out_the_same_bit_for_bit_each_time(make_splats):
    splats = make_splats(11, (900, 700), (200, 180))
    pictures, found = drawn(splats)
    for _ in range(3):
        again, same = drawn(splats)
        assert torch.equal(pictures, again)
        assert torch.equal(found, same)


@pytest.mark.gpu
def test_a_real_picture_is_that_of_the_definition():
    positions, scene = crowd(people=4, frames=3, size=150)
    renderer = DrAction(DrActionConfig(backend="cuda", cut=0.0)).to("cuda")
    exact = DrAction(DrActionConfig(backend="reference", cut=0.0)).double().to("cuda")
    results = []
    for one, dtype in ((renderer, torch.float32), (exact, torch.float64)):
        leaf = positions.to("cuda", dtype).requires_grad_()
        pictures = one(leaf, scene)
        weights = torch.rand(pictures.shape, generator=torch.Generator().manual_seed(0)).to(pictures)
        (pictures * weights).sum().backward()
        results.append((pictures.detach(), leaf.grad))
    (pictures, gradient), (expected, wanted) = results
    assert (pictures - expected).abs().max() < 5e-6
    assert (gradient - wanted).norm() < 2e-5 * wanted.norm()


@pytest.mark.gpu
def test_64_clips_of_two_people_at_448_pixels_go_there_and_back_in_10_ms(capsys):
    """The floor: bytes of pictures written once and read twice with their gradients, at 4.3 TB/s (a measured copy)."""
    positions, scene = crowd(people=2, frames=12, size=448, clips=64)
    config = DrActionConfig(backend="cuda", joint_radius=0.02002, bone_radius=0.02002)
    renderer = DrAction(config).to("cuda")
    leaf = positions.to("cuda").requires_grad_()
    upstream = torch.rand(64, 12, 3, 448, 448, device="cuda")
    taken = []
    for _ in range(23):
        start, stop = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        renderer(leaf, scene).backward(upstream)
        stop.record()
        torch.cuda.synchronize()
        taken.append(start.elapsed_time(stop))
    best, floor = min(taken[3:]), 3 * upstream.numel() * 4 / 4.3e12 * 1e3
    with capsys.disabled():
        said = f"\n64 clips there and back: {best:.2f} ms, floor {floor:.2f} ms, {torch.cuda.get_device_name()}\n"
        sys.stdout.write(said)
    assert best <= 10
