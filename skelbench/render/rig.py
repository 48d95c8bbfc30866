"""Which Gaussians a topology wears: one on each joint and a row of them along each bone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from skelbench.skeleton import PARTS, Topology

__all__ = ["PART_ROWS", "Rig", "rig_of"]

FloatArray = npt.NDArray[np.float64]

PART_ROWS = (*PARTS, "other")  # rows of a table of parts; "other" is for joints of no part
_OWNED = 1e-4  # a blend weight from which a joint carries a Gaussian (softmax of logits leaves dust of 1e-9)


@dataclass(frozen=True, eq=False)
class Rig:
    """N Gaussians and how J joints carry them: mean_k = sum_j weights_kj p_j + offset_k."""

    weights: FloatArray  # (N J), rows sum to 1
    offsets: FloatArray  # (N 3) metres
    parts: FloatArray  # (N 7) share of each of PART_ROWS
    radii: FloatArray  # (N) metres, one standard deviation

    @property
    def owners(self) -> npt.NDArray[np.bool_]:
        """(N J) which joints carry which Gaussian."""
        return np.asarray(self.weights > _OWNED)

    def __len__(self) -> int:
        return int(self.weights.shape[0])


def rig_of(topology: Topology, samples_per_bone: int, joint_radius: float, bone_radius: float) -> Rig:
    """The rig of any topology: joints in their order, then bone by bone at fractions s / (samples + 1)."""
    return _rig(_ByContent(topology, topology.content_hash), samples_per_bone, (joint_radius, bone_radius))


@dataclass(frozen=True, eq=False)
class _ByContent:
    """A topology that is looked up by what it holds."""

    topology: Topology
    content_hash: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and other.content_hash == self.content_hash

    def __hash__(self) -> int:
        return hash(self.content_hash)


@lru_cache(maxsize=256)
def _rig(key: _ByContent, samples: int, radii: tuple[float, float]) -> Rig:
    topology = key.topology
    joints, bones = len(topology.joints), len(topology.bones)
    weights = np.zeros((joints + bones * samples, joints))
    weights[:joints] = np.eye(joints)
    fractions = np.arange(1, samples + 1) / (samples + 1)
    for bone, (first, second) in enumerate(topology.bone_rows):
        rows = slice(joints + bone * samples, joints + (bone + 1) * samples)
        weights[rows, first] += 1 - fractions
        weights[rows, second] += fractions
    radius = np.where(np.arange(len(weights)) < joints, *radii)
    rig = Rig(weights, np.zeros((len(weights), 3)), weights @ _parts_of_joints(topology), radius)
    for array in (rig.weights, rig.offsets, rig.parts, rig.radii):
        array.setflags(write=False)
    return rig


def _parts_of_joints(topology: Topology) -> FloatArray:
    rows = [
        PART_ROWS.index(part) if (part := topology.part_of.get(j)) in PARTS else len(PARTS) for j in topology.joints
    ]
    return np.eye(len(PART_ROWS))[rows]
