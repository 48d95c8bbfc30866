"""Which body and which side continues the motion: the search behind the checks and the repairs of exchanged joints."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from skelbench.skeleton.sequence import SkeletonSequence
from skelbench.skeleton.topology import Topology

__all__ = ["body_size", "identities", "limb_pairs", "side_exchanges"]

MEMORY_S = 0.5  # seconds without a sight after which a place tells nothing any more
_CLEARLY = 0.5  # the exchange must leave less than this share of the way
_ALL_BUT = 0.75  # of a limb's pairs: more than this many must ask for the exchange, for a hand alone may cross
_GATE = 0.4  # of the body's size: whoever is farther from where a person was is nobody who was there
_PREFERENCE = 0.1  # of the gate, in favour of the place in the file

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def limb_pairs(topology: Topology) -> dict[str, tuple[tuple[int, int], ...]]:
    """Limb -> (left row, right row) of its mirrored joints; "body" holds those of no arm and no leg."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for left, right in topology.mirror:
        part = topology.part_of.get(left, "")
        limb = part.split("_")[-1] if part.endswith(("arm", "leg")) else "body"
        groups.setdefault(limb, []).append((topology.joint_index[left], topology.joint_index[right]))
    return {limb: tuple(pairs) for limb, pairs in groups.items()}


def body_size(sequence: SkeletonSequence) -> float:
    """The largest extent of a body along an axis, its median over frames and people, in the clip's unit; NaN unseen."""
    seen = sequence.valid.any(-1)
    if not seen.any():
        return float("nan")
    points = sequence.positions[seen].astype(np.float64)
    return float(np.median((np.nanmax(points, axis=1) - np.nanmin(points, axis=1)).max(-1)))


def side_exchanges(sequence: SkeletonSequence) -> Bools:
    """(T P J) where a limb bears the name of the other side.

    A limb changes its name where the exchange continues the motion in less than half the way, for all but a quarter
    of its joints. In each stretch without a gap above `MEMORY_S` the naming of most frames is right.
    """
    wrong = np.zeros(sequence.valid.shape, dtype=np.bool_)
    size = body_size(sequence)
    for pairs in limb_pairs(sequence.topology).values():
        left, right = (np.array(rows) for rows in zip(*pairs, strict=True))
        for person in range(sequence.people):
            frames = _exchanged_frames(sequence, person, (left, right), size)
            wrong[np.ix_(frames, np.array([person]), np.concatenate([left, right]))] = True
    return wrong


def _exchanged_frames(
    sequence: SkeletonSequence, person: int, rows: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]], size: float
) -> npt.NDArray[np.int64]:
    """The frames in which one limb of one person bears the wrong side's name."""
    left, right = (sequence.positions[:, person, side].astype(np.float64) for side in rows)
    seen = np.flatnonzero(np.isfinite(left + right).all(-1).any(-1))
    if len(seen) < 3:
        return seen[:0]
    a, b = seen[:-1], seen[1:]
    straight = _way(left[a], left[b]) + _way(right[a], right[b])
    crossed = _way(left[a], right[b]) + _way(right[a], left[b])
    apart = np.minimum(_way(left[a], right[a]), _way(left[b], right[b]))
    counted = np.isfinite(straight + crossed) & (apart > 0.02 * size)
    better = (counted & (crossed < straight)).sum(1) > _ALL_BUT * counted.sum(1)
    shorter = np.where(counted, crossed, 0).sum(1) < _CLEARLY * np.where(counted, straight, 0).sum(1)
    turned = better & shorter
    stretch = np.concatenate([[0], np.cumsum(np.diff(sequence.times[seen]) > MEMORY_S)])
    turned[np.diff(stretch) > 0] = False
    odd = np.concatenate([[0], np.cumsum(turned)]) % 2
    for number in range(int(stretch[-1]) + 1):
        inside = stretch == number
        if 2 * odd[inside].sum() > inside.sum():
            odd[inside] = 1 - odd[inside]
    return np.asarray(seen[odd == 1])


def _way(start: Floats, end: Floats) -> Floats:
    return np.asarray(np.linalg.norm(end - start, axis=-1))


def identities(sequence: SkeletonSequence) -> npt.NDArray[np.int64]:
    """(T P) the place in the file at which each person is found, by the least total distance from where they were.

    Distance is the mean over the joints seen both times. A person out of sight for `MEMORY_S` is looked for no more;
    beyond 0.4 of a body's size nobody is taken for the same.
    """
    frames, people = sequence.present.shape
    order = np.tile(np.arange(people), (frames, 1))
    if people < 2:
        return order
    gate = _GATE * body_size(sequence)
    last = np.full(sequence.positions.shape[1:], np.nan)
    when = np.full(people, -np.inf)
    for frame in range(frames):
        now = sequence.positions[frame].astype(np.float64)
        last[sequence.times[frame] - when > MEMORY_S] = np.nan
        cost = _costs(last, now, gate)
        _, order[frame] = linear_sum_assignment(cost)
        found = now[order[frame]]
        seen = np.isfinite(found).all(-1)
        last[seen] = found[seen]
        when[seen.any(-1)] = sequence.times[frame]
    return order


def _costs(last: Floats, now: Floats, gate: float) -> Floats:
    """(P P) how far each person would have moved to each place, the gate at most; leaving one's own costs a little."""
    way = _way(last[:, None], now[None])
    known = np.isfinite(way)
    mean = np.where(known, way, 0).sum(-1) / np.maximum(known.sum(-1), 1)
    cost = np.where(known.any(-1), np.minimum(mean, gate), gate)
    return np.asarray(cost + _PREFERENCE * gate * (1 - np.eye(len(cost))))
