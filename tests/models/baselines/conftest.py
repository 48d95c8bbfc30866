"""Clips for readers: people of any topology who move at random, placed in view."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from skelbench.render import Camera, Scene
from skelbench.skeleton import KINECT_V1


@pytest.fixture
def make_clip():
    """make_clip(topology, people, frames, seed) -> positions (1 T P J 3) and their scene, all joints seen."""

    def make(topology=KINECT_V1, people=1, frames=12, seed=0, valid=None, size=56):
        rng = np.random.default_rng(seed)
        joints = len(topology.joints)
        start = rng.normal(0, 0.4, (1, 1, people, joints, 3)) + np.array([0, 0, 3.0])
        steps = rng.normal(0, 0.03, (1, frames, people, joints, 3)) * np.arange(1, people + 1)[:, None, None]
        seen = np.ones((frames, people, joints), bool) if valid is None else valid
        intrinsics = np.array([[size, 0, size / 2], [0, size, size / 2], [0, 0, 1.0]])
        camera = Camera(intrinsics, np.eye(4), (size, size))
        times, looked_at = np.arange(frames) / 10, np.array([1, frames // 2])
        scene = Scene(topology, seen, seen.any(-1), None, times, looked_at, camera)
        return torch.tensor(start + steps.cumsum(1), dtype=torch.float32), scene

    return make


@pytest.fixture
def exchanged():
    """exchanged(clip) -> the same clip with its people listed the other way round."""

    def other_way_round(clip):
        positions, scene = clip
        valid, present = scene.valid[:, ::-1].copy(), scene.present[:, ::-1].copy()
        return positions.flip(2), replace(scene, valid=valid, present=present)

    return other_way_round
