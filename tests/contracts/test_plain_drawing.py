"""Plain DrAction in single precision, by whatever path is fastest, held against its definition in double precision.

The definition is the general front-end and the `reference` backend. Skeletons are random: 5 to 60 joints, 1 to 4
people, joints off the picture, behind the camera, at one place, missing and unsure. Where single precision itself costs
more than the bar (a gradient that is the small sum of large ones, a joint seen from nearby and far aside), the path may
cost twice what two ways of the general front-end cost in single precision; one of them alone may be lucky.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.render import DrAction, DrActionConfig, Scene, fit_camera
from skelbench.render.camera import camera_at
from skelbench.skeleton import Topology

PLAIN = (
    {}, {"modulation": False}, {"depth_range": "none"}, {"depth_range": "person_frame", "velocity": "stride4"},
    {"samples_per_bone": 3, "joint_radius": 0.02, "bone_radius": 0.05, "gain": 1.5},
)  # fmt: skip


def random_topology(rng: np.random.Generator, joints: int) -> Topology:
    """A tree whose joints belong to no part, to one, or to another's; its last two are leaves of different joints."""
    names = tuple(f"joint_{row}" for row in range(joints))
    parents = [int(rng.integers(row)) for row in range(1, joints - 2)] + [0, 1]
    bones = tuple((names[parent], names[row]) for row, parent in enumerate(parents, start=1))
    part = rng.integers(0, 3, joints)
    parts = {kind: tuple(np.array(names)[part == row]) for row, kind in enumerate(("left_arm", "torso"))}
    return Topology(f"tree_{joints}", names, bones, parts={kind: row for kind, row in parts.items() if row})


def random_clip(seed: int, variants: int = 1) -> tuple[torch.Tensor, Scene]:
    rng = np.random.default_rng(seed)
    joints, people, frames = (int(rng.integers(low, high)) for low, high in ((5, 61), (1, 5), (2, 7)))
    topology = random_topology(rng, joints)
    positions = rng.normal(0, 0.5, (variants, frames, people, joints, 3)) + np.array([0, 0, 3.0])
    positions[:, 0, 0, 0, 2] -= 6  # behind the camera
    positions[:, :, 0, -1] = positions[:, :, 0, -2]  # at one place
    valid = rng.random((frames, people, joints)) < 0.95
    confidence = rng.random(valid.shape).astype(np.float32) if seed % 2 else None
    camera = camera_at((2.0, 0.5, -0.5), (0, 0, 3), 20) if seed % 3 else fit_camera(positions[0], valid, 20)
    positions[:, -1, -1, 3] += 5 * camera.world_to_camera[0, :3]  # off the picture
    times = np.cumsum(rng.uniform(0.02, 0.2, frames))
    looked_at = np.sort(rng.choice(frames, min(3, frames), replace=False))
    return torch.tensor(positions), Scene(topology, valid, valid.any(-1), confidence, times, looked_at, camera)


def drawn(renderer: DrAction, positions: torch.Tensor, scene: Scene) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    joints = positions.clone().requires_grad_()
    pictures = renderer(joints, scene)
    weights = torch.linspace(-1, 1, pictures.numel()).reshape(pictures.shape).mul(40).sin().to(pictures)
    (pictures * weights).sum().backward()
    gradients = {name: value.grad for name, value in renderer.named_parameters() if value.grad is not None}
    return pictures.detach(), {"positions": joints.grad, **gradients}


@pytest.mark.parametrize("options", PLAIN, ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_the_fast_path_draws_what_is_defined(seed, options):
    positions, scene = random_clip(seed)
    config = DrActionConfig(cut=0.0, threads=1, **options)
    assert config.plain
    fast = DrAction(config)
    exact = DrAction(DrActionConfig(cut=0.0, backend="reference", **options))
    singles = [DrAction(DrActionConfig(cut=0.0, backend=name, **options)) for name in ("reference", "torch")]
    exact.double().load_state_dict(fast.state_dict())
    found, gradients = drawn(fast, positions.float(), scene)
    expected, wanted = drawn(exact, positions.float().double(), scene)
    rounded = [drawn(single, positions.float(), scene) for single in singles]
    noise = max(float((plain - expected).abs().max()) for plain, _ in rounded)
    assert (found - expected).abs().max() < 5e-6 * config.gain + noise
    assert gradients.keys() == wanted.keys()
    for name, gradient in wanted.items():
        noise = max(float((also[name] - gradient).norm()) for _, also in rounded)
        assert (gradients[name] - gradient).norm() <= 1e-5 * gradient.norm() + 2 * noise + 1e-9, name
