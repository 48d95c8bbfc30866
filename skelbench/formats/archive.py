"""Our own archive: all that a sequence holds, in one npz of plain numbers and one line of JSON."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from skelbench.errors import SkeletonError
from skelbench.formats.arrays import npz_names, read_npz
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.formats.saving import save_bytes
from skelbench.skeleton import Segment, SkeletonSequence, Space, Topology

__all__ = ["ARCHIVE_VERSION", "looks_like_archive", "read_archive", "write_archive"]

ARCHIVE_VERSION = 1
_ABOUT = "skelbench_about"  # UTF-8 JSON as bytes
_ARRAYS = ("positions", "times", "valid", "present", "confidence", "orientations")
_MOST_WORDS = 5_000_000  # bytes of JSON


def looks_like_archive(recording: Recording) -> bool:
    """An npz with an array of that name."""
    return _ABOUT in npz_names(recording)


def read_archive(recording: Recording) -> SkeletonSequence:
    """The sequence, bit for bit.

    Raises:
        FormatError: the archive is broken, of a later version, or its parts do not fit together.
    """
    arrays: dict[str, Any] = dict(read_npz(recording, (*_ARRAYS, _ABOUT)))
    if _ABOUT not in arrays or "positions" not in arrays or "times" not in arrays:
        raise recording.error(f"Expected the arrays positions, times and {_ABOUT}, found {', '.join(sorted(arrays))}")
    about = _about(recording, arrays.pop(_ABOUT))
    if about.get("version") != ARCHIVE_VERSION:
        raise recording.error(f"Expected an archive of version {ARCHIVE_VERSION}, found {about.get('version')!r:.40}")
    try:
        return SkeletonSequence(
            _topology(about["topology"]), source=recording.source("archive"), space=Space(**about["space"]),
            label=about["label"], subject=about["subject"], guesses=tuple(about["guesses"]),
            segments=tuple(Segment(**segment) for segment in about["segments"]), history=tuple(about["history"]),
            meta=about["meta"], **arrays,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError, SkeletonError) as error:
        raise recording.error(f"Expected an archive whose parts fit together, but {error}") from error


def _about(recording: Recording, content: np.ndarray) -> dict[str, Any]:
    if content.dtype != np.uint8 or content.ndim != 1 or content.size > _MOST_WORDS:
        raise recording.error(f"Expected {_ABOUT} as bytes of JSON, found {content.dtype} of shape {content.shape}")
    try:
        about = json.loads(content.tobytes())
    except (ValueError, RecursionError) as error:
        raise recording.error(f"Expected {_ABOUT} as JSON, but {error}") from error
    if not isinstance(about, dict):
        raise recording.error(f"Expected {_ABOUT} as a JSON object, found {type(about).__name__}")
    return about


def _topology(content: dict[str, Any]) -> Topology:
    return Topology(
        content["name"], tuple(content["joints"]), tuple((a, b) for a, b in content["bones"]),
        tuple((a, b) for a, b in content["mirror"]), {part: tuple(joints) for part, joints in content["parts"].items()},
        tuple((x, y, z) for x, y, z in content["rest_directions"]),
        {mark: tuple(joints) for mark, joints in content["landmarks"].items()},
    )  # fmt: skip


def write_archive(sequence: SkeletonSequence, path: Path) -> None:
    """Write a sequence, uncompressed so that an hour of motion opens at once."""
    topology = sequence.topology
    about = {
        "version": ARCHIVE_VERSION,
        "topology": {
            "name": topology.name, "joints": topology.joints, "bones": topology.bones, "mirror": topology.mirror,
            "parts": dict(topology.parts), "rest_directions": topology.rest_directions,
            "landmarks": dict(topology.landmarks),
        },
        "space": asdict(sequence.space), "label": sequence.label, "subject": sequence.subject,
        "segments": [asdict(segment) for segment in sequence.segments], "guesses": sequence.guesses,
        "history": sequence.history, "meta": dict(sequence.meta),
    }  # fmt: skip
    words = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
    arrays = {name: getattr(sequence, name) for name in _ARRAYS if getattr(sequence, name) is not None}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, array in {**arrays, _ABOUT: np.frombuffer(words, dtype=np.uint8)}.items():
            entry = zipfile.ZipInfo(f"{name}.npy")  # its own date: the same sequence gives the same bytes
            with archive.open(entry, "w", force_zip64=True) as part:
                np.lib.format.write_array(part, np.ascontiguousarray(array), allow_pickle=False)
    save_bytes(path, file.getvalue())


FORMATS.register("archive")(
    FormatReader("skelbench's own archive (npz)", looks_like_archive, read_archive, write_archive, suffixes=(".npz",))
)
