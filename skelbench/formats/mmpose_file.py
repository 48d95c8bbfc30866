"""What MMPose writes: instances a frame, keypoints as pairs or triples, their names in `meta_info`.

A video: {"meta_info": {...}, "instance_info": [{"frame_id": 1, "instances": [...]}]}; a picture: a list of instances.
An instance: {"keypoints": [[x, y], ...], "keypoint_scores": [...]}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skelbench.formats.detections import Detections, Floats, keypoints_of
from skelbench.formats.point_names import named_topology
from skelbench.formats.recording import Recording
from skelbench.skeleton import Topology

__all__ = ["is_mmpose", "mmpose_detections"]

_MOST_NAMES = 1000


def is_mmpose(content: Any) -> bool:
    """Whether parsed JSON has the shape MMPose gives it."""
    if isinstance(content, dict):
        return "instance_info" in content
    return (
        isinstance(content, list)
        and bool(content)
        and isinstance(content[0], dict)
        and ("keypoint_scores" in content[0] or "instances" in content[0])
    )


def mmpose_detections(recording: Recording, content: Any) -> Detections:
    """Everybody in every frame; identity by `track_id` where MMPose was told to track.

    Raises:
        FormatError: a frame or an instance is not what MMPose writes, or it holds joints in 3-D.
    """
    frames = content["instance_info"] if isinstance(content, dict) else content
    if isinstance(frames, list) and frames and isinstance(frames[0], dict) and "instances" not in frames[0]:
        frames = [{"frame_id": 0, "instances": frames}]  # one picture
    if not isinstance(frames, list) or not all(isinstance(frame, dict) for frame in frames):
        raise recording.error("Expected MMPose JSON, but instance_info is no list of frames")
    numbers = _frame_ids(recording, frames)
    people, ids = [], []
    for number, frame in zip(numbers, frames, strict=True):
        instances = frame.get("instances")
        if not isinstance(instances, list) or not all(isinstance(one, dict) for one in instances):
            raise recording.error(f"Expected a list of instances in frame {number}")
        people.append(
            [_instance(recording, one, f"instance {row} of frame {number}") for row, one in enumerate(instances)]
        )
        ids.append([_track(one) for one in instances])
    topology = _topology(recording, content.get("meta_info") if isinstance(content, dict) else None)
    if topology is not None and any(len(one) != len(topology.joints) for frame in people for one in frame):
        raise recording.error(f"Expected {len(topology.joints)} keypoints for everybody, as meta_info names")
    return Detections(numbers, people, ids, topology, ("keypoints by their names",) if topology is not None else ())


def _frame_ids(recording: Recording, frames: list[dict[str, Any]]) -> list[int]:
    numbers = [frame.get("frame_id", row) for row, frame in enumerate(frames)]
    before = -1
    for number in numbers:
        if not isinstance(number, int) or isinstance(number, bool) or not before < number < 10**9:
            raise recording.error(f"Expected frame_id to increase, found {number!r:.40} after {before}")
        before = number
    return numbers


def _instance(recording: Recording, one: Mapping[str, Any], place: str) -> Floats:
    points, scores = one.get("keypoints"), one.get("keypoint_scores")
    if not isinstance(points, list) or not all(isinstance(point, list) for point in points):
        raise recording.error(f"Expected a list of points 'keypoints' in {place}")
    widths = {len(point) for point in points}
    if widths == {3} and scores is not None:
        raise recording.error(
            f"Expected keypoints in a picture, found joints in 3-D in {place}; describe them by a card"
        )
    if scores is None:
        scores = [1.0] * len(points)
    if not isinstance(scores, list) or len(scores) != len(points) or widths != {2}:
        raise recording.error(f"Expected pairs x, y and as many keypoint_scores in {place}")
    return keypoints_of(
        recording, [value for (x, y), score in zip(points, scores, strict=True) for value in (x, y, score)], place
    )


def _track(one: Mapping[str, Any]) -> int | None:
    track = one.get("track_id")
    return track if isinstance(track, int) and not isinstance(track, bool) else None


def _topology(recording: Recording, meta: Any) -> Topology | None:
    """The keypoints' own names and links; nothing where the file does not name them."""
    named = meta.get("keypoint_id2name") if isinstance(meta, dict) else None
    if not isinstance(named, dict) or not 0 < len(named) <= _MOST_NAMES:
        return None
    names = [named.get(str(row)) for row in range(len(named))]
    if not all(isinstance(name, str) and name for name in names):
        return None
    return named_topology(recording, "mmpose", [str(name) for name in names], meta.get("skeleton_links"))
