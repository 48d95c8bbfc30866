"""What a claim is held against: the bodies of a clip, who acts, and the limits that words stand for."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.evidence import Body, acting_person, body_of
from skelbench.evidence.observe import Limits, observe, unmeasurable
from skelbench.reasoning.claim import Claim
from skelbench.records import Evidence
from skelbench.skeleton import SkeletonSequence

__all__ = ["CHECKS", "Check", "Scene", "check", "limit_of", "not_here", "scene_of", "seen"]

FloatArray = npt.NDArray[np.float64]
Span = tuple[float, float]
_TABLE = Path(__file__).with_name("claim_limits.toml")


@dataclass(frozen=True, eq=False)
class Scene:
    """The body a claim speaks of, and the other one where there are two."""

    sequence: SkeletonSequence
    body: Body
    other: Body | None

    @property
    def clip(self) -> Span:
        """First and last second."""
        return float(self.body.times[0]), float(self.body.times[-1])


# A check measures one claim for one side, and says in which stretches it comes true (for orders).
Check = Callable[[Scene, Claim, str], tuple[Evidence, list[Span]]]
CHECKS: dict[str, Check] = {}


def check(*actions: str) -> Callable[[Check], Check]:
    """Register the decorated function as the check of these actions."""

    def keep(function: Check) -> Check:
        for action in actions:
            CHECKS[action] = function
        return function

    return keep


def scene_of(sequence: SkeletonSequence, who: str = "", person: int | None = None) -> Scene:
    """The scene for a claim about "one" (who acts; `person` where given) or the "other" person."""
    acting = acting_person(sequence) if person is None else person
    others = [index for index in range(sequence.people) if index != acting]
    chosen, rest = (others[0], acting) if who == "other" and others else (acting, others[0] if others else None)
    return Scene(sequence, body_of(sequence, chosen), None if rest is None else body_of(sequence, rest))


@cache
def _limits() -> dict[str, dict[str, float | str]]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def limit_of(name: str) -> tuple[float, str]:
    """The limit that a word stands for, and its source."""
    row = _limits()[name]
    return float(row["least"] if "least" in row else row["most"]), str(row["source"])


def seen(
    scene: Scene, words: str, marks: tuple[str, ...], values: FloatArray, held: tuple[Limits, str, str],
    span: Span | None = None,
) -> Evidence:  # fmt: skip
    """Evidence about the scene's body: what, on which landmarks, (S) values, limits with unit and source, and when."""
    return observe(scene.body, ("claim", words), marks, values, span or scene.clip, held)


def not_here(scene: Scene, words: str, why: str) -> tuple[Evidence, list[Span]]:
    """What cannot be measured, and why."""
    return unmeasurable(scene.body, ("claim", words), "", why), []
