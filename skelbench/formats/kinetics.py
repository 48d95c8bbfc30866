"""Kinetics-skeleton: a clip a JSON file, OpenPose's 18 keypoints of up to a few people, in fractions of the picture.

Yan, Xiong & Lin 2018, Spatial Temporal Graph Convolutional Networks, https://arxiv.org/abs/1801.07455:
{"data": [{"frame_index": 1, "skeleton": [{"pose": [x, y, ...], "score": [...]}]}], "label": ..., "label_index": ...}
"""

from __future__ import annotations

from typing import Any

import numpy as np

from skelbench.formats.detections import (
    MOST_DETECTIONS,
    MOST_FRAMES,
    Detections,
    Floats,
    keypoints_of,
    picture_sequence,
)
from skelbench.formats.json_file import parse_json
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.skeleton import COCO_18, SkeletonSequence, Space

__all__ = ["looks_like_kinetics", "read_kinetics"]

_JOINTS = len(COCO_18.joints)


def looks_like_kinetics(recording: Recording) -> bool:
    """A JSON object whose first bytes speak of frames with an index and a skeleton."""
    head = recording.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and all(word in head for word in (b'"data"', b'"frame_index"', b'"skeleton"'))


def read_kinetics(recording: Recording) -> SkeletonSequence:
    """Up to two people in fractions of the picture, y down; the label is the file's."""
    content = parse_json(recording, recording.content)
    data = content.get("data") if isinstance(content, dict) else None
    if not isinstance(data, list) or len(data) > MOST_FRAMES:
        raise recording.error(
            f"Expected Kinetics-skeleton JSON, but it has no list 'data' of {MOST_FRAMES:,} frames at most"
        )
    numbers: list[float] = []
    frames: list[list[Floats]] = []
    for row, frame in enumerate(data):
        numbers.append(_frame_index(recording, row, frame, numbers))
        frames.append(_people(recording, row, frame["skeleton"]))
    label = content.get("label")
    guess = "x and y are fractions of a picture whose shape the file does not say: widths are taken as heights"
    found = Detections(
        numbers, frames, topology=COCO_18, guesses=("coco_18, as the data set defines", guess),
        space=Space("normalised", "-y", "right", "image"), label=label if isinstance(label, str) else None,
    )  # fmt: skip
    return picture_sequence(recording, recording.source("kinetics"), found)


def _frame_index(recording: Recording, row: int, frame: Any, before: list[float]) -> float:
    index = frame.get("frame_index") if isinstance(frame, dict) else None
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < 10**9:
        raise recording.error(f"Expected a frame_index in item {row} of 'data', found {index!r:.40}")
    if not isinstance(frame.get("skeleton"), list) or len(frame["skeleton"]) > MOST_DETECTIONS:
        raise recording.error(f"Expected a list of at most {MOST_DETECTIONS} skeletons in frame {index}")
    if before and index <= before[-1]:
        raise recording.error(f"Expected frame_index to increase, found {index} after {before[-1]:g}")
    return float(index)


def _people(recording: Recording, row: int, skeletons: list[Any]) -> list[Floats]:
    people = []
    for number, one in enumerate(skeletons):
        pose, score = (one.get(key) if isinstance(one, dict) else None for key in ("pose", "score"))
        if not isinstance(pose, list) or not isinstance(score, list):
            raise recording.error(f"Expected lists 'pose' and 'score' for person {number} of item {row}")
        if len(pose) != 2 * _JOINTS or len(score) != _JOINTS:
            raise recording.error(
                f"Expected {2 * _JOINTS} coordinates and {_JOINTS} scores for person {number} of item {row}, "
                f"found {len(pose)} and {len(score)}"
            )
        flat = [*zip(pose[::2], pose[1::2], score, strict=True)]
        people.append(keypoints_of(recording, [value for point in flat for value in point], f"item {row}"))
    return [person for person in people if np.isfinite(person).any()]


FORMATS.register("kinetics")(
    FormatReader(
        "Kinetics-skeleton JSON, 18 keypoints",
        looks_like_kinetics,
        read_kinetics,
        None,
        (".json",),
        options=("people",),
    )
)
