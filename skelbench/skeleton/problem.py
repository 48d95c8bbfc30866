"""One thing that looks wrong with a recording."""

from __future__ import annotations

from dataclasses import dataclass

from skelbench.skeleton.sequence import SkeletonSequence

__all__ = ["KINDS", "Problem"]

KINDS = (
    "wrong unit", "wrong axis", "ghost body", "swapped people", "swapped sides", "bone drift", "repeated frames",
    "jump", "gap",
)  # fmt: skip

_NAMED = 4  # joints; of more only the number is told


@dataclass(frozen=True)
class Problem:
    """What, of whom, where, when, and how much.

    A jump's frames are the two between which it happens; else `first` and `last` are the first and the last that are
    wrong, both included.
    """

    kind: str  # one of KINDS
    person: int | None  # None: everybody
    joints: tuple[str, ...]  # none: the whole body
    first: int
    last: int
    start_s: float
    end_s: float
    figure: float
    unit: str
    sentence: str

    @classmethod
    def of(
        cls,
        sequence: SkeletonSequence,
        kind: str,
        text: str,
        frames: tuple[int, int],
        whose: tuple[int | None, tuple[int, ...]] = (None, ()),
        figure: tuple[float, str] = (float("nan"), ""),
    ) -> Problem:
        """The problem; `whose` is a person and rows of joints, and opens the sentence with when it is."""
        person, rows = whose
        joints = tuple(sequence.topology.joints[row] for row in rows)
        start, end = (float(sequence.times[frame]) for frame in frames)
        who = "everybody" if person is None else f"person {person}"
        named = ", ".join(joints) if len(joints) <= _NAMED else f"{len(joints)} joints ({', '.join(joints[:2])}, ...)"
        when = f"frame {frames[0]}" if frames[0] == frames[1] else f"frames {frames[0]} to {frames[1]}"
        opening = f"{who}, {named}" if joints else who
        sentence = f"{kind}: {opening}, {when} ({start:.2f} s): {text}"
        return cls(kind, person, joints, *frames, start, end, *figure, sentence)
