"""MediaPipe Pose: 33 landmarks, as JSON or CSV; in metres about the hips, or in fractions of the picture.

https://ai.google.dev/edge/mediapipe/solutions/vision/pose_landmarker. MediaPipe itself writes no files. Read here are a
list of frames, alone or under a key ("frames", ...), each a list of landmarks {x, y, z, visibility}, a list of such
lists, or the fields of a result (`pose_world_landmarks`, `poseLandmarks`, ...); and the tables of `mediapipe_table`.
World landmarks are hip-centred: x to the picture's right, y down, z away; here x and y are turned half round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.formats.detections import FPS, Detections, picture_sequence
from skelbench.formats.json_file import parse_json
from skelbench.formats.mediapipe_table import (
    FRAME_NAMES,
    TIME_UNITS,
    LandmarkTable,
    looks_like_table,
    read_landmark_table,
    seconds,
)
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.skeleton import MEDIAPIPE_33, SkeletonSequence, Space

__all__ = ["looks_like_mediapipe", "read_mediapipe"]

Floats = npt.NDArray[np.float64]

_JOINTS = len(MEDIAPIPE_33.joints)
_WORLD = ("pose_world_landmarks", "poseWorldLandmarks", "world_landmarks", "worldLandmarks")
_IMAGE = ("pose_landmarks", "poseLandmarks", "landmarks", "landmark", "keypoints", "pose")
_LISTS = ("frames", "results", "data", "poses", "landmarks")
_MOST_PEOPLE = 10
_CENTRED = 0.02  # metres from the origin to the middle of the hips, at most, in world landmarks


@dataclass(frozen=True)
class _Frames:
    """(T P 33 4) x, y, z, visibility with NaN where nothing is, and what is known of the frames."""

    values: Floats
    world: bool | None  # None: the file does not say
    times: Floats | None  # (T) seconds
    guesses: tuple[str, ...] = ()


def looks_like_mediapipe(recording: Recording) -> bool:
    """JSON that speaks of landmarks with x, y and visibility, or a table with columns for 33 of them."""
    head = recording.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        return all(word in head for word in (b'"x"', b'"y"', b'"visibility"'))
    return looks_like_table(recording)


def read_mediapipe(recording: Recording) -> SkeletonSequence:
    """Metres in the camera frame where world landmarks are there, else fractions of the picture."""
    if recording.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        frames = _from_json(recording, parse_json(recording, recording.content))
    else:
        frames = _from_table(read_landmark_table(recording))
    recording.check_size(*frames.values.shape[:3])
    recording.check_reach(frames.values)
    values = frames.values.copy()
    values[~np.isfinite(values[..., :2]).all(-1) | (values[..., :3] == 0).all(-1)] = np.nan
    world, world_guess = _is_world(frames, values)
    if not world:
        return _in_picture(recording, frames, values, world_guess)
    times, time_guess = _times(recording, frames)
    guesses = [*frames.guesses, *world_guess, *time_guess, "metres about the middle of the hips: nobody has a place"]
    if values.shape[1] > 1:
        guesses.append("people are told apart by their order in the file: world landmarks have no place")
    return recording.sequence(
        recording.source("mediapipe"), MEDIAPIPE_33, values[..., :3] * (-1.0, -1.0, 1.0), times,
        confidence=np.clip(np.nan_to_num(values[..., 3]), 0, 1), guesses=tuple(guesses),
    )  # fmt: skip


def _in_picture(recording: Recording, frames: _Frames, values: Floats, guesses: tuple[str, ...]) -> SkeletonSequence:
    """Two dimensions: the depth of a landmark in a picture is no length."""
    times, time_guess = _times(recording, frames)
    flat = values[..., [0, 1, 3]]
    flat[..., 2] = np.clip(np.where(np.isnan(flat[..., 2]), 1.0, flat[..., 2]), 0, 1)
    flat[np.isnan(values[..., 0])] = np.nan
    people = [[person for person in frame if np.isfinite(person).any()] for frame in flat]
    alone = max(len(frame) for frame in people) <= 1
    shape = "x and y are fractions of a picture whose shape the file does not say: widths are taken as heights"
    found = Detections(
        range(len(values)), people, [[0] * len(frame) for frame in people] if alone else None, MEDIAPIPE_33,
        space=Space("normalised", "-y", "right", "image"),
        guesses=(*frames.guesses, *guesses, shape, "z is left out: in a picture it is no length", *time_guess),
    )  # fmt: skip
    sequence = picture_sequence(recording, recording.source("mediapipe"), found)
    kept = tuple(guess for guess in sequence.guesses if "the recording holds no times" not in guess)
    return sequence.changed(times=times, guesses=kept)


def _is_world(frames: _Frames, values: Floats) -> tuple[bool, tuple[str, ...]]:
    if frames.world is not None:
        return frames.world, ()
    hips = values[:, :, [MEDIAPIPE_33.joint_index[f"{side}_hip"] for side in ("left", "right")], :3].mean(2)
    off = np.linalg.norm(hips, axis=-1)
    world = bool(np.isfinite(off).any()) and float(np.nanmedian(off)) < _CENTRED
    where = "metres: the middle of the hips is the origin" if world else "fractions of the picture: the hips move"
    return world, (f"landmarks are in {where}; the file does not say",)


def _times(recording: Recording, frames: _Frames) -> tuple[Floats, tuple[str, ...]]:
    count = len(frames.values)
    if frames.times is None:
        return np.arange(count) / FPS, (f"{FPS:g} frames per second: the file has no times",)
    if not (np.isfinite(frames.times).all() and (np.diff(frames.times) > 0).all()):
        raise recording.error("Expected times that increase from frame to frame, found others")
    return frames.times - frames.times[:1], ()


def _from_table(table: LandmarkTable) -> _Frames:
    return _Frames(table.values[:, None], table.world, table.times, table.guesses)


def _from_json(recording: Recording, content: Any) -> _Frames:
    frames = _frame_list(content)
    if not frames:
        raise recording.error("Expected MediaPipe landmarks, but the file holds no list of frames")
    world = any(isinstance(frame, dict) and any(frame.get(key) for key in _WORLD) for frame in frames)
    poses = [_poses(frame, _WORLD if world else _IMAGE) for frame in frames]
    people = max(len(pose) for pose in poses)
    if not 0 < people <= _MOST_PEOPLE:
        raise recording.error(f"Expected 1 to {_MOST_PEOPLE} people with landmarks in a frame, found {people}")
    recording.check_size(len(frames), people, _JOINTS)
    values = np.full((len(frames), people, _JOINTS, 4), np.nan)
    for row, frame in enumerate(poses):
        for person, landmarks in enumerate(frame):
            values[row, person] = _landmarks(recording, landmarks, row)
    times, guesses = _said_times(recording, frames)
    return _Frames(values, True if world else None, times, guesses)


def _frame_list(content: Any) -> list[Any]:
    """The frames in what the file holds: a list of them, or an object with such a list, or one frame alone."""
    if isinstance(content, dict):
        keys = [key for key in _LISTS if isinstance(content.get(key), list) and content[key]]
        if not any(key in content for key in _WORLD[:2] + _IMAGE[:2] + ("landmark",)) and keys:
            return _frame_list(content[keys[0]])
        return [content]
    if isinstance(content, list) and len(content) == _JOINTS and all(_is_landmark(one) for one in content):
        return [content]
    return content if isinstance(content, list) else []


def _is_landmark(value: Any) -> bool:
    return isinstance(value, dict) and "x" in value and "y" in value


def _poses(frame: Any, keys: Sequence[str]) -> list[list[Any]]:
    """The landmark lists of everybody in a frame; nobody where the frame is null or empty."""
    if isinstance(frame, dict):
        inner = next((frame[key] for key in keys if frame.get(key)), None)
        return [] if inner is None else _poses(inner, keys)
    if not isinstance(frame, list) or not frame:
        return []
    if all(_is_landmark(one) for one in frame):
        return [frame]
    return [pose for one in frame for pose in _poses(one, keys)] if len(frame) <= _MOST_PEOPLE else [frame]


def _landmarks(recording: Recording, landmarks: Sequence[Any], frame: int) -> Floats:
    if len(landmarks) != _JOINTS or not all(_is_landmark(one) for one in landmarks):
        raise recording.error(f"Expected {_JOINTS} landmarks with x and y in frame {frame}, found {len(landmarks)}")
    try:
        rows = [[one["x"], one["y"], one.get("z", 0.0), one.get("visibility", 1.0)] for one in landmarks]
        return np.array(rows, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise recording.error(f"Expected numbers for the landmarks of frame {frame}, but {error}") from error


def _said_times(recording: Recording, frames: Sequence[Any]) -> tuple[Floats | None, tuple[str, ...]]:
    """Seconds by the frames' own times, or by their numbers at `FPS`."""
    first: Mapping[str, Any] = frames[0] if isinstance(frames[0], dict) else {}
    key = next((key for key in (*TIME_UNITS, *FRAME_NAMES) if key in first), None)
    if key is None or len(frames) < 2:
        return None, ()
    values = [frame.get(key) if isinstance(frame, dict) else None for frame in frames]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in values):
        raise recording.error(f"Expected a number '{key}' in every frame")
    numbers = np.array([float(one) if abs(one) < 1e15 else np.nan for one in values if one is not None])
    return seconds(numbers, key)


FORMATS.register("mediapipe")(
    FormatReader("MediaPipe Pose landmarks, JSON or CSV", looks_like_mediapipe, read_mediapipe, None, (".json",))
)
