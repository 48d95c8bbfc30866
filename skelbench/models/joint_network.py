"""The plain yardstick: a dilated convolution network over joint positions, which draws nothing and says nothing."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn

from skelbench.errors import ModelError

__all__ = ["JointNetwork", "JointNetworkShape", "joint_features"]


@dataclass(frozen=True)
class JointNetworkShape:
    """Size of a joint network; the default has about half a million parameters."""

    joints: int = 20
    width: int = 128
    dilations: tuple[int, ...] = (1, 2, 4, 8, 1, 2)
    dropout: float = 0.3


def joint_features(positions: Float[Tensor, "B T J 3"], step: Float[Tensor, " B"], root: int) -> Float[Tensor, "B F T"]:
    """What the network reads: joints from their clip's middle, joints from the root joint, and velocities (m/s).

    `step` is the time between two frames, seconds.
    """
    middle = positions.mean((1, 2), keepdim=True)
    centred = positions - middle
    relative = positions - positions[:, :, root : root + 1]
    velocity = torch.gradient(positions, dim=1)[0] / step.clamp(min=1e-3)[:, None, None, None]
    features = torch.cat([centred, relative, 0.5 * velocity.clamp(-8, 8)], dim=-1)
    return features.flatten(2).transpose(1, 2)


class _Block(nn.Module):
    """Dilated convolution of three frames with a residual path (after Bai et al. 2018, arXiv 1803.01271)."""

    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.path = nn.Sequential(
            nn.BatchNorm1d(width), nn.ReLU(), nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation),
            nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(dropout), nn.Conv1d(width, width, 1),
        )  # fmt: skip

    def forward(self, features: Float[Tensor, "B W T"]) -> Float[Tensor, "B W T"]:
        """Features of the same shape."""
        return features + self.path(features)  # type: ignore[no-any-return]


class JointNetwork(nn.Module):
    """Joint positions and the time between frames -> a score for each of C labels."""

    def __init__(self, labels: tuple[str, ...], root: int, shape: JointNetworkShape | None = None) -> None:
        super().__init__()
        self.labels, self.root, self.shape = labels, root, shape or JointNetworkShape()
        width, dropout = self.shape.width, self.shape.dropout
        self.enter = nn.Conv1d(9 * self.shape.joints, width, 3, padding=1)
        self.blocks = nn.Sequential(*(_Block(width, dilation, dropout) for dilation in self.shape.dilations))
        self.leave = nn.Sequential(nn.BatchNorm1d(2 * width), nn.Dropout(dropout), nn.Linear(2 * width, len(labels)))

    def forward(self, positions: Float[Tensor, "B T J 3"], step: Float[Tensor, " B"]) -> Float[Tensor, "B C"]:
        """Scores (logits) of every label.

        Raises:
            ModelError: the clips have another number of joints.
        """
        if positions.shape[2] != self.shape.joints:
            raise ModelError(f"The joint network reads {self.shape.joints} joints, found {positions.shape[2]}")
        seen = self.blocks(self.enter(joint_features(positions, step, self.root)))
        return self.leave(torch.cat([seen.mean(2), seen.amax(2)], dim=1))  # type: ignore[no-any-return]
