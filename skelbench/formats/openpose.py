"""OpenPose JSON: one file a frame, one folder a camera; pixels, y down, people told apart over time.

Body layouts are COCO-18, BODY_25 and BODY_25B. A face of 70 points and two hands of 21 are joints of one larger
topology with the body (`body_25_whole`), read on request only: what draws bodies would drown in them.
https://github.com/CMU-Perceptual-Computing-Lab/openpose/blob/master/doc/02_output.md
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.formats.detections import MOST_DETECTIONS, Detections, keypoints_of, picture_sequence
from skelbench.formats.json_file import parse_json
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import LARGEST_FILE, Recording
from skelbench.skeleton import SkeletonSequence

__all__ = ["cameras_in", "looks_like_openpose", "read_openpose"]

_LARGEST_FRAME = 8_000_000  # bytes
_FURTHER = (("face_keypoints_2d", 70), ("hand_left_keypoints_2d", 21), ("hand_right_keypoints_2d", 21))
_DEPTH = 3  # levels of folders in which frames are looked for

Floats = npt.NDArray[np.float64]


def looks_like_openpose(recording: Recording) -> bool:
    """A JSON object that speaks of people, or a folder that holds such files, itself or in its subfolders."""
    if not recording.is_folder:
        return recording.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"people"' in recording.head
    return any(_is_frame(files[0]) for files in cameras_in(recording.path).values())


def _is_frame(path: Path) -> bool:
    return looks_like_openpose(Recording(path))


def cameras_in(folder: Path) -> dict[str, list[Path]]:
    """Camera name -> its JSON files: the folder itself is '', else subfolders and the file names before the number."""
    cameras: dict[str, list[Path]] = {}
    for path in sorted(path for depth in range(_DEPTH) for path in folder.glob("*/" * depth + "*.json")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not path.name.endswith(".truth.json"):
            place = "/".join(parts[:-1])
            cameras.setdefault("/".join(filter(None, (place, _stem(path)))), []).append(path)
    places: dict[str, list[str]] = {}
    for name, files in cameras.items():
        places.setdefault("/".join(files[0].relative_to(folder).parts[:-1]), []).append(name)
    # a folder with files of one stem only is named by the folder
    return {(place if len(names) == 1 else name): cameras[name] for place, names in places.items() for name in names}


def _stem(path: Path) -> str:
    """The file name before its last number: cam01 of cam01.0003.json, walk of walk_000000000012_keypoints.json."""
    return re.sub(r"[0-9]+[^0-9]*$", "", path.stem).rstrip("._- ")


def read_openpose(recording: Recording) -> SkeletonSequence:
    """Up to two people in pixels, y down, missing keypoints NaN, the detector's confidence kept."""
    files, guesses = _files(recording)
    numbers = _frame_numbers(recording, files)
    contents = _contents(recording, files)
    frames = [_detections(Recording(path), content) for path, content in zip(files, contents, strict=True)]
    sha256 = hashlib.sha256(contents[0]).hexdigest() if not recording.is_folder else _folder_hash(files, contents)
    found = Detections(
        numbers,
        _same_length([[keypoints for keypoints, _ in frame] for frame in frames]),
        [[number for _, number in frame] for frame in frames],
        guesses=tuple(guesses),
    )
    return picture_sequence(recording, recording.source("openpose", sha256), found)


def _same_length(frames: list[list[Floats]]) -> list[list[Floats]]:
    """Everybody gets rows for face and hands where somebody has them."""
    longest = max((len(person) for frame in frames for person in frame), default=0)
    bodies = {len(person) for frame in frames for person in frame}
    if len(bodies) < 2 or longest - min(bodies) != sum(count for _, count in _FURTHER):
        return frames  # one layout, or layouts that disagree: the reader of layouts says so
    return [[np.concatenate([one, np.full((longest - len(one), 3), np.nan)]) for one in frame] for frame in frames]


def _files(recording: Recording) -> tuple[list[Path], list[str]]:
    """The files of one camera in order of frames, and what was assumed in choosing it."""
    if not recording.is_folder:
        return [recording.path], []
    cameras = {name: files for name, files in cameras_in(recording.path).items() if _is_frame(files[0])}
    if not cameras:
        raise recording.error("Expected OpenPose JSON files, found a folder without any")
    wanted = recording.camera
    if wanted is None and len(cameras) > 1:
        raise recording.error(
            f"Expected the frames of one camera, found {len(cameras)} cameras: {', '.join(cameras)}; "
            "name one with camera= (--camera), or give the path of its folder"
        )
    if wanted is None:
        (name,) = cameras
        return cameras[name], ([f"the only camera in the folder, {name}, is read"] if name else [])
    matching = [name for name in cameras if name == wanted] or [name for name in cameras if wanted in name]
    if len(matching) != 1:
        raise recording.error(
            f"Expected one camera called '{wanted}', found {len(matching)} among {', '.join(cameras)}"
        )
    return cameras[matching[0]], []


def _frame_numbers(recording: Recording, files: list[Path]) -> list[int]:
    """Frame numbers by file name; files are put in their order, in place."""
    if len(files) == 1:
        return [0]
    found = {path: re.findall(r"[0-9]+", path.stem) for path in files}
    nameless = [path.name for path, numbers in found.items() if not numbers]
    if nameless:
        raise recording.error(f"Expected a frame number in every file name, found none in {nameless[0]}")
    files.sort(key=lambda path: int(found[path][-1]))
    numbers = [int(found[path][-1]) for path in files]
    for before, after, path in zip(numbers, numbers[1:], files[1:], strict=False):
        if before == after:
            raise recording.error(f"Expected one file a frame, found a second one with number {after}: {path.name}")
    return numbers


def _contents(recording: Recording, files: Sequence[Path]) -> list[bytes]:
    contents, total = [], 0
    for path in files:
        contents.append(recording.content_of(path, _LARGEST_FRAME))
        total += len(contents[-1])
        if total > LARGEST_FILE:
            raise recording.error(f"Expected at most {LARGEST_FILE:,} bytes in all, found more; cut the recording")
    return contents


def _folder_hash(files: Sequence[Path], contents: Sequence[bytes]) -> str:
    """SHA-256 over sorted file names and the hashes of their contents."""
    total = hashlib.sha256()
    for path, content in sorted(zip(files, contents, strict=True), key=lambda pair: pair[0].name):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(content).digest())
    return total.hexdigest()


def _detections(frame: Recording, content: bytes) -> list[tuple[Floats, int | None]]:
    """The (K 3) keypoints and the id of everybody found in one frame; empty people are nobody."""
    parsed = parse_json(frame, content)
    people = parsed.get("people") if isinstance(parsed, dict) else None
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise frame.error("Expected OpenPose JSON, but it holds no list of people")
    if len(people) > MOST_DETECTIONS:
        raise frame.error(f"Expected at most {MOST_DETECTIONS} people in a frame, found {len(people)}")
    return [
        (_keypoints(frame, row, person), _person_id(person))
        for row, person in enumerate(people)
        if person.get("pose_keypoints_2d")
    ]


def _keypoints(frame: Recording, row: int, person: dict[str, Any]) -> Floats:
    """The body's keypoints, then face and hands where this person has any of them."""
    lists = {name: person.get(name) or [] for name in ("pose_keypoints_2d", *(name for name, _ in _FURTHER))}
    for name, values in lists.items():
        if not isinstance(values, list):
            raise frame.error(f"Expected OpenPose JSON, but {name} is no list")
    body = keypoints_of(frame, lists["pose_keypoints_2d"], f"pose_keypoints_2d of person {row}")
    if not any(lists[name] for name, _ in _FURTHER):
        return body
    blocks = [body]
    for name, count in _FURTHER:
        block = keypoints_of(frame, lists[name], f"{name} of person {row}")
        if len(block) not in (0, count):
            raise frame.error(f"Expected {count} keypoints in {name} of person {row}, found {len(block)}")
        blocks.append(block if len(block) else np.full((count, 3), np.nan))
    return np.concatenate(blocks)


def _person_id(person: dict[str, Any]) -> int | None:
    """A tracker's number; OpenPose without one writes [-1]."""
    said = person.get("person_id")
    number = said[0] if isinstance(said, list) and len(said) == 1 else said
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


FORMATS.register("openpose")(
    FormatReader(
        "OpenPose JSON, one camera's folder of frames",
        looks_like_openpose,
        read_openpose,
        None,
        (".json",),
        options=("detail", "people"),
    )
)
