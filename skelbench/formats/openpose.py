"""OpenPose JSON: one file a frame, one folder a camera; pixels, y down, people told apart over time.

https://github.com/CMU-Perceptual-Computing-Lab/openpose/blob/master/doc/02_output.md
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.formats.keypoint_layout import choose_layout
from skelbench.formats.people import follow_people
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import LARGEST_FILE, Recording
from skelbench.skeleton import SkeletonSequence, Space

__all__ = ["FPS", "cameras_in", "looks_like_openpose", "read_openpose"]

FPS = 30.0  # neither file nor folder says
MOST_DETECTIONS = 100  # people in one frame
_LARGEST_FRAME = 8_000_000  # bytes
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
    topology, layout_guess = choose_layout(recording, frames)
    frames = [[person for person in frame if len(person) == len(topology.joints)] for frame in frames]
    keypoints, people_guesses = follow_people(recording, frames, len(topology.joints))
    sha256 = hashlib.sha256(contents[0]).hexdigest() if not recording.is_folder else _folder_hash(files, contents)
    times = np.array([number - numbers[0] for number in numbers], dtype=np.float64) / FPS
    rate = (
        ()
        if len(files) == 1
        else (f"{FPS:g} frames per second: the files hold no times; frame numbers come from their names",)
    )
    return recording.sequence(
        recording.source("openpose", sha256), topology, keypoints[..., :2], times,
        confidence=np.nan_to_num(keypoints[..., 2]), space=Space("px", "-y", "right", "image"),
        guesses=(*guesses, *rate, layout_guess, *people_guesses),
    )  # fmt: skip


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


def _detections(frame: Recording, content: bytes) -> list[Floats]:
    """The (K 3) keypoints of everybody found in one frame; empty people are nobody."""
    try:
        people = _people(json.loads(content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise frame.error(f"Expected JSON text, found binary data at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise frame.error(f"Expected JSON, but {error.msg.lower()}", line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise frame.error(f"Expected OpenPose JSON, but {error}") from error
    if len(people) > MOST_DETECTIONS:
        raise frame.error(f"Expected at most {MOST_DETECTIONS} people in a frame, found {len(people)}")
    return [_keypoints(frame, row, values) for row, values in enumerate(people) if values]


def _people(content: Any) -> list[list[Any]]:
    people = content.get("people") if isinstance(content, dict) else None
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise ValueError("it holds no list of people")
    values = [person.get("pose_keypoints_2d") or [] for person in people]
    if not all(isinstance(one, list) for one in values):
        raise ValueError("pose_keypoints_2d is no list")
    return values


def _keypoints(frame: Recording, row: int, values: list[Any]) -> Floats:
    try:
        keypoints = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise frame.error(f"Expected numbers in pose_keypoints_2d of person {row}, but {error}") from error
    if keypoints.ndim != 1 or keypoints.size % 3:
        raise frame.error(f"Expected x, y, confidence in turn for person {row}, found {len(values)} values")
    keypoints = keypoints.reshape(-1, 3)
    frame.check_reach(keypoints)
    missing = (keypoints[:, :2] == 0).all(-1) | (keypoints[:, 2] <= 0) | ~np.isfinite(keypoints).all(-1)
    keypoints[missing] = np.nan
    keypoints[:, 2] = np.minimum(keypoints[:, 2], 1)
    return keypoints


FORMATS.register("openpose")(
    FormatReader("OpenPose JSON, one camera's folder of frames", looks_like_openpose, read_openpose, None, (".json",))
)
