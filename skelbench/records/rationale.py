"""Ordered reasons for an answer, each with its author and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skelbench.records.evidence import Evidence, Verdict

__all__ = ["Rationale", "Step"]


@dataclass(frozen=True)
class Step:
    """One sentence, the joints and span it speaks of, what it claims, what was measured, and what follows."""

    sentence: str
    joints: tuple[str, ...]
    start_s: float
    end_s: float
    claim: str  # the class rule or statement the verdict is about; empty for a plain observation
    evidence: tuple[Evidence, ...]
    verdict: Verdict | None  # about the claim; None for a plain observation


@dataclass(frozen=True)
class Rationale:
    """Steps in order of time; the author is printed wherever they are shown."""

    author: Literal["measured", "teacher", "model"]
    about: str  # the label the steps speak of
    steps: tuple[Step, ...]
    verdict: Verdict | None = None  # of the class rule as a whole, where there is one
    note: str = ""
