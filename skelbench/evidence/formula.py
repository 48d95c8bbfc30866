"""A formula: one registered quantity over time, with its unit, the landmarks it needs and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.evidence.body import Body
from skelbench.registry import Registry

__all__ = ["FORMULAS", "Formula", "formula", "sided"]

FloatArray = npt.NDArray[np.float64]
Compute = Callable[[Body, str], FloatArray]

OTHER = {"left": "right", "right": "left", "": ""}


@dataclass(frozen=True)
class Formula:
    """A quantity of one body at every frame.

    `needs` names landmarks; "*_" stands for the side asked for and "~_" for the other side. `compute` gives (S T),
    or (S T 3) for a path. `words` may hold {side} and {other}.
    """

    name: str
    unit: str
    needs: tuple[str, ...]
    words: str
    source: str
    compute: Compute

    @property
    def is_sided(self) -> bool:
        """Whether a side has to be named."""
        return any(mark.startswith(("*", "~")) for mark in self.needs)

    def landmarks(self, side: str) -> tuple[str, ...]:
        """The landmarks needed for one side."""
        return tuple(sided(mark, side) for mark in self.needs)

    def quantity(self, side: str) -> str:
        """The quantity in words, for one side."""
        return self.words.format(side=side, other=OTHER[side])


FORMULAS = Registry[Formula]("quantity")


def sided(mark: str, side: str) -> str:
    """A landmark's name with "*" and "~" replaced by the side and the other side."""
    return mark.replace("*", side).replace("~", OTHER[side])


def formula(name: str, unit: str, needs: str, words: str, source: str) -> Callable[[Compute], Compute]:
    """Register the decorated function as the formula `name`; `needs` lists landmarks, separated by spaces."""

    def keep(compute: Compute) -> Compute:
        FORMULAS.register(name)(Formula(name, unit, tuple(needs.split()), words, source, compute))
        return compute

    return keep
