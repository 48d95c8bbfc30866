"""Bodies of a depth sensor over time: ids joined into people, ghosts dropped by a stated rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_PEOPLE", "Body", "choose_bodies", "join_bodies"]

MOST_PEOPLE = 2
JOIN_GAP = 15  # frames a body may be lost for before it comes back under another id
JOIN_DISTANCE = 0.5  # metres it may have moved meanwhile
# Widest plausible body and share of frames: Chen et al. 2021 (CTR-GCN), data/ntu, which removes ghosts the same way.
GHOST_WIDTH = 0.8
GHOST_SHARE = 0.7
SHORTEST_SHARE = 0.1  # of the frames that hold a body at all

RULE = (
    f"ghosts: seen in under {SHORTEST_SHARE:.0%} of the frames, or wider than {GHOST_WIDTH:g} of its height in over "
    f"{GHOST_SHARE:.0%} of its frames; of the rest the {MOST_PEOPLE} with the largest motion energy are kept"
)


@dataclass
class Body:
    """One body: the frames it is seen in, and which block of joints it has there."""

    ids: list[int]
    frames: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)


def join_bodies(bodies: Mapping[int, Body], roots: npt.NDArray[np.float64]) -> list[Body]:
    """Bodies in order of appearance; one that reappears nearby under a new id is the same person.

    `roots` is (blocks, 3): where the body is in each block.
    """
    people: list[Body] = []
    recent: list[Body] = []
    for body in sorted(bodies.values(), key=lambda one: one.frames[0]):
        start = body.frames[0]
        recent = [one for one in recent if one.frames[-1] >= start - JOIN_GAP]
        ended = [one for one in recent if one.frames[-1] < start]
        moved = np.array([np.linalg.norm(roots[body.blocks[0]] - roots[one.blocks[-1]]) for one in ended])
        near = np.flatnonzero(moved <= JOIN_DISTANCE)
        if near.size:
            same = ended[int(near[np.argmin(moved[near])])]
            same.ids += body.ids
            same.frames += body.frames
            same.blocks += body.blocks
            continue
        people.append(body)
        recent.append(body)
    return people


def choose_bodies(
    people: Sequence[Body], points: npt.NDArray[np.float64], asked: Sequence[int] | None = None
) -> tuple[list[Body], list[str]]:
    """The people to keep, in order of appearance, and a sentence for every choice made.

    `points` is (blocks, J, 3) in metres, NaN where missing; `asked` are numbers from 1 in order of motion energy, those
    who are no ghosts first.
    """
    guesses = [
        f"body ids {_words(one.ids)} are one person who was lost and found again" for one in people if len(one.ids) > 1
    ]
    if len(people) < 2:
        return list(people), guesses
    longest = len({frame for one in people for frame in one.frames})
    ghosts = {id(one): reason for one in people if (reason := _ghost_reason(one, points, longest))}
    energy = {id(one): _motion_energy(points[one.blocks]) for one in people}
    ranked = sorted(people, key=lambda one: (id(one) in ghosts, -energy[id(one)]))
    if len(ghosts) == len(people):
        ranked = sorted(people, key=lambda one: -len(one.frames))
    usual = range(1, 1 + max(1, min(len(people) - len(ghosts), MOST_PEOPLE)))
    kept_ids = {id(ranked[number - 1]) for number in asked or usual if number <= len(ranked)}
    why = "it was not asked for" if asked else "it moves less than the two kept"
    for number, one in enumerate(ranked, 1):
        if id(one) not in kept_ids:
            reason = ghosts.get(id(one), why)
            guesses.append(f"body {_words(one.ids)} is dropped: {reason}; people={number} (--people {number}) keeps it")
    rule = "as asked for" if asked else RULE
    guesses.append(f"{len(kept_ids)} of {len(people)} bodies are kept ({rule})")
    return [one for one in people if id(one) in kept_ids], guesses


def _ghost_reason(body: Body, points: npt.NDArray[np.float64], longest: int) -> str | None:
    if len(body.frames) < SHORTEST_SHARE * longest:
        return f"a ghost, seen in {len(body.frames)} of {longest} frames"
    spread = np.ptp(np.nan_to_num(points[body.blocks]), axis=1)  # (n, 3)
    share = float((spread[:, 0] > GHOST_WIDTH * spread[:, 1]).mean())
    return f"a ghost, wider than a body in {share:.0%} of its frames" if share > GHOST_SHARE else None


def _motion_energy(points: npt.NDArray[np.float64]) -> float:
    """Variance over time, summed over joints and axes; m^2."""
    centred = points - np.nan_to_num(points).mean(0)
    return float(np.nan_to_num(centred**2).mean(0).sum())


def _words(ids: Sequence[int]) -> str:
    return " and ".join(str(one) for one in ids)
