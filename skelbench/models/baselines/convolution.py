"""The joint convolution network as a reader: the person who moves most, at even moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from skelbench.models.baselines.baseline import BASELINES, Baseline, BaselineKind
from skelbench.models.baselines.moments import at_even_moments, people_by_motion
from skelbench.models.joint_network import JointNetwork, JointNetworkShape
from skelbench.render import Clip
from skelbench.skeleton import Topology

__all__ = ["ConvolutionConfig", "ConvolutionReader", "root_row"]


@dataclass(frozen=True)
class ConvolutionConfig:
    """Size of the network; the default has half a million parameters."""

    moments: int = 32
    width: int = 128
    dilations: tuple[int, ...] = (1, 2, 4, 8, 1, 2)
    dropout: float = 0.3


def root_row(topology: Topology) -> int:
    """The joint the others hang on: the pelvis where there is one, else the first bone's upper end."""
    if topology.has("pelvis"):
        return topology.rows_of("pelvis")[0]
    return topology.bone_rows[0][0] if topology.bones else 0


class ConvolutionReader(Baseline):
    """`JointNetwork` over one person; who that is does not depend on the order of people in the file."""

    def __init__(self, labels: Sequence[str], topology: Topology, config: ConvolutionConfig) -> None:
        super().__init__(labels, topology)
        self.config = config
        shape = JointNetworkShape(len(topology.joints), config.width, tuple(config.dilations), config.dropout)
        self.network = JointNetwork(self.labels, root_row(topology), shape)

    def forward(self, clips: Sequence[Clip]) -> Float[Tensor, "B C"]:
        """Scores of every label.

        Raises:
            ModelError: a clip has other joints than the reader was made for.
        """
        self.refuse_other_joints(clips)
        seen = [at_even_moments(clip, (people_by_motion(clip) or [0])[0], self.config.moments) for clip in clips]
        positions = torch.stack([one for one, _ in seen])
        return self.network(positions, positions.new_tensor([step for _, step in seen]))  # type: ignore[no-any-return]


BASELINES.register("joint_convolution")(
    BaselineKind("dilated convolutions over joint positions and velocities", ConvolutionReader, ConvolutionConfig)
)
