"""A graph network over joints of the ST-GCN class (Yan, Xiong & Lin 2018, https://arxiv.org/abs/1801.07455)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float
from torch import Tensor, nn

from skelbench.models.baselines.baseline import BASELINES, Baseline, BaselineKind
from skelbench.models.baselines.convolution import root_row
from skelbench.models.baselines.moments import at_even_moments, people_by_motion
from skelbench.models.joint_network import joint_features
from skelbench.render import Clip
from skelbench.skeleton import Topology

__all__ = ["GraphConfig", "GraphReader", "hops_from", "spatial_partition"]

_FEATURES = 9  # of a joint: from the clip's middle, from the root, velocity


@dataclass(frozen=True)
class GraphConfig:
    """Size of the network; the default has half a million parameters (the published one 3.1 million, 9 layers)."""

    moments: int = 32
    widths: tuple[int, ...] = (64, 64, 128, 128)  # of each layer; time is halved where it grows
    kernel: int = 9  # moments
    dropout: float = 0.3


def hops_from(root: int, topology: Topology) -> npt.NDArray[np.float64]:
    """(J) bones between every joint and the root; infinite where no bones lead there."""
    joints = len(topology.joints)
    hops = np.full(joints, np.inf)
    hops[root], reached = 0.0, [root]
    for joint in reached:
        for pair in topology.bone_rows:
            if joint in pair:
                other = pair[0] if pair[1] == joint else pair[1]
                if np.isinf(hops[other]):
                    hops[other] = hops[joint] + 1
                    reached.append(other)
    return hops


def spatial_partition(topology: Topology) -> npt.NDArray[np.float64]:
    """(3 J J) the three shares of every joint's neighbourhood; together each row is an average, so it adds up to 1.

    Spatial configuration partitioning (section 3.3): a neighbour j of joint i belongs to the first set when it is as
    far from the root as i (i itself is), to the second when it is nearer, to the third when it is farther. Distance is
    counted in bones from the pelvis, where the paper measures it to the mean joint. Each neighbourhood is divided by
    its size before it is parted.
    """
    joints, hops = len(topology.joints), hops_from(root_row(topology), topology)
    near = np.eye(joints)
    for first, second in topology.bone_rows:
        near[first, second] = near[second, first] = 1.0
    average = near / near.sum(1, keepdims=True)
    here, there = np.broadcast_to(hops[:, None], near.shape), np.broadcast_to(hops[None], near.shape)
    return np.stack([average * (there == here), average * (there < here), average * (there > here)])


class _Layer(nn.Module):
    """Mix neighbours in three sets, each edge by a learned importance; then convolve in time; with a residual path."""

    def __init__(self, sizes: tuple[int, int], joints: int, config: GraphConfig) -> None:
        super().__init__()
        before, after = sizes
        stride = 2 if _FEATURES < before < after else 1
        self.importance = nn.Parameter(torch.ones(3, joints, joints))
        self.mix = nn.Conv2d(before, 3 * after, 1)
        self.time = nn.Sequential(
            nn.BatchNorm2d(after), nn.ReLU(),
            nn.Conv2d(after, after, (config.kernel, 1), (stride, 1), (config.kernel // 2, 0)),
            nn.BatchNorm2d(after), nn.Dropout(config.dropout),
        )  # fmt: skip
        same = before == after and stride == 1
        self.around = nn.Identity() if same else nn.Conv2d(before, after, 1, (stride, 1))

    def forward(
        self, features: Float[Tensor, "M W T J"], partition: Float[Tensor, "3 J J"]
    ) -> Float[Tensor, "M W2 T2 J"]:
        """Features of the layer's width, at half as many moments where it is wider."""
        mixed = self.mix(features).unflatten(1, (3, -1))
        mixed = torch.einsum("mkwtj,kij->mwti", mixed, (partition * self.importance).to(mixed))
        return torch.relu(self.time(mixed) + self.around(features))


class GraphReader(Baseline):
    """All people of a clip, each through the same network; their features are averaged before the last layer."""

    precision = "bf16"
    partition: Tensor

    def __init__(self, labels: Sequence[str], topology: Topology, config: GraphConfig) -> None:
        super().__init__(labels, topology)
        self.config, joints = config, len(topology.joints)
        self.register_buffer("partition", torch.tensor(spatial_partition(topology), dtype=torch.float32))
        self.enter = nn.BatchNorm1d(_FEATURES * joints)
        sizes = zip((_FEATURES, *config.widths), config.widths, strict=False)
        self.layers = nn.ModuleList(_Layer(pair, joints, config) for pair in sizes)
        self.leave = nn.Linear(config.widths[-1], len(self.labels))

    def forward(self, clips: Sequence[Clip]) -> Float[Tensor, "B C"]:
        """Scores of every label.

        Raises:
            ModelError: a clip has other joints than the reader was made for.
        """
        self.refuse_other_joints(clips)
        people = [people_by_motion(clip) or [0] for clip in clips]
        owner = torch.tensor([number for number, rows in enumerate(people) for _ in rows])
        tracks = [at_even_moments(clips[number], row, self.config.moments)
                  for number, rows in enumerate(people) for row in rows]  # fmt: skip
        positions = torch.stack([one for one, _ in tracks])
        pooled = self._read(positions, positions.new_tensor([step for _, step in tracks]))
        together = pooled.new_zeros(len(clips), pooled.shape[1]).index_add(0, owner, pooled)
        return self.leave(together / torch.bincount(owner).to(pooled)[:, None])  # type: ignore[no-any-return]

    def _read(self, positions: Float[Tensor, "M T J 3"], step: Float[Tensor, " M"]) -> Float[Tensor, "M W"]:
        joints = positions.shape[2]
        features = self.enter(joint_features(positions, step, root_row(self.topology)))
        features = features.unflatten(1, (joints, _FEATURES)).permute(0, 2, 3, 1)  # (M 9 T J)
        for layer in self.layers:
            features = layer(features, self.partition)
        return features.mean((2, 3))  # type: ignore[no-any-return]


BASELINES.register("graph")(
    BaselineKind("graph convolutions along bones, ST-GCN's partition (Yan et al. 2018)", GraphReader, GraphConfig)
)
