"""From made motions to recorded people: a joint network trained on choreography alone, judged on recordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.torch import load_file, save_file
from torch import Tensor

from skelbench.choreography import GENERATOR_VERSION
from skelbench.datasets import ClipSet, Entry, load, made_labels, meanings
from skelbench.evaluation import Interval, bootstrap_interval, speed_figures
from skelbench.models.joint_network import JointNetwork
from skelbench.records import digest
from skelbench.skeleton import KINECT_V1
from skelbench.training.joint_clips import JointClips, gather_clips
from skelbench.training.joint_training import JointRecipe, read_joint_clips, restricted, train_joint_network

__all__ = [
    "SETS",
    "TRAINING_SEED",
    "TransferFigures",
    "clips_per_second",
    "judge_source",
    "judge_transfer",
    "made_source",
]

SETS = ("utkinect", "nw_ucla")
TRAINING_SEED = 11  # of the made clips; networks have their own
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class TransferFigures:
    """How well a recorded set was read: the mean over seeds, its interval over performances, and what was confused."""

    accuracy: Interval
    by_seed: tuple[float, ...]
    confusions: tuple[tuple[str, str, float], ...]  # label, read as, clips a seed
    by_label: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        found = asdict(self)
        return {
            **found, "accuracy": self.accuracy.estimate, "interval": [self.accuracy.lower, self.accuracy.upper],
            "clips": self.accuracy.count,
        }  # fmt: skip


def clips_per_second(seconds: float = 2.0) -> float:
    """How many clean clips of 60 frames one core makes a second, all actions: positions and truth without texts."""
    return speed_figures(seconds)["positions_and_truth"]


def made_source(clips: int, actions: Sequence[str], seed: int = TRAINING_SEED) -> str:
    """The clip source that the yardstick is trained on: all styles, through the lifelike sensor, Kinect v1 joints."""
    return (
        f"choreography:seed={seed},clips={clips * len(actions)},actions={'+'.join(actions)},topologies=kinect_v1,"
        "sensor=lifelike,texts=no"
    )


def judge_transfer(
    folder: Path,
    split: str,
    *,
    clips: int = 200,
    seeds: Sequence[int] = (0, 1, 2),
    keep: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, TransferFigures]:
    """Train networks on choreography alone and read both recorded sets with each; `folder` holds a folder of each.

    Networks are kept in the folder `keep`, and those found there, of the same clips and recipe, are not trained anew.
    """
    recorded = {name: load(f"{name}:split={split}", folder / name) for name in SETS}
    source = load(made_source(clips, made_labels()))
    return judge_source(source, recorded, seeds=seeds, keep=keep, progress=progress)


def judge_source(
    source: ClipSet,
    recorded: Mapping[str, ClipSet],
    *,
    seeds: Sequence[int] = (0, 1, 2),
    recipe: JointRecipe | None = None,
    keep: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, TransferFigures]:
    """Train networks on the clips of a source and read recorded sets, by name, with each; `keep` as above."""
    recipe, labels = recipe or JointRecipe(), made_labels()
    report = progress or (lambda done, total, what: None)
    judged = {name: gather_clips(clips, clips.classes, KINECT_V1) for name, clips in recorded.items()}
    teacher = _Teacher(source, recipe, keep, report)
    read: dict[str, list[list[str]]] = {name: [] for name in recorded}
    for seed in seeds:
        scores = _averaged(teacher, judged, seed)
        for name in recorded:
            read[name].append(restricted(scores[name], meanings(name, labels)))
    return {name: _figures(recorded[name], read[name]) for name in recorded}


@dataclass(frozen=True)
class _Teacher:
    """Trains networks on one source of clips, or takes them from where they are kept."""

    source: ClipSet
    recipe: JointRecipe
    keep: Path | None
    report: Progress

    @cached_property
    def made(self) -> JointClips:
        """The clips, made when the first network needs them."""
        return gather_clips(
            self.source, made_labels(), KINECT_V1, lambda done, total: self.report(done, total, "making clips")
        )

    def network(self, number: int) -> JointNetwork:
        """The network that follows from this number, in evaluation mode."""
        known = digest(["joint network", GENERATOR_VERSION, self.source.name, self.source.ids, self.recipe, number])
        path = self.keep / f"{known[:16]}.safetensors" if self.keep else None
        if path is not None and path.is_file():
            network = JointNetwork(made_labels(), KINECT_V1.rows_of("pelvis")[0], self.recipe.shape)
            network.load_state_dict(load_file(path))
            return network.eval().requires_grad_(False)
        network = train_joint_network(
            self.made, made_labels(), KINECT_V1, number, self.recipe,
            lambda done, total, loss: self.report(done, total, f"network {number + 1}, loss {loss:.2f}"),
        )  # fmt: skip
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            save_file(network.state_dict(), path)
        return network


def _averaged(teacher: _Teacher, judged: Mapping[str, JointClips], seed: int) -> dict[str, Tensor]:
    """Log-probabilities of all labels on every set, the mean over the networks of one seed."""
    totals: dict[str, Tensor] = {}
    networks = teacher.recipe.networks
    for number in range(seed * networks, (seed + 1) * networks):
        network = teacher.network(number)
        for name, clips in judged.items():
            read = read_joint_clips(network, clips, teacher.recipe, KINECT_V1)
            totals[name] = totals.get(name, 0) + read / networks
    return totals


def _figures(recorded: ClipSet, read: Sequence[Sequence[str]]) -> TransferFigures:
    labels = recorded.labels
    right = np.array([[guess == label for guess, label in zip(one, labels, strict=True)] for one in read], dtype=float)
    wrong = Counter((label, guess) for one in read for guess, label in zip(one, labels, strict=True) if guess != label)
    return TransferFigures(
        bootstrap_interval(right.mean(0), groups=[_performance(entry) for entry in recorded.entries]),
        tuple(right.mean(1).tolist()),
        tuple((*pair, count / len(read)) for pair, count in wrong.most_common()),
        {label: float(right[:, [one == label for one in labels]].mean()) for label in dict.fromkeys(labels)},
    )


def _performance(entry: Entry) -> str:
    """What several cameras saw at once is one performance: its views are not independent."""
    return f"{entry.label} {' '.join(value for name, value in sorted(entry.traits.items()) if name != 'view')}"
