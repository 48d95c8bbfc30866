"""Controls that tell a reader of motion from a reader of poses: the same poses without, or with another, motion."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from skelbench.errors import ParameterError
from skelbench.evaluation.disturbances import draws_of, kept_rows
from skelbench.skeleton import SkeletonSequence, Topology, place_in_view, retarget

__all__ = ["REVERSES", "freeze_motion", "reverse_time", "shuffle_frames", "with_motion_of"]

FloatArray = npt.NDArray[np.float64]

# Labels that are each other played backwards.
_PAIRS = (
    ("sit down", "stand up"), ("donning", "doffing"), ("approaching", "departing"),
    ("walk towards each other", "walk apart"), ("walking towards each other", "walking apart from each other"),
    *((f"put on {what}", f"take off {what}") for what in ("jacket", "shoe", "glasses", "hat", "hat/cap", "headphone")),
)  # fmt: skip
REVERSES = {first: second for pair in _PAIRS for first, second in (pair, pair[::-1])}


def freeze_motion(sequence: SkeletonSequence) -> SkeletonSequence:
    """The middle frame held from beginning to end, or the nearest frame in which somebody is seen."""
    seen = np.flatnonzero(sequence.valid.any((1, 2)))
    middle = sequence.frames // 2
    held = int(seen[np.argmin(np.abs(seen - middle))]) if seen.size else middle
    return kept_rows(sequence, np.full(sequence.frames, held), sequence.times, f"frame {held} held throughout")


def shuffle_frames(sequence: SkeletonSequence, seed: int = 0) -> SkeletonSequence:
    """The same poses at the same times in any order."""
    order = draws_of(sequence, seed).permutation(sequence.frames)
    return kept_rows(sequence, order, sequence.times, f"frames shuffled (seed {seed})")


def reverse_time(sequence: SkeletonSequence) -> SkeletonSequence:
    """The clip played backwards, the steps of time too."""
    times = sequence.times[0] + sequence.times[-1] - sequence.times[::-1]
    return kept_rows(sequence, np.arange(sequence.frames)[::-1], times, "played backwards")


def with_motion_of(
    sequence: SkeletonSequence, donor: SkeletonSequence, poses: Literal["donor", "own"] = "donor"
) -> SkeletonSequence:
    """Another clip's motion put on this clip's body, in view; bones keep the lengths that this body has.

    With `poses="donor"` bones point where the donor's do. With "own" this clip's mean pose stays, and moves as the
    donor moves away from its own mean pose: a bone's mean direction is turned by R(t), the least rotation from the
    donor's mean direction to where the donor's bone points at t. Label and subject stay this clip's.

    Raises:
        ParameterError: `poses` is neither of the two.
    """
    if poses not in ("donor", "own"):
        raise ParameterError(f"Expected the poses of the 'donor' or one's 'own', found '{poses}'")
    own, other = place_in_view(sequence), place_in_view(donor)
    if other.topology.joints != own.topology.joints:
        other = retarget(other, own.topology)
    people = min(own.people, other.people)
    points = np.stack([_moved(own, other, person, poses) for person in range(people)], axis=1)
    points[~other.valid[:, :people]] = np.nan
    note = f"moves as another clip does, {'with its poses' if poses == 'donor' else 'about its own mean pose'}"
    return own.changed(
        positions=points.astype(np.float32), times=other.times, valid=None, present=other.present[:, :people],
        confidence=None, orientations=None, truth=None, segments=(), history=note,
    )  # fmt: skip


def _moved(own: SkeletonSequence, other: SkeletonSequence, person: int, poses: str) -> FloatArray:
    """(T J 3) the donor's motion on this body."""
    mine, theirs = (clip.positions[:, person].astype(np.float64) for clip in (own, other))
    bones, roots = _over(_tree(own.topology), np.asarray(other.valid[:, person].any(0)))
    parents, children = (np.array([bone[end] for bone in bones], dtype=int) for end in (0, 1))
    spans, given = (points[:, children] - points[:, parents] for points in (mine, theirs))
    lengths, lengths_given = (_median(np.linalg.norm(vectors, axis=-1)) for vectors in (spans, given))
    lengths = np.where(np.isfinite(lengths), lengths, lengths_given)
    mean_own, mean_given = _unit(_mean(spans)), _unit(_mean(given))
    mean_given = np.where(np.isfinite(mean_given), mean_given, mean_own)  # a bone whose ends are one point of the donor
    mean_own = np.where(np.isfinite(mean_own), mean_own, mean_given)
    directions = _unit(given)
    directions = np.where(np.isfinite(directions), directions, mean_given)
    if poses == "own":
        directions = _turned(mean_own, mean_given, directions)
    scale = float(np.nansum(lengths) / max(np.nansum(lengths_given), 1e-9))
    points = np.full(theirs.shape, np.nan)
    for root in roots:
        start, path = _median(mine[:, root]), theirs[:, root] - _median(theirs[:, root])
        points[:, root] = np.where(np.isfinite(start), start, _median(theirs[:, root])) + scale * np.nan_to_num(path)
    for row, (parent, child) in enumerate(bones):
        points[:, child] = points[:, parent] + lengths[row] * directions[:, row]
    return points


def _tree(topology: Topology) -> tuple[list[tuple[int, int]], list[int]]:
    """Every joint reached once from the root (or from one root a piece): bones in that order, and the roots."""
    rows = range(len(topology.joints))
    beside: dict[int, list[int]] = {row: [] for row in rows}
    for a, b in topology.bone_rows:
        beside[a].append(b)
        beside[b].append(a)
    starts = [*(a for a, _ in topology.bone_rows[:1]), *rows]
    bones: list[tuple[int, int]] = []
    roots: list[int] = []
    reached: set[int] = set()
    for start in starts:
        if start in reached:
            continue
        roots.append(start)
        reached.add(start)
        queue = [start]
        for parent in queue:
            for child in beside[parent]:
                if child not in reached:
                    reached.add(child)
                    queue.append(child)
                    bones.append((parent, child))
    return bones, roots


def _over(tree: tuple[list[tuple[int, int]], list[int]], there: npt.NDArray[np.bool_]) -> tuple[Any, list[int]]:
    """The tree without joints that are never there: their children hang on the nearest ancestor that is."""
    above = {root: -1 for root in tree[1]}
    bones, roots = [], [root for root in tree[1] if there[root]]
    for parent, child in tree[0]:
        above[child] = parent if there[parent] else above[parent]
        if there[child]:
            if above[child] >= 0:
                bones.append((above[child], child))
            else:
                roots.append(child)
    return bones, roots


def _turned(own: FloatArray, mean: FloatArray, directions: FloatArray) -> FloatArray:
    """(T N 3) `own` (N 3) turned by the least rotation from `mean` (N 3) to each direction; half turns change nothing.

    R v = v c + (a × b) × v + (a × b) ((a × b) · v) / (1 + c) with c = a · b (Rodrigues 1840).
    """
    axis = np.cross(mean, directions)
    cosine = (mean * directions).sum(-1, keepdims=True)
    along = (axis * own).sum(-1, keepdims=True)
    turned = own * cosine + np.cross(axis, own) + axis * along / np.maximum(1 + cosine, 1e-6)
    return np.asarray(np.where(cosine > -1 + 1e-4, turned, own))


def _unit(vectors: FloatArray) -> FloatArray:
    size = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, size, out=np.full_like(vectors, np.nan), where=size > 1e-9))


def _mean(values: FloatArray) -> FloatArray:
    """Over frames, of what is known; NaN where nothing is."""
    known = np.isfinite(values)
    counts = known.sum(0)
    sums = np.where(known, values, 0.0).sum(0)
    return np.asarray(np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0))


def _median(values: FloatArray) -> FloatArray:
    known = np.isfinite(values).any(0)
    out = np.full(values.shape[1:], np.nan)
    out[known] = np.nanmedian(values[:, known], axis=0)
    return out
