"""Train a joint network on clips, and read recorded sets with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from skelbench.models.joint_network import JointNetwork, JointNetworkShape
from skelbench.skeleton import Topology
from skelbench.training.joint_clips import Augmentation, JointClips, augment, whole

__all__ = ["JointRecipe", "read_joint_clips", "restricted", "train_joint_network"]


@dataclass(frozen=True)
class JointRecipe:
    """How a joint network is trained; the same for every source of clips."""

    networks: int = 3  # trained from different weights; their log-probabilities are averaged
    epochs: int = 10
    batch: int = 64
    learning_rate: float = 2e-3
    weight_decay: float = 0.05
    smoothing: float = 0.1
    frames: int = 32
    shape: JointNetworkShape = field(default_factory=JointNetworkShape)
    augmentation: Augmentation = field(default_factory=Augmentation)


def train_joint_network(
    clips: JointClips,
    labels: Sequence[str],
    topology: Topology,
    seed: int,
    recipe: JointRecipe | None = None,
    progress: Callable[[int, int, float], None] | None = None,
) -> JointNetwork:
    """A network after all its epochs, in evaluation mode; the same weights for the same arguments on one machine."""
    recipe = recipe or JointRecipe()
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    network = JointNetwork(tuple(labels), _root(topology), recipe.shape)
    known = (clips.labels >= 0).nonzero()[:, 0]
    share = 1 / torch.bincount(clips.labels[known])[clips.labels[known]]  # every label as often as any other
    steps = recipe.epochs * (len(known) // recipe.batch)
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.learning_rate, steps, pct_start=0.15)
    done = 0
    for _ in range(recipe.epochs):
        for _ in range(len(known) // recipe.batch):
            rows = known[torch.multinomial(share, recipe.batch, generator=generator)]
            seen, step = augment(clips, rows, recipe.augmentation, recipe.frames, topology.mirror_rows, generator)
            loss = functional.cross_entropy(network(seen, step), clips.labels[rows], label_smoothing=recipe.smoothing)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            if progress:
                progress(done, steps, float(loss.detach()))
    return network.eval().requires_grad_(False)


@torch.no_grad()
def read_joint_clips(
    network: JointNetwork, clips: JointClips, recipe: JointRecipe, topology: Topology
) -> Float[Tensor, "B C"]:
    """Log-probabilities of every label, the mean of the clip's and of its mirror image's."""
    positions, step = whole(clips, recipe.frames)
    flipped = positions[:, :, list(topology.mirror_rows)] * positions.new_tensor([-1.0, 1.0, 1.0])
    read = [network(seen, step).log_softmax(-1) for seen in (positions, flipped)]
    return torch.stack(read).mean(0)


def restricted(scores: Float[Tensor, "B C"], columns: Mapping[str, tuple[int, ...]]) -> list[str]:
    """The best of a recorded set's labels for every clip; several actions of one label add their probabilities."""
    names = list(columns)
    joined = torch.stack([scores[:, list(rows)].logsumexp(1) for rows in columns.values()], dim=1)
    return [names[row] for row in joined.argmax(1).tolist()]


def _root(topology: Topology) -> int:
    return topology.rows_of("pelvis")[0]
