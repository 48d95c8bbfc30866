"""A question, its answer with every choice's score, and what is not an answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from skelbench.errors import RecordError

__all__ = ["Answer", "Failure", "Question", "Rejection"]

Normalisation = Literal["sum", "mean_token", "over_choices", "text"]


@dataclass(frozen=True)
class Question:
    """What is asked about a motion, and the labels that may answer it.

    Raises:
        RecordError: fewer than two choices, or a choice given twice.
    """

    text: str
    choices: tuple[str, ...]
    kind: str = "recognition"

    def __post_init__(self) -> None:
        if len(self.choices) < 2:
            raise RecordError(f"A question needs at least two choices, found {list(self.choices)}")
        repeated = sorted({choice for choice in self.choices if self.choices.count(choice) > 1})
        if repeated:
            raise RecordError(f"A question lists these choices twice: {', '.join(repeated)}")


@dataclass(frozen=True)
class Rejection:
    """Whether the motion looks like anything the model was trained on, by a rule calibrated beforehand.

    `score` grows with strangeness; above `threshold` no choice is said to fit. `known_kept` and `unknown_caught` are
    the calibration's own figures (shares of known clips kept and of unknown clips rejected).
    """

    rejected: bool
    score: float
    threshold: float
    reason: str
    known_kept: float
    unknown_caught: float


@dataclass(frozen=True)
class Answer:
    """The score of every choice; the answer is the highest one."""

    question: Question
    scores: Mapping[str, float]  # choice -> sum of log p over its tokens (or as `normalisation` says), nats; for "text"
    # 1 for the choice that a text names and 0 for the others
    normalisation: Normalisation = "sum"
    probabilities: Mapping[str, float] = field(default_factory=dict)  # calibrated, over the choices
    generated: str = ""
    rejection: Rejection | None = None

    def __post_init__(self) -> None:
        if tuple(self.scores) != self.question.choices:
            raise RecordError(f"An answer scores {list(self.scores)}, but was asked for {list(self.question.choices)}")
        bad = [choice for choice, score in self.scores.items() if not math.isfinite(score)]
        if bad:
            raise RecordError(f"An answer needs finite scores; not finite for {', '.join(bad)}")

    @property
    def best(self) -> str:
        """The choice with the highest score."""
        return self.ranked()[0][0]

    @property
    def runner_up(self) -> str:
        """The choice with the second-highest score."""
        return self.ranked()[1][0]

    @property
    def margin(self) -> float:
        """Score of the best choice less that of the second, in nats."""
        (_, first), (_, second) = self.ranked()[:2]
        return first - second

    def ranked(self) -> list[tuple[str, float]]:
        """Choices with their scores, best first."""
        return sorted(self.scores.items(), key=lambda item: -item[1])


@dataclass(frozen=True)
class Failure:
    """What happened where an answer was expected; it is counted, and is never an answer."""

    reason: str
