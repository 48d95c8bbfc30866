"""People in a picture over time: detections joined frame by frame to the nearest person, false ones dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
_FOLLOWED = 200  # people looked for at once; those not seen for longest are given up

RULE = (
    f"false detections: seen in under {SHORTEST_SHARE:.0%} of the frames or of mean confidence under "
    f"{LEAST_CONFIDENCE:g}; of the rest the {MOST_PEOPLE} with the largest height x confidence x frames are kept"
)
Floats = npt.NDArray[np.float64]


@dataclass
class _Person:
    frames: list[int] = field(default_factory=list)
    keypoints: list[Floats] = field(default_factory=list)  # (K 3) each
    height: float = 0.0  # pixels, the largest seen

    def add(self, frame: int, keypoints: Floats) -> None:
        self.frames.append(frame)
        self.keypoints.append(keypoints)
        self.height = max(self.height, _height(keypoints))

    @property
    def confidence(self) -> float:
        return float(np.nanmean([np.nanmean(one[:, 2]) for one in self.keypoints]))

    @property
    def prominence(self) -> float:
        heights = float(np.median([_height(one) for one in self.keypoints]))
        return heights * self.confidence * len(self.frames)


def follow_people(recording: Recording, frames: Sequence[Sequence[Floats]], joints: int) -> tuple[Floats, list[str]]:
    """(T P K 3) keypoints of the people kept, in order of appearance, and a sentence for every choice made.

    Raises:
        FormatError: nobody is seen at all.
    """
    everybody = _followed([[one for one in frame if np.isfinite(one).any()] for frame in frames])
    if not everybody:
        raise recording.error(f"Expected people, found none with a keypoint in any of the {len(frames)} frames")
    real = [person for person in everybody if _is_real(person, len(frames))]
    real = real or [max(everybody, key=lambda person: person.prominence)]
    kept = sorted(real, key=lambda person: -person.prominence)[:MOST_PEOPLE]
    kept.sort(key=lambda person: (person.frames[0], -person.prominence))
    recording.check_size(len(frames), len(kept), joints)
    keypoints = np.full((len(frames), len(kept), joints, 3), np.nan)
    for row, person in enumerate(kept):
        keypoints[person.frames, row] = person.keypoints
    if len(everybody) == 1:
        return keypoints, []
    return keypoints, [f"{len(kept)} of {len(everybody)} people followed through the frames are kept ({RULE})"]


def _is_real(person: _Person, frames: int) -> bool:
    return len(person.frames) >= SHORTEST_SHARE * frames and person.confidence >= LEAST_CONFIDENCE


def _followed(frames: Sequence[Sequence[Floats]]) -> list[_Person]:
    everybody: list[_Person] = []
    active: list[_Person] = []
    for frame, detections in enumerate(frames):
        pairs = _pairs(active, detections, frame)
        for row, detection in enumerate(detections):
            person = pairs.get(row)
            if person is None:
                person = _Person()
                everybody.append(person)
                active.append(person)
            person.add(frame, detection)
        if len(active) > _FOLLOWED:
            active = sorted(active, key=lambda person: person.frames[-1])[-_FOLLOWED:]
    return everybody


def _pairs(active: Sequence[_Person], detections: Sequence[Floats], frame: int) -> dict[int, _Person]:
    """Detection -> the person it continues: least total distance, none beyond what a body can move."""
    if not active or not detections:
        return {}
    last = np.stack([person.keypoints[-1][:, :2] for person in active])
    seen = np.stack([detection[:, :2] for detection in detections])
    apart = np.linalg.norm(last[:, None] - seen[None], axis=-1)  # (people, detections, K)
    shared = np.isfinite(apart)
    scale = np.array([max(person.height, 1.0) for person in active])[:, None]
    mean = np.where(shared, apart, 0).sum(-1) / np.maximum(shared.sum(-1), 1) / scale
    gap = np.array([frame - person.frames[-1] for person in active])[:, None]
    allowed = shared.any(-1) & (mean <= np.minimum(NEAR * gap, FURTHEST))
    cost = np.where(allowed, mean, 1e3)
    rows, columns = linear_sum_assignment(cost)
    return {int(column): active[row] for row, column in zip(rows, columns, strict=True) if allowed[row, column]}


def _height(keypoints: Floats) -> float:
    y = keypoints[np.isfinite(keypoints[:, 1]), 1]
    return float(np.ptp(y)) if y.size else 0.0
