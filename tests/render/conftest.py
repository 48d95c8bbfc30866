"""Scenes whose picture is known without drawing them, and random ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from skelbench.render import Camera, Splats
from skelbench.skeleton import KINECT_V2, SkeletonSequence, Topology


def one_joint() -> Topology:
    return Topology("one_joint", ("dot",), ())


def two_bones() -> Topology:
    return Topology("two_bones", ("a", "b", "c"), (("a", "b"), ("b", "c")))


def standing(frames: int = 6, people: int = 1, seed: int = 0) -> SkeletonSequence:
    """People of random joints that drift to the right, 3 m away, 30 frames a second."""
    rng = np.random.default_rng(seed)
    joints = len(KINECT_V2.joints)
    positions = rng.normal(0, 0.4, (1, people, joints, 3)) + np.array([0, 0, 3.0])
    drift = np.linspace(0, 0.3, frames)[:, None, None, None] * np.array([1.0, 0, 0])
    return SkeletonSequence(KINECT_V2, (positions + drift).astype(np.float32), np.arange(frames) / 30)


def random_splats(seed: int, counts: tuple[int, ...], size: tuple[int, int]) -> Splats:
    """Splats in double precision, partly outside the picture, some at the very same depth."""
    generator = torch.Generator().manual_seed(seed)

    def uniform(low: float, high: float, *shape: int) -> torch.Tensor:
        return low + (high - low) * torch.rand(*shape, generator=generator, dtype=torch.float64)

    total = sum(counts)
    spread = uniform(0.3, 4, total)
    x, y = uniform(-1, 1, total), uniform(-1, 1, total)
    wide, high, slant = spread**2 * (1 + x**2), spread**2 * (1 + y**2), -(spread**2) * x * y
    area = wide * high - slant**2
    columns, rows = uniform(-6, size[1] + 6, total), uniform(-6, size[0] + 6, total)
    shape = torch.stack([columns, rows, high / area, -slant / area, wide / area, uniform(0, 1, total)], dim=1)
    table = torch.cat([shape, uniform(0, 1, total, 3)], dim=1).requires_grad_()
    depth = uniform(1, 4, total)
    depth[: total // 3] = 2.0
    starts = torch.tensor(np.cumsum([0, *counts]))
    return Splats(table, depth, starts, size)


def simple_camera(size: int = 9, focal: float = 10.0) -> Camera:
    """Looks along +z from the origin, the axis through the middle pixel."""
    middle = (size - 1) / 2
    return Camera(np.array([[focal, 0, middle], [0, focal, middle], [0, 0, 1.0]]), np.eye(4), (size, size))


@pytest.fixture
def make_splats() -> Callable[[int, tuple[int, ...], tuple[int, int]], Splats]:
    return random_splats


@pytest.fixture
def make_sequence() -> Callable[..., SkeletonSequence]:
    return standing


@pytest.fixture
def camera() -> Camera:
    return simple_camera()


@pytest.fixture
def dot() -> Topology:
    return one_joint()


@pytest.fixture
def chain() -> Topology:
    return two_bones()
