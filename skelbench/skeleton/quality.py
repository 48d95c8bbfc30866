"""`check_quality`: everything that looks wrong with a recording, found in one go and said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from skelbench.skeleton.anatomy import check_anatomy
from skelbench.skeleton.continuity import body_size, identities, side_exchanges
from skelbench.skeleton.problem import KINDS, Problem
from skelbench.skeleton.repairs import repeated_frames, runs, track_people, unswap_sides
from skelbench.skeleton.sequence import SkeletonSequence
from skelbench.skeleton.view import METRES_PER_UNIT

__all__ = ["MOST_SPEED", "QualityReport", "check_quality"]

MOST_SPEED = 13.3  # m/s: mean + 2 SD of Olympic boxers' hands, 9.14 (2.06) m/s (Walilko, Viano & Bir 2005)
_OUTLIER = 10.0  # robust standard deviations above the median step, where the unit is no length
_STRIDE = 0.2  # ... and of the body's size at least
_SKIPPED = 2.5  # median steps: a longer one means that frames are missing

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class QualityReport:
    """All problems of one sequence, by kind and time; an empty one means that none of the checks found anything."""

    problems: tuple[Problem, ...]

    def table(self) -> pd.DataFrame:
        """A row for each problem; the columns are the fields of `Problem`."""
        columns = [item.name for item in fields(Problem)]
        return pd.DataFrame([asdict(problem) for problem in self.problems], columns=columns)

    def text(self) -> str:
        """How many problems of which kind there are, then a line for each."""
        if not self.problems:
            return "No problem found."
        counts = Counter(problem.kind for problem in self.problems)
        told = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
        lines = [f"- {problem.sentence}" for problem in self.problems]
        return "\n".join([f"{len(self.problems)} found: {told}.", *lines])


def check_quality(sequence: SkeletonSequence) -> QualityReport:
    """Everything that looks wrong, collected and reported once; the sequence is not changed.

    Gaps; jumps above `MOST_SPEED` (without a metric unit: robust outliers); left and right or people exchanged;
    repeated frames; bones that change their length, ghosts, wrong units and axes. What an exchange explains is not told
    again as a jump. A repair for each is in `skelbench.skeleton.repairs`, to be asked for by name.
    """
    placed = track_people(sequence)
    named = unswap_sides(placed)
    found = [
        *_skipped_frames(sequence), *_gaps(sequence), *_identities(sequence), *_sides(placed), *_jumps(named),
        *_repeats(sequence), *check_anatomy(named),
    ]  # fmt: skip
    return QualityReport(tuple(sorted(found, key=lambda problem: (KINDS.index(problem.kind), problem.first))))


def _gathered(marked: Bools) -> Iterator[tuple[int, int, int, tuple[int, ...]]]:
    """(person, first, last, joint rows) of the runs in a (T P J) mask; joints with the same run stand together."""
    for person in range(marked.shape[1]):
        same: dict[tuple[int, int], list[int]] = {}
        for joint in range(marked.shape[2]):
            for run in runs(marked[:, person, joint]):
                same.setdefault(run, []).append(joint)
        for (first, last), rows in sorted(same.items()):
            yield person, first, last, tuple(rows)


def _skipped_frames(sequence: SkeletonSequence) -> Iterator[Problem]:
    steps = np.diff(sequence.times)
    if not len(steps):
        return
    usual = float(np.median(steps))
    for frame in np.flatnonzero(steps > _SKIPPED * usual).tolist():
        step = float(steps[frame])
        text = f"frames are missing: {step:.3g} s pass after it, usually {usual:.3g} s"
        yield Problem.of(sequence, "gap", text, (frame, frame + 1), figure=(step, "s"))


def _gaps(sequence: SkeletonSequence) -> Iterator[Problem]:
    """Joints missing while the person is there, and people who go and come back."""
    for person, first, last, rows in _gathered(~sequence.valid & sequence.present[:, :, None]):
        count = last - first + 1
        text = "never seen" if count == sequence.frames else f"missing for {count} frames"
        yield Problem.of(sequence, "gap", text, (first, last), (person, rows), (float(count), "frames"))
    for person in range(sequence.people):
        for first, last in runs(~sequence.present[:, person]):
            if first > 0 and last < sequence.frames - 1:
                count = last - first + 1
                text = f"out of sight for {count} frames"
                yield Problem.of(sequence, "gap", text, (first, last), (person, ()), (float(count), "frames"))


def _identities(sequence: SkeletonSequence) -> Iterator[Problem]:
    order = identities(sequence)
    moved = (order != np.arange(sequence.people)) & np.take_along_axis(sequence.present, order, axis=1)
    for person in range(sequence.people):
        for first, last in runs(moved[:, person]):
            place = int(order[first, person])
            text = f"stands in the place of person {place}: bodies are exchanged"
            yield Problem.of(
                sequence, "swapped people", text, (first, last), (person, ()), (float(last - first + 1), "frames")
            )


def _sides(sequence: SkeletonSequence) -> Iterator[Problem]:
    for person, first, last, rows in _gathered(side_exchanges(sequence)):
        count = last - first + 1
        text = f"left and right are exchanged for {count} frames"
        yield Problem.of(sequence, "swapped sides", text, (first, last), (person, rows), (float(count), "frames"))


def _jumps(sequence: SkeletonSequence) -> Iterator[Problem]:
    """Steps between two sights of a joint that no limb makes; the frame told is the one after the step."""
    scale = METRES_PER_UNIT.get(sequence.space.unit)
    unit = f"{sequence.space.unit}/s" if scale is None else "m/s"
    size = body_size(sequence)
    for person, joint in np.ndindex(sequence.valid.shape[1:]):
        seen = np.flatnonzero(sequence.valid[:, person, joint])
        if len(seen) < 2:
            continue
        track = sequence.positions[seen, person, joint].astype(np.float64)
        steps = np.linalg.norm(np.diff(track, axis=0), axis=-1)
        speeds = steps / np.diff(sequence.times[seen]) * (scale or 1.0)
        limit = MOST_SPEED
        if scale is None:
            middle = float(np.median(speeds))
            limit = middle + _OUTLIER * 1.4826 * float(np.median(np.abs(speeds - middle)))
        over = speeds > limit if scale is not None else (speeds > limit) & (steps > _STRIDE * size)
        for step in np.flatnonzero(over).tolist():
            speed = float(speeds[step])
            text = f"jumps at {speed:.3g} {unit}, faster than {limit:.3g} {unit}"
            frames = (int(seen[step]), int(seen[step + 1]))
            yield Problem.of(sequence, "jump", text, frames, (person, (joint,)), (speed, unit))


def _repeats(sequence: SkeletonSequence) -> Iterator[Problem]:
    repeated = repeated_frames(sequence)
    if repeated[1:].all():  # nobody moves at all: that is told of the bodies
        return
    for first, last in runs(repeated):
        count = last - first + 1
        text = f"{count} frames repeat frame {first - 1}"
        yield Problem.of(sequence, "repeated frames", text, (first, last), figure=(float(count), "frames"))
