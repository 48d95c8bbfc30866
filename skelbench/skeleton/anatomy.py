"""Whether bodies can be human: bones that keep their length, a stature, proportions, a head above the hips."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from skelbench.skeleton.problem import Problem
from skelbench.skeleton.rest import STATURE, canonical_pose
from skelbench.skeleton.sequence import SkeletonSequence
from skelbench.skeleton.view import METRES_PER_UNIT

__all__ = ["SHORTEST", "TALLEST", "check_anatomy"]

SHORTEST = 0.45  # metres: a newborn's length at -2 SD of the WHO growth standards (2006) is 45.4 cm for girls
TALLEST = 2.72  # metres: Robert Wadlow, the tallest person on record (Guinness World Records)
MOST_DRIFT = 0.25  # of its median, how far apart the 5th and the 95th hundredth of a bone's lengths may lie
MOST_UNLIKE = 1.6  # the factor by which half of the bones may differ from human proportions
_LEAST_BONE = 0.08  # metres of a person 1.7 m tall; shorter ones tell little
_STILL = 0.001  # of the stature: who moves less than this in the whole clip does not move
_LONG_ENOUGH_S = 1.0  # seconds in which somebody alive moves
# Chosen on choreography and the development recordings, turned over and not (docs/LOG.md).
_UPRIGHT = 0.5  # cosine to the vertical that the trunk of nobody upright stays under, but for a tenth of the frames
_ALONG = 0.8  # cosine to another axis, along which bodies must stand for it to be the way up
_BELOW = 0.4  # of the trunk: hands this far under the shoulders may carry them
_STAYING = 0.25  # of the trunk, within which hands stay that rest on the ground

Floats = npt.NDArray[np.float64]
_AXES = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}


def check_anatomy(sequence: SkeletonSequence) -> Iterator[Problem]:
    """Bone drift, ghost bodies, a wrong unit, a wrong axis; lengths only where there are three dimensions."""
    seen = [person for person in range(sequence.people) if sequence.valid[:, person].any()]
    if not seen:
        return
    yield from _frozen(sequence, seen)
    if sequence.dimensions == 3:
        lengths = _bone_lengths(sequence)
        for person in seen:
            yield from _drift(sequence, person, lengths[:, person])
        yield from _statures(sequence, seen, lengths)
    yield from _axis(sequence)


def _bone_lengths(sequence: SkeletonSequence) -> Floats:
    """(T P B) in the clip's unit, NaN where an end is missing."""
    rows = np.array(sequence.topology.bone_rows, dtype=np.int64).reshape(-1, 2)
    points = sequence.positions.astype(np.float64)
    return np.asarray(np.linalg.norm(points[:, :, rows[:, 0]] - points[:, :, rows[:, 1]], axis=-1))


def _extent(sequence: SkeletonSequence, person: int) -> tuple[int, int]:
    frames = np.flatnonzero(sequence.valid[:, person].any(-1))
    return int(frames[0]), int(frames[-1])


def _frozen(sequence: SkeletonSequence, seen: list[int]) -> Iterator[Problem]:
    for person in seen:
        first, last = _extent(sequence, person)
        if sequence.times[last] - sequence.times[first] < _LONG_ENOUGH_S:
            continue
        known = sequence.valid[:, person].sum(0) > 1
        points = sequence.positions[:, person, known].astype(np.float64)
        if not points.size:
            continue
        size = float((np.nanmax(points, axis=(0, 1)) - np.nanmin(points, axis=(0, 1))).max())
        moved = float((np.nanmax(points, axis=0) - np.nanmin(points, axis=0)).max())
        if moved < _STILL * size:
            yield Problem.of(
                sequence, "ghost body", "never moves", (first, last), (person, ()), (moved, sequence.space.unit)
            )


def _drift(sequence: SkeletonSequence, person: int, lengths: Floats) -> Iterator[Problem]:
    """One problem for all bones of a person that do not keep their length; the worst is named."""
    spreads: dict[tuple[int, int], float] = {}
    for bone, ends in enumerate(sequence.topology.bone_rows):
        known = lengths[np.isfinite(lengths[:, bone]), bone]
        if len(known) < 3 or np.median(known) <= 0:
            continue
        low, middle, high = np.quantile(known, (0.05, 0.5, 0.95))
        spreads[ends] = float((high - low) / middle)
    drifting = [ends for ends, spread in spreads.items() if spread > MOST_DRIFT]
    if not drifting:
        return
    worst = max(drifting, key=lambda ends: spreads[ends])
    start, end = (sequence.topology.joints[row] for row in worst)
    text = (
        f"{len(drifting)} of {len(spreads)} bones vary in length by more than {MOST_DRIFT:.0%} "
        f"(5th to 95th hundredth), most of all {start} to {end}, by {spreads[worst]:.0%}"
    )
    rows = tuple(sorted({row for ends in drifting for row in ends}))
    figure = (spreads[worst], "of its median")
    yield Problem.of(sequence, "bone drift", text, _extent(sequence, person), (person, rows), figure)


def _statures(sequence: SkeletonSequence, seen: list[int], lengths: Floats) -> Iterator[Problem]:
    """Bodies of no human size: the unit, where all are; else a ghost. And bodies of no human proportions."""
    scale = METRES_PER_UNIT.get(sequence.space.unit)
    pose = canonical_pose(sequence.topology) if sequence.topology.is_human else None
    if scale is None or pose is None:
        return
    true = np.array([float(np.linalg.norm(pose[a] - pose[b])) for a, b in sequence.topology.bone_rows])
    found: dict[int, float] = {}
    for person in seen:
        counted = (true > _LEAST_BONE) & (np.isfinite(lengths[:, person]).any(0))
        if counted.sum() < 4:
            continue
        shares = np.nanmedian(lengths[:, person, counted], axis=0) * scale / true[counted]
        found[person] = float(np.median(shares)) * STATURE
        unlike = float(np.exp(np.median(np.abs(np.log(np.maximum(shares, 1e-9) / max(np.median(shares), 1e-9))))))
        if unlike > MOST_UNLIKE:
            text = f"half of its bones differ from human proportions by a factor above {unlike:.2g}"
            yield Problem.of(sequence, "ghost body", text, _extent(sequence, person), (person, ()), (unlike, "times"))
    yield from _sizes(sequence, found)


def _sizes(sequence: SkeletonSequence, statures: dict[int, float]) -> Iterator[Problem]:
    wrong = {person: stature for person, stature in statures.items() if not SHORTEST <= stature <= TALLEST}
    if not wrong:
        return
    if len(wrong) < len(statures):
        for person, stature in wrong.items():
            text = f"its bones belong to somebody {stature:.3g} m tall"
            yield Problem.of(sequence, "ghost body", text, _extent(sequence, person), (person, ()), (stature, "m"))
        return
    stature = float(np.median(list(wrong.values())))
    told = stature / METRES_PER_UNIT[sequence.space.unit]
    likely = [unit for unit, metres in METRES_PER_UNIT.items() if SHORTEST <= told * metres <= TALLEST]
    advice = f"the unit is rather {likely[0]}" if likely else "no metric unit makes it human"
    text = f"in {sequence.space.unit} the bones belong to somebody {stature:.3g} m tall; {advice}"
    yield Problem.of(sequence, "wrong unit", text, (0, sequence.frames - 1), figure=(stature, "m"))


def _axis(sequence: SkeletonSequence) -> Iterator[Problem]:
    """Trunks that hardly ever point up, though they point the same way."""
    topology, space = sequence.topology, sequence.space
    if not topology.is_human or not topology.has("head", "pelvis"):
        return
    trunk = sequence.landmark("head") - sequence.landmark("pelvis")
    length = np.linalg.norm(trunk, axis=-1)
    trunk = trunk[np.isfinite(length) & (length > 0)] / length[np.isfinite(length) & (length > 0)][:, None]
    if not len(trunk):
        return
    up = np.array(_AXES[space.up[-1]])[: sequence.dimensions] * (-1 if space.up.startswith("-") else 1)
    if float(np.quantile(trunk @ up, 0.9)) > _UPRIGHT or _rests_on_hands(sequence, up):
        return
    middle = np.median(trunk, axis=0)
    axis = int(np.argmax(np.abs(middle)))
    if abs(middle[axis]) < _ALONG:  # somebody lies, bows or rests on the hands: no axis is the way up
        return
    likely = ("-" if middle[axis] < 0 else "") + "xyz"[axis]
    share = float((trunk @ up > _UPRIGHT).mean())
    text = (
        f"up is said to be {space.up}, but trunks are upright in {share:.0%} of the frames; "
        f"up is rather {likely}, or somebody lies all the time"
    )
    yield Problem.of(sequence, "wrong axis", text, (0, sequence.frames - 1), figure=(share, "of the frames"))


def _rests_on_hands(sequence: SkeletonSequence, up: Floats) -> bool:
    """Whether both hands of somebody stay where they are, level with each other and well under the shoulders.

    So hold themselves those who do push-ups or go on all fours; who stands in a file with a wrong axis moves the hands.
    """
    marks = [f"{side}_{mark}" for side in ("left", "right") for mark in ("wrist", "shoulder")]
    if not sequence.topology.has("head", "pelvis", *marks):
        return False
    trunk = np.linalg.norm(sequence.landmark("head") - sequence.landmark("pelvis"), axis=-1)
    tracks = [sequence.landmark(mark) for mark in marks]  # (T P D) each
    for person in range(sequence.people):
        seen = np.isfinite(trunk[:, person]) & np.isfinite([track[:, person, 0] for track in tracks]).all(0)
        if not seen.any():
            continue
        size = float(np.median(trunk[seen, person]))
        left, left_shoulder, right, right_shoulder = (track[seen, person] for track in tracks)
        stays = max(float(np.ptp(np.quantile(hand, (0.1, 0.9), axis=0), axis=0).max()) for hand in (left, right))
        drops = [np.quantile((top - hand) @ up, 0.75) for top, hand in ((left_shoulder, left), (right_shoulder, right))]
        level = float(np.median(np.abs((left - right) @ up)))
        if stays < _STAYING * size and min(drops) > _BELOW * size and level < _STAYING * size:
            return True
    return False
