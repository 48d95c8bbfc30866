"""What a detector of people writes, whatever the file: keypoints of everybody in every frame, in pixels, y down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.formats.keypoint_layout import choose_layout
from skelbench.formats.people import follow_people
from skelbench.formats.recording import Recording
from skelbench.skeleton import SkeletonSequence, Source, Space, Topology

__all__ = [
    "FPS",
    "MOST_DETECTIONS",
    "MOST_FRAMES",
    "PICTURE",
    "Detections",
    "Floats",
    "keypoints_of",
    "keypoints_of_all",
    "picture_sequence",
]

FPS = 30.0  # the files say nothing
_FRACTION = np.array([1000.0, 1000.0, 1.0])  # people are followed in pixels: a picture is taken to have 1000
MOST_DETECTIONS = 100  # people in one frame
MOST_FRAMES = 500_000  # four and a half hours
PICTURE = Space("px", "-y", "right", "image")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Detections:
    """Everybody in every frame that a file speaks of."""

    numbers: Sequence[float]  # T frame numbers, increasing
    frames: Sequence[Sequence[Floats]]  # (K 3) of everybody: x, y, confidence; NaN where a keypoint is missing
    ids: Sequence[Sequence[int | None]] | None = None  # what the file calls them
    topology: Topology | None = None  # where the file names its keypoints
    guesses: tuple[str, ...] = ()
    space: Space = PICTURE
    label: str | None = None


def keypoints_of(recording: Recording, values: Any, place: str) -> Floats:
    """(K 3) numbers of a flat list x, y, confidence, x, ...; what is at 0, 0 or of no confidence is NaN.

    Raises:
        FormatError: something is no number, or numbers are left over; the sentence names the place.
    """
    try:
        keypoints = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise recording.error(f"Expected numbers in {place}, but {error}") from error
    if keypoints.ndim != 1 or keypoints.size % 3:
        raise recording.error(f"Expected x, y, confidence in turn for {place}, found {len(values)} values")
    recording.check_reach(keypoints)
    return _without_missing(keypoints.reshape(-1, 3))


def keypoints_of_all(recording: Recording, lists: Sequence[list[Any]], places: Callable[[int], str]) -> list[Floats]:
    """The same for many lists, at once where they are of one length; `places` names the list of a row.

    Raises:
        FormatError: as `keypoints_of`.
    """
    if len({len(values) for values in lists}) == 1 and len(lists[0]) % 3 == 0:
        try:
            table = np.array(lists, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            table = np.zeros(0)  # the slow way says which
        if table.ndim == 2:
            recording.check_reach(table)
            return list(_without_missing(table.reshape(len(lists), -1, 3)))
    return [keypoints_of(recording, values, places(row)) for row, values in enumerate(lists)]


def _without_missing(keypoints: Floats) -> Floats:
    missing = (keypoints[..., :2] == 0).all(-1) | (keypoints[..., 2] <= 0) | ~np.isfinite(keypoints).all(-1)
    keypoints[missing] = np.nan
    np.minimum(keypoints[..., 2], 1, out=keypoints[..., 2])
    return keypoints


def picture_sequence(recording: Recording, source: Source, found: Detections) -> SkeletonSequence:
    """The people kept, two at most, over time: layout, identity and false detections by stated rules.

    Raises:
        FormatError: nobody is there, there are too many, or their keypoints are of no layout known here.
    """
    if len(found.frames) > MOST_FRAMES:
        raise recording.error(f"Expected at most {MOST_FRAMES:,} frames, found {len(found.frames):,}; cut the file")
    crowd = max((len(frame) for frame in found.frames), default=0)
    if crowd > MOST_DETECTIONS:
        raise recording.error(f"Expected at most {MOST_DETECTIONS} people in a frame, found {crowd}")
    layout_guesses: tuple[str, ...] = ()
    topology = found.topology
    if topology is None:
        topology, layout_guesses = choose_layout(recording, found.frames)
    joints = len(topology.joints)
    scale = _FRACTION if found.space.unit == "normalised" else np.ones(3)
    frames = [[person[:joints] * scale for person in frame] for frame in found.frames]
    keypoints, people_guesses = follow_people(recording, frames, joints, found.ids)
    numbers = np.array(found.numbers, dtype=np.float64)
    rate = (f"{FPS:g} frames per second: the recording holds no times, but frame numbers",) if len(numbers) > 1 else ()
    return recording.sequence(
        source, topology, keypoints[..., :2] / scale[:2], (numbers - numbers[:1]) / FPS,
        confidence=np.nan_to_num(keypoints[..., 2]), space=found.space, label=found.label,
        guesses=(*found.guesses, *rate, *layout_guesses, *people_guesses),
    )  # fmt: skip
