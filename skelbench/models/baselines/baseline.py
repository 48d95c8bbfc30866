"""What every reader of a comparison is: clips in, a score for each label out; and the registry of those there are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

from skelbench.errors import ModelError
from skelbench.registry import Registry, known_settings
from skelbench.render import Clip
from skelbench.skeleton import Topology

__all__ = ["BASELINES", "Baseline", "BaselineKind", "new_baseline"]


class Baseline(nn.Module, ABC):
    """Clips of one topology to scores of C labels; what two readers are given is the same, clip by clip.

    A clip is positions (1 T P J 3), placed in view, metres, and the scene around them (`skelbench.render.scene_of`).
    """

    precision = "float32"  # of the forward pass while training; "bf16" where that is quicker
    rounded = ""  # the part whose parameters are rounded for that; empty: torch's autocast decides

    def __init__(self, labels: Sequence[str], topology: Topology) -> None:
        super().__init__()
        self.labels, self.topology = tuple(labels), topology

    @abstractmethod
    def forward(self, clips: Sequence[Clip]) -> Float[Tensor, "B C"]:
        """Scores of every label, nats up to a constant of the clip.

        Raises:
            ModelError: a clip has other joints than the reader was made for.
        """

    def loss(self, scores: Float[Tensor, "B C"], labels: Int[Tensor, " B"]) -> Tensor:
        """What training lowers: cross-entropy over the labels, unless the reader says otherwise."""
        return functional.cross_entropy(scores, labels)

    def tokens(self, clips: Sequence[Clip]) -> float:
        """Tokens a language model reads for a clip, the question included, on average; 0 where there is none."""
        return 0.0

    def watched(self) -> dict[str, Tensor]:
        """Parameters whose path through training is kept: those of a renderer."""
        return {}

    def refuse_other_joints(self, clips: Sequence[Clip]) -> None:
        """Every clip must have the joints the reader was made for.

        Raises:
            ModelError: one has not.
        """
        for _, scene in clips:
            if scene.topology.joints != self.topology.joints:
                raise ModelError(
                    f"This reader was made for the joints of '{self.topology.name}', found a clip of "
                    f"'{scene.topology.name}': make one for that topology"
                )


@dataclass(frozen=True)
class BaselineKind:
    """How a reader is made, and what it says of itself."""

    summary: str
    make: Callable[[Sequence[str], Topology, Any], Baseline]  # from labels, topology and its config
    config: type  # a frozen dataclass whose fields all have defaults


BASELINES: Registry[BaselineKind] = Registry("reader")


def new_baseline(
    name: str, labels: Sequence[str], topology: Topology, settings: Mapping[str, Any] | None = None
) -> Baseline:
    """A new reader of a registered kind, its weights from torch's generator; `settings` are fields of its config.

    Raises:
        UnknownNameError: no reader is called that.
        ParameterError: its config has no such field, or a value is out of range.
    """
    kind = BASELINES[name]
    given = known_settings(kind.config, settings or {}, f"The reader '{name}'")
    return kind.make(labels, topology, kind.config(**given))
