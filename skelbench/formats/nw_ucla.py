"""NW-UCLA as JSON: one clip a file, 20 joints of the first Kinect in metres, camera frame.

Wang et al. 2014, Cross-view Action Modeling, Learning and Recognition, https://arxiv.org/abs/1405.2941; the layout is
the one in which joint networks hand it round: {"file_name": ..., "skeletons": [T][20][x, y, z], "label": 1 ... 10}.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.formats.json_file import LARGEST_JSON, parse_json
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.skeleton import KINECT_V1, SkeletonSequence

__all__ = ["FPS", "looks_like_nw_ucla", "motion_hash_nw_ucla", "read_nw_ucla"]

# The file holds no times. At the sensor's 30 frames per second the walks of subjects 1 to 3 would take 3.8 steps a
# second at 1.9 m/s, at 15 they take 1.9 at 1.0 m/s, as people do (Winter 2009: 1.6 to 2.0 steps a second).
FPS = 15.0
_SHAPE = (len(KINECT_V1.joints), 3)
_SKELETONS = b'"skeletons"'

Floats = npt.NDArray[np.float64]


def looks_like_nw_ucla(recording: Recording) -> bool:
    """A JSON object whose first bytes speak of skeletons."""
    return recording.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _SKELETONS in recording.head[:1000]


def read_nw_ucla(recording: Recording) -> SkeletonSequence:
    """One person; joints at the origin are missing; the file's name and label number are kept in `meta`."""
    bytes_read = recording.content_of(recording.path, LARGEST_JSON)
    content = _content(recording, bytes_read)
    joints = _joints(recording, content["skeletons"])
    recording.check_size(*joints.shape[:2])
    recording.check_reach(joints)
    zero, broken = (joints == 0).all(-1), ~np.isfinite(joints).all(-1)
    joints[zero | broken] = np.nan
    guesses = [f"{FPS:g} frames per second, by the cadence of the set's walks: the file has no times"]
    if zero.any():
        guesses.append(f"{zero.sum()} joints at exactly (0, 0, 0) are taken as missing")
    if broken.any():
        guesses.append(f"{broken.sum()} joints without finite coordinates are missing")
    return recording.sequence(
        recording.source("nw_ucla", hashlib.sha256(bytes_read).hexdigest()), KINECT_V1, joints[:, None],
        np.arange(len(joints)) / FPS, guesses=tuple(guesses),
        meta={key: str(content[key]) for key in ("file_name", "label") if key in content},
    )  # fmt: skip


def motion_hash_nw_ucla(recording: Recording) -> str:
    """SHA-256 of the skeletons as they are written, whatever the file's name and label say."""
    content = recording.content_of(recording.path, LARGEST_JSON)
    start = content.find(_SKELETONS)
    end = content.rfind(b"]")
    return hashlib.sha256(content[start : end + 1] if 0 <= start < end else content).hexdigest()


def _content(recording: Recording, content: bytes) -> dict[str, Any]:
    found = parse_json(recording, content)
    if not isinstance(found, dict) or not isinstance(found.get("skeletons"), list):
        raise recording.error("Expected a JSON object with a list of skeletons, found none")
    for key in ("file_name", "label"):
        if not isinstance(found.get(key, ""), str | int):
            raise recording.error(f"Expected text or a number for '{key}', found {found[key]!r:.40}")
    return found


def _joints(recording: Recording, frames: list[Any]) -> Floats:
    """(T 20 3) float64; whatever is no number, too short or too long is named by its frame."""
    if not frames:
        raise recording.error("Expected 1 frame or more, found none in 'skeletons'")
    try:
        joints = np.array(frames)
    except (ValueError, OverflowError):
        joints = np.empty(0, dtype=object)
    if joints.shape[1:] == _SHAPE and joints.dtype.kind in "fi":
        return joints.astype(np.float64)
    for number, frame in enumerate(frames):
        if not isinstance(frame, list) or len(frame) != _SHAPE[0]:
            found = f"{len(frame)}" if isinstance(frame, list) else f"{frame!r:.40}"
            raise recording.error(f"Expected {_SHAPE[0]} joints in frame {number}, found {found}")
        for joint, point in enumerate(frame):
            if not isinstance(point, list) or len(point) != 3 or not all(_is_number(value) for value in point):
                raise recording.error(f"Expected 3 numbers for joint {joint} of frame {number}, found {point!r:.60}")
    raise recording.error("Expected numbers of ordinary size in 'skeletons', found larger ones")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


FORMATS.register("nw_ucla")(
    FormatReader(
        "NW-UCLA JSON (Kinect v1)", looks_like_nw_ucla, read_nw_ucla, None, (".json",), motion_hash=motion_hash_nw_ucla
    )
)
