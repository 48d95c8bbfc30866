"""DrAction: a differentiable picture of skeletons (SkeletonLLM, arXiv 2603.18003), for any topology."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn

from skelbench.errors import ParameterError
from skelbench.render.appearance import Shade, depth_ramp, modulate, new_appearance_head, new_modulation_head
from skelbench.render.body import Body, TopologyBody
from skelbench.render.footprint import footprints
from skelbench.render.perceptron import apply_perceptron
from skelbench.render.posing import Clip, Cloud, Poses, Velocity, gather_cloud, poses_of
from skelbench.render.rig import Rig
from skelbench.render.scene import Scene
from skelbench.render.splats import AUTO, BACKENDS, Splats, choose_backend
from skelbench.render.threads import default_threads

__all__ = ["DrAction", "DrActionConfig"]

DepthRange = Literal["person_frame", "clip", "none"]


@dataclass(frozen=True)
class DrActionConfig:
    """What DrAction draws and how.

    Raises:
        ParameterError: a number is out of range.
    """

    samples_per_bone: int = 10
    joint_radius: float = 0.035  # metres, one standard deviation; SkeletonLLM's is 0.02002
    bone_radius: float = 0.035
    modulation: bool = True  # colour and opacity change with position and velocity
    velocity: Velocity = "per_second"  # "stride4": metres four frames ahead, as published
    depth_range: DepthRange = "clip"  # what the depth colour spans; "person_frame" as published
    backend: str = AUTO  # or the name of one, whatever device and precision the positions have
    cut: float = 1e-6  # Gaussian weights below it may be left out
    threads: int = 0  # 0: SKELBENCH_THREADS, or two
    gain: float = 1.0  # brightness, clipped at white
    seed: int = 0  # of the parameters a new renderer starts from

    def __post_init__(self) -> None:
        wrong = {
            "samples_per_bone": self.samples_per_bone >= 0,
            "joint_radius": self.joint_radius > 0,
            "bone_radius": self.bone_radius > 0,
            "cut": 0 <= self.cut < 1,
            "threads": self.threads >= 0,
            "gain": self.gain > 0,
        }
        for name in [name for name, fine in wrong.items() if not fine]:
            raise ParameterError(f"DrActionConfig's {name} is out of range: {getattr(self, name)}")


class DrAction(nn.Module):
    """Joints to pictures: Gaussians on joints and bones, their learned look, their footprint, blended by depth."""

    def __init__(self, config: DrActionConfig | None = None, body: Body | None = None) -> None:
        super().__init__()
        self.config = config or DrActionConfig()
        generator = torch.Generator().manual_seed(self.config.seed)
        self.body = body or TopologyBody(
            self.config.samples_per_bone, self.config.joint_radius, self.config.bone_radius
        )
        self.appearance_head = new_appearance_head(generator)  # 3 -> 64 -> 4: colour and opacity
        self.modulation_head = new_modulation_head(generator) if self.config.modulation else None  # 10 -> 64 -> 5
        self.depth_mix_logit = nn.Parameter(torch.tensor(-1.1))  # a quarter of the colour tells depth at first

    def forward(self, positions: Tensor, scene: Scene) -> Tensor:
        """Pictures (B F 3 H W) in [0, 1] of B variants (B T P J 3) of the clip the scene belongs to."""
        return self.draw([(positions, scene)])[0]

    def draw(self, clips: Sequence[Clip]) -> list[Tensor]:
        """Pictures (B F 3 H W) of several clips at once, all of one picture size.

        Raises:
            RenderError: positions do not fit their scene, the picture sizes differ, or the backend cannot draw on
                the device the positions are on.
        """
        return self.draw_poses([poses_of(positions, scene, self.config.velocity) for positions, scene in clips])

    def backend_for(self, tensor: Tensor) -> str:
        """The name of the backend that draws positions of this device and precision."""
        return choose_backend(self.config.backend, tensor.device, tensor.dtype)

    def draw_poses(self, poses: Sequence[Poses]) -> list[Tensor]:
        """Pictures (B F 3 H W) of joints whose velocities are known."""
        rigs = [self.body.rig(one.scene.topology) for one in poses]
        cloud = gather_cloud(poses, rigs)
        raw = self._raw_looks(poses, rigs)
        shade = self._shade(cloud, raw)
        table = torch.cat([footprints(cloud), shade.opacity[:, None], shade.colour], dim=1)
        splats = Splats(table, cloud.points[:, 2].detach(), cloud.starts, cloud.size)
        backend = BACKENDS[self.backend_for(table)]
        pictures = backend(splats, self.config.cut, self.config.threads or default_threads())
        if self.config.gain != 1:
            pictures = (pictures * self.config.gain).clamp(max=1)
        counts = [one.joints.shape[:2] for one in poses]
        parts = torch.split(pictures, [variants * frames for variants, frames in counts])
        return [part.reshape(*count, *part.shape[1:]) for part, count in zip(parts, counts, strict=True)]

    def _raw_looks(self, poses: Sequence[Poses], rigs: Sequence[Rig]) -> Tensor:
        """(G 4) what the appearance head says of every Gaussian, before any sigmoid."""
        heads = {id(rig): self.appearance_head(self.body.features(rig)) for rig in {id(r): r for r in rigs}.values()}
        looks = []
        for one, rig in zip(poses, rigs, strict=True):
            raw = heads[id(rig)]
            repeats = int(np.prod(one.joints.shape[:3]))
            looks.append(raw.expand(repeats, *raw.shape).reshape(-1, 4))
        return torch.cat(looks)

    def _shade(self, cloud: Cloud, raw: Tensor) -> Shade:
        change = None
        if self.modulation_head is not None:
            change = apply_perceptron(self.modulation_head, torch.cat([cloud.motion, raw], dim=1), self.config.threads)
        shade = modulate(raw, change)
        colour = shade.colour
        if self.config.depth_range != "none":
            mix = torch.sigmoid(self.depth_mix_logit)
            colour = torch.clamp((1 - mix) * colour + mix * depth_ramp(cloud, self.config.depth_range), 0, 1)
        return Shade(colour, shade.opacity * cloud.visible)
