"""AlphaPose results: one JSON list for a whole video, a person in an image an item; pixels, y down.

https://github.com/MVIG-SJTU/AlphaPose/blob/master/docs/output.md; 17 keypoints are COCO's, 26 and 136 Halpe's.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from skelbench.formats.detections import Detections, Floats, keypoints_of_all, picture_sequence
from skelbench.formats.json_file import parse_json
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.skeleton import SkeletonSequence

__all__ = ["looks_like_alphapose", "read_alphapose"]

_NAMED_IMAGE = re.compile(rb'"image_id"\s*:\s*"')


def looks_like_alphapose(recording: Recording) -> bool:
    """A JSON list of keypoints in images that have names (those of COCO have numbers)."""
    head = recording.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"[") and b'"keypoints"' in head and _NAMED_IMAGE.search(head) is not None


def read_alphapose(recording: Recording) -> SkeletonSequence:
    """Up to two people in pixels, y down; frame numbers are those in the images' names."""
    items = parse_json(recording, recording.content)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise recording.error("Expected AlphaPose results, but they are no list of people")
    for row, item in enumerate(items):
        if not isinstance(item.get("image_id"), str) or not isinstance(item.get("keypoints"), list):
            raise recording.error(f"Expected an image_id and a list of keypoints for item {row}")
    everybody = keypoints_of_all(
        recording, [item["keypoints"] for item in items], lambda row: f"item {row} ({items[row]['image_id']:.40})"
    )
    images: dict[str, list[tuple[Floats, int | None]]] = {}
    for item, person in zip(items, everybody, strict=True):
        images.setdefault(item["image_id"], []).append((person, _track(item.get("idx"))))
    numbers, guess = _frame_numbers(recording, list(images))
    order = np.argsort(numbers, kind="stable")
    frames = [list(images.values())[row] for row in order]
    found = Detections(
        [numbers[row] for row in order],
        [[keypoints for keypoints, _ in frame] for frame in frames],
        [[track for _, track in frame] for frame in frames],
        guesses=(guess,),
    )
    return picture_sequence(recording, recording.source("alphapose"), found)


def _track(said: Any) -> int | None:
    """The number of a track, which AlphaPose writes as 3, 3.0 or [3]."""
    number = said[0] if isinstance(said, list) and len(said) == 1 else said
    whole = isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < 1e15
    return int(number) if whole and number == int(number) and number >= 0 else None


def _frame_numbers(recording: Recording, names: list[str]) -> tuple[list[int], str]:
    """The last number in every name, or the order in the file where the names have none."""
    found = [re.findall(r"[0-9]{1,15}", re.sub(r"\.[A-Za-z0-9]*$", "", name)) for name in names]
    if not all(found):
        return list(range(len(names))), "frames stand in the order of the file: the images' names hold no numbers"
    numbers = [int(each[-1]) for each in found]
    first: dict[int, str] = {}
    for number, name in zip(numbers, names, strict=True):
        if number in first:
            raise recording.error(f"Expected one image a frame, found '{first[number]:.40}' and '{name:.40}'")
        first[number] = name
    return numbers, "frame numbers are those in the images' names"


FORMATS.register("alphapose")(
    FormatReader(
        "AlphaPose results JSON", looks_like_alphapose, read_alphapose, None, (".json",), options=("detail", "people")
    )
)
