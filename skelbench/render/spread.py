"""How far Gaussians reach in each direction, where they are not round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from skelbench.render.rig import Rig
from skelbench.render.rotations import blended_rotations

__all__ = ["Shape", "Turning", "like", "rest_frames", "spread_along_bones", "spread_by_joints"]

Turning = Literal["bone", "joint", "published"]
_LEAST_BONE = 1e-4  # metres; a bone much shorter than this has no direction, and its Gaussians are as wide as long


@dataclass(frozen=True, eq=False)
class Shape:
    """What of a rig is learned, or not round."""

    weights: Tensor | None = None  # (N J) blend weights; None: the rig's own
    scales: Tensor | None = None  # (N 3) metres along the bone, across it, and through; None: round, the rig's radii
    turning: Turning = "bone"

    @property
    def plain(self) -> bool:
        """Whether the rig says it all."""
        return self.weights is None and self.scales is None and self.turning == "bone"


def like(tensor: Tensor, array: npt.NDArray[np.generic]) -> Tensor:
    """The array in the precision and on the device of the tensor."""
    return torch.tensor(array, dtype=tensor.dtype, device=tensor.device)


def spread_along_bones(joints: Tensor, rig: Rig, scales: Tensor) -> Tensor:
    """(… N 3 3) covariances of ellipsoids of revolution about the bones as they lie: w^2 I + (l^2 - w^2) d d^T.

    d is the bone's direction, l the scale along it, w the geometric mean of the other two. On a joint a Gaussian is
    round, its radius the geometric mean of all three.

    Args:
        joints: (… J 3).
        rig: whose Gaussians they are.
        scales: (N 3) metres.
    """
    first, second = torch.tensor(rig.between, device=joints.device).unbind(1)
    on_bone = (first != second)[:, None]
    logs = scales.log()
    logs = torch.where(on_bone, torch.stack([logs[:, 0], logs[:, 1:].mean(1)], 1), logs.mean(1, keepdim=True))
    long, wide = (2 * logs).exp().unbind(1)
    way = joints[..., second, :] - joints[..., first, :]
    outer = way[..., :, None] * way[..., None, :] / (way.square().sum(-1) + _LEAST_BONE**2)[..., None, None]
    return wide[:, None, None] * torch.eye(3).to(joints) + (long - wide)[:, None, None] * outer


def spread_by_joints(turns: Tensor, rig: Rig, axes: npt.NDArray[np.float64], shape: Shape) -> tuple[Tensor, Tensor]:
    """(… N 3 3) blended rotations R and covariances (R F) diag(s^2) (R F)^T, F the frames of the rest pose.

    Args:
        turns: rotations of the joints (… J 3 3).
        rig: whose Gaussians they are.
        axes: (E 3) where each bone points in the rest pose.
        shape: blend weights and scales; without scales the rig's own.
    """
    weights = like(turns, rig.weights) if shape.weights is None else shape.weights
    turned = blended_rotations(turns, weights)
    if shape.scales is None:
        ball = rig.radii[:, None, None] ** 2 * np.eye(3)
        return turned, turned @ like(turns, ball if rig.spread is None else rig.spread) @ turned.mT
    frames = turned @ like(turns, rest_frames(rig, axes))
    return turned, (frames * shape.scales.square()[:, None, :]) @ frames.mT


def rest_frames(rig: Rig, axes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(N 3 3) columns along the bone, across and through; a joint's Gaussian lies as the bone that leads to it.

    "Through" is what is left of forward (z) at right angles to the bone, or of up (y) for a bone that points forward.
    """
    along = np.tile([0.0, 1.0, 0.0], (len(rig), 1))
    known = rig.bones >= 0
    along[known] = axes[rig.bones[known]]
    forward = np.where(np.abs(along[:, 2:]) < 0.9, [0.0, 0.0, 1.0], [0.0, 1.0, 0.0])
    through = forward - (forward * along).sum(1, keepdims=True) * along
    through /= np.linalg.norm(through, axis=1, keepdims=True)
    return np.stack([along, np.cross(through, along), through], axis=-1)
