"""People in a picture over time: detections joined by the file's ids or to the nearest person, false ones dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from skelbench.formats.recording import Recording

__all__ = ["MOST_PEOPLE", "follow_people"]

MOST_PEOPLE = 2
NEAR = 0.3  # of the body's height, how far the keypoints may move from a frame to the next on average
FURTHEST = 1.0  # ... and however long the person was out of sight
SHORTEST_SHARE = 0.1  # of the frames
LEAST_CONFIDENCE = 0.3
_COMPARED = 100  # people, those seen for longest, where nobody is more than a false detection
_FOLLOWED = 60  # people looked for at once; those not seen for longest are given up

RULE = (
    f"false detections: seen in under {SHORTEST_SHARE:.0%} of the frames or of mean confidence under "
    f"{LEAST_CONFIDENCE:g}; of the rest the {MOST_PEOPLE} with the largest motion energy x frames are kept"
)
_LISTED = 6  # people, in a sentence
BY_ID = "people are told apart by the file's own ids"
BY_DISTANCE = (
    f"people are told apart by distance: least total from frame to frame, at most {NEAR:g} of a body's height a frame"
)
Floats = npt.NDArray[np.float64]
Ids = Sequence[Sequence[int | None]]


@dataclass
class _Person:
    frames: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # of the detections
    height: float = 0.0  # pixels, the largest seen


@dataclass(frozen=True)
class _Detections:
    """All detections of all frames, one after the other."""

    frames: npt.NDArray[np.int64]  # (N)
    ids: list[int | None]  # N
    keypoints: Floats  # (N K 3)
    heights: Floats  # (N) pixels
    confidences: Floats  # (N) mean over the keypoints seen


def follow_people(
    recording: Recording, frames: Sequence[Sequence[Floats]], joints: int, ids: Ids | None = None
) -> tuple[Floats, list[str]]:
    """(T P K 3) keypoints of the people kept, in order of appearance, and a sentence for every choice made.

    `ids` holds what the file calls each detection of `frames`; they are followed where every detection has one and no
    frame has one twice.

    Raises:
        FormatError: nobody is seen at all.
    """
    found = _flattened(frames, ids, joints)
    if not len(found.frames):
        raise recording.error(f"Expected people, found none with a keypoint in any of the {len(frames)} frames")
    named = _by_id(found)
    everybody = _by_distance(found, len(frames)) if named is None else named
    ranked, real = _ranked(everybody, found, len(frames))
    kept = sorted(_kept(recording, ranked, real), key=lambda one: (one.frames[0], -_prominence(one, found)))
    recording.check_size(len(frames), len(kept), joints)
    keypoints = np.full((len(frames), len(kept), joints, 3), np.nan)
    for place, person in enumerate(kept):
        keypoints[person.frames, place] = found.keypoints[person.rows]
    if len(everybody) == 1:
        return keypoints, []
    rule = RULE if recording.people is None else "as asked for"
    told = [f"{len(kept)} of {len(everybody)} people followed through the frames are kept ({rule})"]
    if len(everybody) > len(kept):
        told.append(_listed(ranked, kept, found, frames=len(frames)))
    return keypoints, [BY_DISTANCE if named is None else BY_ID, *told]


def _listed(ranked: Sequence[_Person], kept: Sequence[_Person], found: _Detections, frames: int) -> str:
    """Everybody by number, so that others can be asked for."""
    chosen = {id(person) for person in kept}
    shown = [(number, one) for number, one in enumerate(ranked, 1) if number <= _LISTED or id(one) in chosen]
    each = [
        f"{number}{' (kept)' if id(one) in chosen else ''}, {float(np.median(found.heights[one.rows])):.3g} high in "
        f"{len(one.frames) / frames:.0%} of the frames from {one.frames[0]}"
        for number, one in shown
    ]
    more = f"; and {len(ranked) - len(shown)} more" if len(ranked) > len(shown) else ""
    return f"the people followed: {'; '.join(each)}{more}; choose others with people= (--people 1,{len(shown)})"


def _flattened(frames: Sequence[Sequence[Floats]], ids: Ids | None, joints: int) -> _Detections:
    """Everybody with a keypoint."""
    counted = [(frame, row) for frame, people in enumerate(frames) for row in range(len(people))]
    every = np.stack([frames[frame][row] for frame, row in counted]) if counted else np.zeros((0, joints, 3))
    seen: npt.NDArray[np.bool_] = np.asarray(np.isfinite(every).all(-1))
    some: npt.NDArray[np.bool_] = np.asarray(seen.any(-1))
    keypoints, shown = every[some], seen[some]
    y = keypoints[..., 1]
    heights = np.where(shown, y, -np.inf).max(-1, initial=-np.inf) - np.where(shown, y, np.inf).min(-1, initial=np.inf)
    confidences = np.where(shown, keypoints[..., 2], 0).sum(-1) / np.maximum(shown.sum(-1), 1)
    named = [None if ids is None else ids[frame][row] for frame, row in counted]
    return _Detections(
        np.array([frame for frame, _ in counted], dtype=np.int64)[some],
        [one for one, there in zip(named, some, strict=True) if there],
        keypoints, heights, confidences,
    )  # fmt: skip


def _ranked(everybody: Sequence[_Person], found: _Detections, frames: int) -> tuple[list[_Person], int]:
    """Everybody by motion energy x frames, those who are no false detections first; and how many those are."""

    def moved(person: _Person) -> tuple[float, float]:
        return _motion_energy(found.keypoints[person.rows, :, :2]) * len(person.frames), _prominence(person, found)

    lasting = [person for person in everybody if len(person.frames) >= SHORTEST_SHARE * frames]
    real = [person for person in lasting if found.confidences[person.rows].mean() >= LEAST_CONFIDENCE]
    real = sorted(real, key=moved, reverse=True)
    counted = {id(person) for person in real}
    others = sorted((one for one in everybody if id(one) not in counted), key=lambda one: -len(one.frames))
    best = sorted(others[:_COMPARED], key=lambda one: -_prominence(one, found))
    return [*real, *best, *others[_COMPARED:]], len(real)


def _prominence(person: _Person, found: _Detections) -> float:
    return float(np.median(found.heights[person.rows]) * found.confidences[person.rows].sum())


def _motion_energy(points: Floats) -> float:
    """Variance over time of (N K 2) keypoints, summed over both axes, its mean over the keypoints seen."""
    known: npt.NDArray[np.bool_] = np.asarray(np.isfinite(points).all(-1))
    seen: npt.NDArray[np.bool_] = np.asarray(known.sum(0) > 1)
    if not seen.any():
        return 0.0
    here, counts = np.where(known[..., None], points, 0)[:, seen], known.sum(0)[seen, None]
    centred = np.where(known[:, seen, None], here - here.sum(0) / counts, 0)
    return float(((centred**2).sum(0) / counts).sum(-1).mean())


def _kept(recording: Recording, ranked: Sequence[_Person], real: int) -> list[_Person]:
    """Those asked for, else the first `MOST_PEOPLE` who are no false detections; in order of appearance."""
    if recording.people is not None and max(recording.people) > len(ranked):
        raise recording.error(f"Expected people= among 1 to {len(ranked)}, found {max(recording.people)}")
    numbers = recording.people or range(1, 1 + max(1, min(real, MOST_PEOPLE)))
    return [ranked[number - 1] for number in sorted(set(numbers))]


def _by_id(found: _Detections) -> list[_Person] | None:
    """People by the ids of the file; nothing where one is missing or stands twice in a frame."""
    if any(one is None or one < 0 for one in found.ids):
        return None
    people: dict[int | None, _Person] = {}
    for row, (frame, one) in enumerate(zip(found.frames.tolist(), found.ids, strict=True)):
        person = people.setdefault(one, _Person())
        if person.frames and person.frames[-1] == frame:
            return None
        person.frames.append(frame)
        person.rows.append(row)
    return list(people.values())


def _by_distance(found: _Detections, frames: int) -> list[_Person]:
    everybody: list[_Person] = []
    active: list[_Person] = []
    edges = np.searchsorted(found.frames, np.arange(frames + 1))
    for frame, (start, stop) in enumerate(pairwise(edges)):
        if start == stop:
            continue
        rows = np.arange(start, stop)
        pairs = _pairs(active, rows, frame, found)
        for row in rows.tolist():
            person = pairs.get(row)
            if person is None:
                person = _Person()
                everybody.append(person)
                active.append(person)
            person.frames.append(frame)
            person.rows.append(row)
            person.height = max(person.height, float(found.heights[row]))
        if len(active) > _FOLLOWED:
            active = sorted(active, key=lambda person: person.frames[-1])[-_FOLLOWED:]
    return everybody


def _pairs(
    active: Sequence[_Person], rows: npt.NDArray[np.int64], frame: int, found: _Detections
) -> Mapping[int, _Person]:
    """Detection -> the person it continues: least total distance, none beyond what a body can move."""
    if not active:
        return {}
    last = found.keypoints[[person.rows[-1] for person in active], :, :2]
    offset = last[:, None] - found.keypoints[rows, :, :2][None]  # (people, detections, K, 2)
    apart = np.sqrt(offset[..., 0] ** 2 + offset[..., 1] ** 2)
    shared = np.isfinite(apart)
    every = np.ones(apart.shape[-1])
    counts = shared @ every
    scale = np.array([max(person.height, 1.0) for person in active])[:, None]
    mean = np.where(shared, apart, 0) @ every / np.maximum(counts, 1) / scale
    gap = np.array([frame - person.frames[-1] for person in active])[:, None]
    allowed = (counts > 0) & (mean <= np.minimum(NEAR * gap, FURTHEST))
    cost = np.where(allowed, mean, 1e3)
    people, columns = linear_sum_assignment(cost)
    pairs = zip(people.tolist(), columns.tolist(), strict=True)
    return {int(rows[column]): active[person] for person, column in pairs if allowed[person, column]}
