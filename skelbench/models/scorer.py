"""A score is a pure function of a tensor: everything of a clip that is not a coordinate is frozen here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from skelbench.errors import ModelError
from skelbench.models.packing import PackedQuestion
from skelbench.records import Question
from skelbench.render import Scene

if TYPE_CHECKING:
    from skelbench.models.skeleton_llm import SkeletonLLM

__all__ = ["Normalisation", "Scorer", "normalised"]

Normalisation = Literal["sum", "mean_token", "over_choices"]


def normalised(scores: Float[Tensor, "B C"], packed: PackedQuestion, how: Normalisation) -> Float[Tensor, "B C"]:
    """Scores as sums of log p over a label's tokens, their means, or log-probabilities over the choices."""
    if how == "mean_token":
        return scores / packed.token_counts().to(scores)
    return scores.log_softmax(-1) if how == "over_choices" else scores


@dataclass(frozen=True, eq=False)
class Scorer:
    """Joint positions (B T P J D), metres, in view -> the score of every choice (B C), nats; differentiable.

    B are variants of one clip: integration steps, perturbations. Topology, presence, times, confidence, the chosen
    frames and the camera (fitted once, to the original clip) stay as they are. A model that reads the foreground alone
    reads that of each variant: a score is what the model would answer, and its gradient that of the patches read.
    """

    model: SkeletonLLM
    positions: Float[Tensor, "1 T P J D"]  # of the clip itself; missing joints hold a harmless number, never drawn
    scene: Scene
    question: Question
    packed: PackedQuestion
    normalisation: Normalisation = "sum"

    def __call__(self, positions: Float[Tensor, "B T P J D"]) -> Float[Tensor, "B C"]:
        """Score every variant.

        Raises:
            ModelError: the model is in training mode, or a coordinate is not finite.
        """
        if self.model.training:
            raise ModelError("A score needs the model in evaluation mode, found training mode: call model.eval()")
        if not bool(torch.isfinite(positions).all()):
            raise ModelError(
                "Expected finite coordinates, found NaN or infinity: missing joints are the scene's matter"
            )
        scores = self.model([(positions, self.scene)], self.packed)[0]
        return normalised(scores, self.packed, self.normalisation)

    def without_joints(self, sets: Sequence[Sequence[tuple[int, int]]]) -> Float[Tensor, "B C"]:
        """Scores of the clip with each set of (person, joint row) left out of the picture: not moved, not drawn."""
        pictures = []
        for pairs in sets:
            valid = self.scene.valid.copy()
            for person, row in pairs:
                valid[:, person, row] = False
            pictures.append((self.positions, replace(self.scene, valid=valid)))
        scores = self.model(pictures, self.packed)[0]
        return normalised(scores, self.packed, self.normalisation)

    def index(self, choice: str) -> int:
        """Column of a choice.

        Raises:
            ModelError: it is not among the choices.
        """
        if choice not in self.question.choices:
            raise ModelError(f"'{choice}' is not among the choices: {', '.join(self.question.choices)}")
        return self.question.choices.index(choice)
