"""Where Gaussians sit on a body, how far they reach, and which features they carry."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from skelbench.errors import RenderError
from skelbench.render.appearance import PART_FEATURES
from skelbench.render.rig import PART_ROWS, Blend, Rig, rig_of
from skelbench.render.spread import Shape, Turning, like
from skelbench.skeleton import Topology

__all__ = ["Body", "BodyConfig", "FixedBody", "Origin", "TopologyBody"]

_SALIENCY_LOGIT = 2.0  # a learned gate is nearly open at first


class Body(nn.Module, ABC):
    """Rigs, shapes and features of the skeletons a renderer can draw."""

    @abstractmethod
    def rig(self, topology: Topology) -> Rig:
        """The rig of a topology."""

    @abstractmethod
    def features(self, rig: Rig) -> Tensor:
        """(N 3) what the appearance head reads."""

    @abstractmethod
    def shape(self, rig: Rig) -> Shape:
        """What of the rig is learned, or not round."""

    @abstractmethod
    def saliency(self, rig: Rig) -> Tensor | None:
        """(N) logits of a learned gate, or None where the body has none."""


@dataclass(frozen=True)
class BodyConfig:
    """How a `TopologyBody` is built; the fields are those of `DrActionConfig`."""

    samples_per_bone: int
    joint_radius: float  # metres
    bone_radius: float
    blend: Blend = "topology"
    turning: Turning = "bone"
    bone_stretch: float = 1.0
    learned_scales: bool = False
    learned_gate: bool = False


class TopologyBody(Body):
    """Any topology: Gaussians by rule, all that is learned shared by kinematic part, so that no file format matters."""

    def __init__(self, config: BodyConfig) -> None:
        super().__init__()
        self.config = config
        rows = len(PART_ROWS)
        self.part_features = nn.Parameter(torch.tensor(PART_FEATURES))  # (7 3)
        if config.blend == "learned":  # added to the logit of a sample's fraction of its bone
            self.blend_shifts = nn.Parameter(torch.zeros(rows, config.samples_per_bone))
        if config.learned_scales:  # of joints and bones, along, across and through
            self.log_scales = nn.Parameter(torch.zeros(2, rows, 3))
        if config.learned_gate:  # of joints and bones
            self.part_saliency = nn.Parameter(torch.full((2, rows), _SALIENCY_LOGIT))

    def rig(self, topology: Topology) -> Rig:
        """The rig of a topology, remembered by the topology's content."""
        config = self.config
        return rig_of(topology, config.samples_per_bone, config.joint_radius, config.bone_radius, config.blend)

    def features(self, rig: Rig) -> Tensor:
        """(N 3) part features blended as the joints are."""
        return like(self.part_features, rig.parts) @ self.part_features

    def shape(self, rig: Rig) -> Shape:
        """Blend weights where they are learned, scales where they are not round."""
        config = self.config
        weights = self._weights(rig) if config.blend == "learned" else None
        scales = self._scales(rig) if config.learned_scales or config.bone_stretch != 1 else None
        return Shape(weights, scales, config.turning)

    def saliency(self, rig: Rig) -> Tensor | None:
        """(N) logits, a value for each part's joints and one for its bones."""
        return self._by_kind(rig, self.part_saliency[..., None])[:, 0] if self.config.learned_gate else None

    def _weights(self, rig: Rig) -> Tensor:
        """(N J): a sample at fraction f of its bone is carried by sigmoid(logit(f) + shift) of its far end."""
        joints = rig.weights.shape[1]
        samples = self.config.samples_per_bone
        fractions = torch.arange(1, samples + 1).to(self.blend_shifts) / (samples + 1)
        parts = like(self.blend_shifts, rig.parts[joints:]).reshape(-1, samples, len(PART_ROWS))
        shifts = torch.einsum("bsp,ps->bs", parts, self.blend_shifts)
        second = torch.sigmoid(torch.logit(fractions) + shifts).reshape(-1, 1)
        owners = torch.eye(joints).to(self.blend_shifts)
        near, far = (owners[rows.tolist()] for rows in rig.between[joints:].T)
        return torch.cat([owners, (1 - second) * near + second * far])

    def _scales(self, rig: Rig) -> Tensor:
        """(N 3) metres along the bone, across and through."""
        config = self.config
        on_bone = rig.between[:, 0] != rig.between[:, 1]
        stretch = np.where(on_bone[:, None], [config.bone_stretch, 1.0, 1.0], 1.0)
        scales = like(self.part_features, rig.radii[:, None] * stretch)
        return scales * self._by_kind(rig, self.log_scales).exp() if config.learned_scales else scales

    def _by_kind(self, rig: Rig, table: Tensor) -> Tensor:
        """(N …) rows of a table (2 7 …) of joints' and bones' values, blended by part."""
        blended = torch.einsum("np,kp...->kn...", like(table, rig.parts), table)
        on_bone = torch.tensor(rig.between[:, 0] != rig.between[:, 1], device=table.device)
        return torch.where(on_bone.reshape(-1, *[1] * (table.ndim - 2)), blended[1], blended[0])


@dataclass(frozen=True, eq=False)
class Origin:
    """What a file of published weights held beside numbers that are trained, kept so that it can be written again."""

    buffers: Mapping[str, Tensor] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    dtypes: Mapping[str, torch.dtype] = field(default_factory=dict)  # tensor name -> as it was in the file


class FixedBody(Body):
    """One rig with a feature row for each of its Gaussians, as the published weights have it."""

    def __init__(
        self, rig: Rig, joints: tuple[str, ...], features: Tensor, origin: Origin | None = None,
        turning: Turning = "bone",
    ) -> None:  # fmt: skip
        super().__init__()
        self._rig, self.joints, self.turning = rig, joints, turning
        self.origin = origin or Origin()
        self.canonical_features = nn.Parameter(features)  # (N 3)

    @property
    def own_rig(self) -> Rig:
        """The one rig."""
        return self._rig

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

    def shape(self, rig: Rig) -> Shape:
        """Nothing is learned but the features."""
        return Shape(turning=self.turning)

    def saliency(self, rig: Rig) -> Tensor | None:
        """None: the published gate hangs on motion."""
        return None
