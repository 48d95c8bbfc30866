"""Where Gaussians sit on a body and which features they carry."""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn

from skelbench.errors import RenderError
from skelbench.render.appearance import PART_FEATURES
from skelbench.render.rig import Rig, rig_of
from skelbench.skeleton import Topology

__all__ = ["Body", "FixedBody", "TopologyBody"]


class Body(nn.Module, ABC):
    """Rigs and features of the skeletons a renderer can draw."""

    @abstractmethod
    def rig(self, topology: Topology) -> Rig:
        """The rig of a topology."""

    @abstractmethod
    def features(self, rig: Rig) -> Tensor:
        """(N 3) what the appearance head reads."""


class TopologyBody(Body):
    """Any topology: Gaussians by rule, features shared by kinematic part, so that nothing depends on a file format."""

    def __init__(self, samples_per_bone: int, joint_radius: float, bone_radius: float) -> None:
        super().__init__()
        self.samples_per_bone, self.radii = samples_per_bone, (joint_radius, bone_radius)
        self.part_features = nn.Parameter(torch.tensor(PART_FEATURES))  # (7 3)

    def rig(self, topology: Topology) -> Rig:
        """The rig of a topology, remembered by the topology's content."""
        return rig_of(topology, self.samples_per_bone, *self.radii)

    def features(self, rig: Rig) -> Tensor:
        """(N 3) part features blended as the joints are."""
        return torch.tensor(rig.parts).to(self.part_features) @ self.part_features


class FixedBody(Body):
    """One rig with a feature row for each of its Gaussians, as the published weights have it."""

    def __init__(self, rig: Rig, joints: tuple[str, ...], features: Tensor) -> None:
        super().__init__()
        self._rig, self.joints = rig, joints
        self.canonical_features = nn.Parameter(features)  # (N 3)

    def rig(self, topology: Topology) -> Rig:
        """The one rig.

        Raises:
            RenderError: the topology has other joints.
        """
        if topology.joints != self.joints:
            raise RenderError(
                f"These renderer weights draw the {len(self.joints)} joints {self.joints[0]} ... {self.joints[-1]} "
                f"only, found topology '{topology.name}' with {len(topology.joints)} joints"
            )
        return self._rig

    def features(self, rig: Rig) -> Tensor:
        """(N 3) a row for each Gaussian."""
        return self.canonical_features
