"""How much of a pose its picture keeps: joints fitted back from the pictures alone, by gradient descent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from skelbench.errors import ParameterError, RenderError
from skelbench.render.scene import Scene

__all__ = ["JointErrors", "RecoveryConfig", "joint_errors", "recover_joints"]

FloatArray = npt.NDArray[np.float64]
Draw = Callable[[Tensor, Scene], Tensor]  # (B T P J 3), scene -> (B F 3 H W): what every renderer is


@dataclass(frozen=True)
class RecoveryConfig:
    """How the joints are searched for.

    Raises:
        ParameterError: a number is out of range.
    """

    steps: int = 300
    rate: float = 0.01  # metres, the longest first step of a coordinate; it falls to zero along a cosine
    levels: int = 5  # pictures are compared at full size and halved again and again, so that far limbs feel each other

    def __post_init__(self) -> None:
        if self.steps < 1 or self.rate <= 0 or not 1 <= self.levels <= 8:
            raise ParameterError(
                "A recovery takes at least 1 step, a rate above 0 and 1 to 8 levels, "
                f"found {self.steps}, {self.rate:g} and {self.levels}"
            )


@dataclass(frozen=True, eq=False)
class JointErrors:
    """How far joints are from where they were, in cm; those that are not drawn are NaN."""

    distance: FloatArray  # (F P J)
    in_plane: FloatArray  # (F P J) at right angles to the camera's axis
    depth: FloatArray  # (F P J) along the camera's axis, without its sign

    def median(self) -> tuple[float, float, float]:
        """Medians over all joints: distance, in the picture's plane, in depth."""
        return float(np.nanmedian(self.distance)), float(np.nanmedian(self.in_plane)), float(np.nanmedian(self.depth))


def recover_joints(
    draw: Draw, pictures: Tensor, scene: Scene, start: Tensor, config: RecoveryConfig | None = None
) -> tuple[Tensor, list[float]]:
    """Joints (1 T P J 3) whose pictures are the given ones, and the loss of every step.

    Only the pictures are asked: no bone lengths, no smoothness. Camera, topology, times and who is there are the
    scene's. The loss is the mean squared difference, summed over sizes halved again and again.

    Args:
        draw: a renderer.
        pictures: (F 3 H W) in [0, 1].
        scene: of the clip; joints of frames it does not look at only move as far as velocities need it.
        start: (1 T P J 3) metres.
        config: steps, rate and sizes.

    Raises:
        RenderError: the pictures are not those the scene asks for.
    """
    config = config or RecoveryConfig()
    expected = (len(scene.frames), 3, *scene.camera.size)
    if tuple(pictures.shape) != expected:
        raise RenderError(f"The scene asks for pictures of shape {expected}, found {tuple(pictures.shape)}")
    joints = start.detach().clone().requires_grad_()
    wanted = _pyramid(pictures.to(start), config.levels)
    optimiser = torch.optim.Adam([joints], lr=config.rate, betas=(0.9, 0.95))
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, config.steps)
    losses = []
    for _ in range(config.steps):
        optimiser.zero_grad()
        found = _pyramid(draw(joints, scene)[0], config.levels)
        loss = torch.stack([(a - b).square().mean() for a, b in zip(found, wanted, strict=True)]).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        falling.step()
        losses.append(float(loss.detach()))
    return joints.detach(), losses


def joint_errors(found: Tensor, truth: Tensor, scene: Scene) -> JointErrors:
    """Errors of joints (1 T P J 3) in the frames the scene looks at."""
    turn = scene.camera.world_to_camera[:3, :3]
    away = (found - truth)[0, scene.frames].detach().cpu().double().numpy() @ turn.T * 100
    there = (scene.valid & scene.present[..., None])[scene.frames]
    away = np.where(there[..., None], away, np.nan)
    return JointErrors(np.linalg.norm(away, axis=-1), np.linalg.norm(away[..., :2], axis=-1), np.abs(away[..., 2]))


def _pyramid(pictures: Tensor, levels: int) -> list[Tensor]:
    sizes = [pictures]
    while len(sizes) < levels and min(sizes[-1].shape[-2:]) >= 2:
        sizes.append(avg_pool2d(sizes[-1], 2))
    return sizes
