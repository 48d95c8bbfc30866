"""COCO keypoints (annotations and results) and what MMPose writes: pixels, y down.

Lin et al. 2014; https://cocodataset.org/#format-data (annotations), #format-results (results);
https://mmpose.readthedocs.io/en/latest/user_guides/inference.html (MMPose, read by `mmpose_file`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from skelbench.formats.detections import Detections, Floats, keypoints_of_all, picture_sequence
from skelbench.formats.json_file import parse_json
from skelbench.formats.mmpose_file import is_mmpose, mmpose_detections
from skelbench.formats.point_names import named_topology
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.skeleton import SkeletonSequence

__all__ = ["looks_like_coco", "read_coco"]

_NUMBERED_IMAGE = re.compile(rb'"image_id"\s*:\s*[0-9]')
_VISIBILITY = {0.0, 1.0, 2.0}  # not labelled, labelled but hidden, seen


@dataclass
class _Images:
    """Image number -> the people in it and their ids."""

    people: dict[int, list[Floats]] = field(default_factory=dict)
    ids: dict[int, list[int | None]] = field(default_factory=dict)


def looks_like_coco(recording: Recording) -> bool:
    """COCO's lists of images or annotations, keypoints in numbered images, or the words of MMPose."""
    head = recording.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        annotated = b'"annotations"' in head and b'"keypoints"' in head
        listed = b'"images"' in head and (b'"file_name"' in head or b'"annotations"' in head)
        return annotated or listed or b'"instance_info"' in head or b'"keypoint_id2name"' in head
    if not head.startswith(b"[") or b'"keypoints"' not in head:
        return False
    return b'"keypoint_scores"' in head or _NUMBERED_IMAGE.search(head) is not None


def read_coco(recording: Recording) -> SkeletonSequence:
    """Up to two people (or animals, where the file names its keypoints) in pixels, y down."""
    content = parse_json(recording, recording.content)
    if is_mmpose(content):
        found = mmpose_detections(recording, content)
    elif isinstance(content, dict):
        found = _annotations(recording, content)
    else:
        found = _results(recording, content)
    return picture_sequence(recording, recording.source("coco"), found)


def _results(recording: Recording, items: Any) -> Detections:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise recording.error("Expected COCO keypoints, but they are neither annotations nor a list of results")
    images = _by_image(recording, items, _has_flags(items))
    return _detections(images, sorted(images.people))


def _annotations(recording: Recording, content: Mapping[str, Any]) -> Detections:
    items = content.get("annotations")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise recording.error("Expected COCO annotations, but the file holds no list of them")
    with_points = [item for item in items if item.get("keypoints")]
    if not with_points:
        raise recording.error("Expected COCO keypoints, found annotations without any")
    images = _by_image(recording, with_points, _has_flags(with_points))
    listed = content.get("images")
    if isinstance(listed, list):
        for one in listed:
            number = _image_number(one.get("id") if isinstance(one, dict) else None)
            if number is not None:
                images.people.setdefault(number, [])
                images.ids.setdefault(number, [])
    found = _detections(images, sorted(images.people))
    category = _category(content.get("categories"), with_points)
    if category is None:
        return found
    names, links = category
    lengths = {len(person) for frame in found.frames for person in frame}
    if lengths != {len(names)}:
        shown = ", ".join(map(str, sorted(lengths)))
        raise recording.error(f"Expected {len(names)} keypoints for everybody, as 'categories' names, found {shown}")
    topology = named_topology(recording, "coco", names, links, first=1)
    return Detections(found.numbers, found.frames, found.ids, topology, (*found.guesses, "keypoints by their names"))


def _category(categories: Any, items: list[dict[str, Any]]) -> tuple[list[str], Any] | None:
    """Names and links of the keypoints of the first annotation's category, where the file has them."""
    wanted = items[0].get("category_id")
    known = [one for one in categories if isinstance(one, dict)] if isinstance(categories, list) else []
    own = next((one for one in known if one.get("id") == wanted), None)
    names = own.get("keypoints") if own else None
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        return None
    return names, own.get("skeleton") if own else None


def _has_flags(items: list[dict[str, Any]]) -> bool:
    """Whether every third number is a flag of visibility, not a confidence."""
    thirds = {value for item in items[:1000] if isinstance(item.get("keypoints"), list)
              for value in item["keypoints"][2::3] if isinstance(value, int | float)}  # fmt: skip
    return 2.0 in thirds and thirds <= _VISIBILITY


def _by_image(recording: Recording, items: list[dict[str, Any]], flags: bool) -> _Images:
    images = _Images()
    for row, item in enumerate(items):
        if _image_number(item.get("image_id")) is None or not isinstance(item.get("keypoints"), list):
            raise recording.error(f"Expected a numbered image_id and a list of keypoints for item {row}")
    everybody = keypoints_of_all(recording, [item["keypoints"] for item in items], lambda row: f"item {row}")
    for item, person in zip(items, everybody, strict=True):
        if flags:  # 1, labelled but hidden, is half as sure as 2; keypoints_of has cut 2 to 1
            person[np.array(item["keypoints"], dtype=np.float64)[2::3] == 1, 2] *= 0.5
        images.people.setdefault(item["image_id"], []).append(person)
        track = item.get("track_id")
        whole = isinstance(track, int) and not isinstance(track, bool)
        images.ids.setdefault(item["image_id"], []).append(track if whole else None)
    return images


def _image_number(said: Any) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 10**12 else None


def _detections(images: _Images, numbers: list[int]) -> Detections:
    guess = ("image numbers are taken as frame numbers of one recording",) if len(numbers) > 1 else ()
    frames, ids = [images.people[one] for one in numbers], [images.ids[one] for one in numbers]
    return Detections(numbers, frames, ids, guesses=guess)


FORMATS.register("coco")(
    FormatReader(
        "COCO keypoint and MMPose JSON", looks_like_coco, read_coco, None, (".json",), options=("detail", "people")
    )
)
