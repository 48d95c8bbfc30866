"""The clips every reader of a comparison sees: varied anew each time, the same for all, labels mixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from skelbench.datasets import ClipSet, Entry
from skelbench.render import Clip, sample_frames, scene_of
from skelbench.skeleton import SkeletonSequence, place_in_view
from skelbench.training.stream import augmented

__all__ = ["Draws"]


@dataclass(eq=False)
class Draws:
    """Clips of one or more sets, kept once read, and each one's row among the labels (-1: not among them)."""

    sets: Sequence[ClipSet]
    labels: tuple[str, ...]
    frames: int  # a scene looks at
    size: int  # pixels
    _kept: dict[int, SkeletonSequence] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._places = [(clips, row) for clips in self.sets for row in range(len(clips))]
        self.ids = tuple(name for clips in self.sets for name in clips.ids)
        self.performances = tuple(_performance(entry) for clips in self.sets for entry in clips.entries)
        rows = {label: row for row, label in enumerate(self.labels)}
        self.answers = tuple(rows.get(label, -1) for clips in self.sets for label in clips.labels)

    def __len__(self) -> int:
        return len(self._places)

    def placed(self, row: int) -> SkeletonSequence:
        """A clip in view."""
        if row not in self._kept:
            clips, place = self._places[row]
            self._kept[row] = place_in_view(clips[place].sequence)
        return self._kept[row]

    def as_it_is(self, row: int) -> Clip:
        """A clip at the middle of each segment, not varied."""
        placed = self.placed(row)
        return scene_of(placed, sample_frames(self.frames, placed.frames), self.size)

    def drawn(self, number: int, seed: int) -> tuple[Clip, int]:
        """Draw `number` of a training: every clip once a round, varied anew; the same for the same two numbers."""
        turn, place = divmod(number, len(self))
        row = int(np.random.default_rng([seed, turn]).permutation(len(self))[place])
        generator = np.random.default_rng([seed, 1, number])
        varied = augmented(self.placed(row), generator)
        frames = sample_frames(self.frames, varied.frames, generator)
        return scene_of(varied, frames, self.size), self.answers[row]

    def batches(self, seed: int, size: int, steps: range) -> Iterator[tuple[list[Clip], list[int]]]:
        """The batches of some steps."""
        for step in steps:
            drawn = [self.drawn(step * size + place, seed) for place in range(size)]
            yield [clip for clip, _ in drawn], [answer for _, answer in drawn]


def _performance(entry: Entry) -> str:
    """What several cameras saw at once is one performance: its views are not independent."""
    said = " ".join(value for name, value in sorted(entry.traits.items()) if name != "view")
    return f"{entry.label} {said}" if said else entry.id
