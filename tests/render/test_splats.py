"""Which backend is chosen, and that a backend is told on which device it is."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec

import numpy as np
import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from skelbench.errors import UnknownNameError
from skelbench.render import AUTO, BACKENDS, DrAction, DrActionConfig, choose_backend, posing, render_clip, scene_of

CPU, CUDA = torch.device("cpu"), torch.device("cuda", 0)
THERE = "lazy"  # a device torch knows by name and asks for no driver of


@pytest.mark.parametrize(("device", "dtype", "installed", "chosen"), [
    (CPU, torch.float32, True, "cpu"),
    (CPU, torch.float64, True, "torch"),
    (CPU, torch.bfloat16, True, "torch"),
    (CUDA, torch.float32, True, "cuda"),
    (CUDA, torch.float32, False, "torch"),
    (CUDA, torch.float64, True, "torch"),
    (torch.device("meta"), torch.float32, True, "torch"),
])  # fmt: skip
def test_the_fastest_backend_that_keeps_the_precision_is_chosen(monkeypatch, device, dtype, installed, chosen):
    spec = ModuleSpec("triton", None) if installed else None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)
    assert choose_backend(AUTO, device, dtype) == chosen


def test_a_backend_that_is_asked_for_is_the_one():
    assert choose_backend("reference", CUDA, torch.float32) == "reference"
    with pytest.raises(UnknownNameError, match="Did you mean 'torch'"):
        choose_backend("torhc", CPU, torch.float32)


def test_a_rendering_names_the_backend_that_drew_it(make_sequence):
    sequence, frames = make_sequence(frames=2), np.array([0, 1])
    assert render_clip(DrAction(), sequence, frames, 8).backend == "cpu"
    assert render_clip(DrAction().double(), sequence, frames, 8).backend == "torch"
    assert render_clip(DrAction(DrActionConfig(backend="reference")), sequence, frames, 8).backend == "reference"


@pytest.mark.parametrize("config", [{}, {"depth_range": "person_frame", "velocity": "stride4"}, {"modulation": False}])
def test_everything_before_the_backend_follows_the_positions_to_their_device(monkeypatch, make_sequence, config):
    """Tensors that are on another device in name only: to mix them with others is an error, as it is on a real one."""
    found = []

    def stand_in(scene, cut, threads):
        found.append((scene.table.device, scene.depth.device, scene.starts.device))
        return scene.table.new_zeros(len(scene.starts) - 1, 3, *scene.size)

    monkeypatch.setitem(BACKENDS._items, "torch", stand_in)
    monkeypatch.setattr(posing, "_refuse_unfinite", lambda joints: None)  # there are no numbers to look at
    positions, scene = scene_of(make_sequence(people=2), np.array([0, 3]), 8)
    renderer = DrAction(DrActionConfig(**config))
    with FakeTensorMode() as fake:
        weights = {name: fake.from_tensor(value).to(THERE) for name, value in renderer.named_parameters()}
        there = fake.from_tensor(positions).to(THERE)
        pictures = torch.func.functional_call(renderer, weights, (there, scene))
    assert pictures.device == torch.device(THERE)
    assert found == [(pictures.device, pictures.device, CPU)]
