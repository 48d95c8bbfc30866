"""Which Gaussians a topology wears: one on each joint and a row of them along each bone."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from skelbench.errors import RenderError
from skelbench.skeleton import PARTS, Topology, canonical_pose

__all__ = ["PART_ROWS", "Blend", "Rig", "rig_of"]

FloatArray = npt.NDArray[np.float64]
Blend = Literal["topology", "distance", "uniform", "learned"]

PART_ROWS = (*PARTS, "other")  # rows of a table of parts; "other" is for joints of no part
_OWNED = 1e-4  # a blend weight from which a joint carries a Gaussian (softmax of logits leaves dust of 1e-9)
_REACH = 0.1  # metres, standard deviation of a joint's pull when Gaussians are blended by distance
_BODY_AXES = np.array([-1.0, 1.0, -1.0])  # x and z half round: from a camera's guest to x left, y up, z forward


@dataclass(frozen=True, eq=False)
class Rig:
    """N Gaussians and how J joints carry them: mean_k = sum_j weights_kj p_j + offset_k.

    The rest pose (`rest_joints`, `rest_means`) is in the axes of joints that do not turn; only clips with orientations
    need it.
    """

    weights: FloatArray  # (N J), rows sum to 1
    offsets: FloatArray  # (N 3) metres
    parts: FloatArray  # (N 7) share of each of PART_ROWS
    radii: FloatArray  # (N) metres, one standard deviation
    ends: npt.NDArray[np.int64] | None = None  # (N 2) joints a Gaussian lies between, twice the same on a joint
    bones: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # (N) its bone, or -1
    rest_joints: FloatArray | None = None  # (J 3) metres
    rest_means: FloatArray | None = None  # (N 3) metres
    spread: FloatArray | None = None  # (N 3 3) covariances at rest in m^2, of Gaussians that are not round

    def __post_init__(self) -> None:
        for item in fields(self):
            if isinstance(array := getattr(self, item.name), np.ndarray):
                array.setflags(write=False)

    @property
    def owners(self) -> npt.NDArray[np.bool_]:
        """(N J) which joints carry which Gaussian."""
        return np.asarray(self.weights > _OWNED)

    @cached_property
    def between(self) -> npt.NDArray[np.int64]:
        """(N 2) the joints each Gaussian lies between; those of the largest weights where the rig does not say."""
        if self.ends is not None:
            return self.ends
        first, second = np.sort(np.argsort(self.weights, axis=1, kind="stable")[:, -2:], axis=1).T
        single = self.weights.max(1) > 1 - _OWNED
        owner = self.weights.argmax(1)
        return np.stack([np.where(single, owner, first), np.where(single, owner, second)], axis=1)

    def __len__(self) -> int:
        return int(self.weights.shape[0])


def rig_of(
    topology: Topology, samples_per_bone: int, joint_radius: float, bone_radius: float, blend: Blend = "topology"
) -> Rig:
    """The rig of any topology: joints in their order, then bone by bone at fractions s / (samples + 1).

    `blend` says which joints carry what lies on a bone. "topology" and "learned": its two ends, by the fraction (what
    is learned is added by the body). "uniform": its two ends, half each. "distance": all joints, by a Gaussian of the
    distance in the rest pose. The last two leave offsets that keep the rest pose as it is.

    Raises:
        RenderError: a rest pose is needed and the topology has none.
    """
    key = _ByContent(topology, topology.content_hash)
    return _rig(key, samples_per_bone, (joint_radius, bone_radius), "topology" if blend == "learned" else blend)


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
def _rig(key: _ByContent, samples: int, radii: tuple[float, float], blend: Blend) -> Rig:
    topology = key.topology
    joints, bones = len(topology.joints), len(topology.bones)
    along = np.zeros((joints + bones * samples, joints))  # where each Gaussian lies, as shares of joints
    along[:joints] = np.eye(joints)
    fractions = np.arange(1, samples + 1) / (samples + 1)
    ends = np.repeat(np.array(topology.bone_rows, np.int64).reshape(-1, 2), samples, axis=0)
    for bone, (first, second) in enumerate(topology.bone_rows):
        rows = slice(joints + bone * samples, joints + (bone + 1) * samples)
        along[rows, first] += 1 - fractions
        along[rows, second] += fractions
    rest = canonical_pose(topology)
    if rest is None and blend != "topology":
        raise RenderError(
            f"Gaussians blended by '{blend}' need a rest pose, topology '{topology.name}' has none: "
            "give it rest_directions, or blend by topology"
        )
    weights = along if rest is None else _blended(along, rest, blend)
    return Rig(
        weights=weights,
        offsets=np.zeros((len(along), 3)) if rest is None or blend == "topology" else (along - weights) @ rest,
        parts=along @ _parts_of_joints(topology),
        radii=np.where(np.arange(len(along)) < joints, *radii),
        ends=np.concatenate([np.repeat(np.arange(joints), 2).reshape(-1, 2), ends]),
        bones=np.concatenate([_bones_of_joints(topology), np.repeat(np.arange(bones), samples)]),
        rest_joints=None if rest is None else rest * _BODY_AXES,
        rest_means=None if rest is None else along @ rest * _BODY_AXES,
    )


def _blended(along: FloatArray, rest: FloatArray, blend: Blend) -> FloatArray:
    """(N J) blend weights of Gaussians that lie at `along` (N J) of the rest pose (J 3)."""
    if blend == "uniform":
        return np.asarray((along > 0) / (along > 0).sum(1, keepdims=True))
    if blend == "distance":
        squares = (((along @ rest)[:, None] - rest) ** 2).sum(-1)
        pull = np.exp((squares.min(1, keepdims=True) - squares) / (2 * _REACH**2))
        pull = np.where(pull > _OWNED, pull, 0.0)
        pull[: len(rest)] = np.eye(len(rest))  # a joint's own Gaussian stays on it
        return np.asarray(pull / pull.sum(1, keepdims=True))
    return along


def _bones_of_joints(topology: Topology) -> npt.NDArray[np.int64]:
    """(J) the bone that leads to each joint, else one that starts there, else -1."""
    found = np.full(len(topology.joints), -1)
    for ends in (0, 1):
        for bone, pair in reversed(list(enumerate(topology.bone_rows))):
            found[pair[ends]] = bone
    return found


def _parts_of_joints(topology: Topology) -> FloatArray:
    rows = [
        PART_ROWS.index(part) if (part := topology.part_of.get(j)) in PARTS else len(PARTS) for j in topology.joints
    ]
    return np.eye(len(PART_ROWS))[rows]
