"""Sets of clips for joint networks: the pickles of PySKL and MMAction2, and the NTU npz of CTR-GCN; one clip is read.

Duan et al. 2022, https://arxiv.org/abs/2205.09443 (pickles): {"split": {name: [clip]}, "annotations": [{"frame_dir",
"label", "total_frames", "keypoint" (M T V C), "keypoint_score" (M T V)}]}; zeros are missing joints.
Chen et al. 2021, https://arxiv.org/abs/2107.12213 (npz): x_train, x_test (N, T, 2 x 25 x 3), one-hot y_train, y_test.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.formats.arrays import ZIP_MAGIC, npz_names, npz_shape, read_npz_row
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.formats.sealed_pickle import PickledArray, read_pickle
from skelbench.registry import suggest
from skelbench.skeleton import COCO_17, COCO_18, KINECT_V1, KINECT_V2, SkeletonSequence, Source, Space, Topology

__all__ = ["clips_in", "looks_like_pyskl", "read_pyskl"]

FPS = 30.0  # neither container holds times
MOST_PEOPLE = 20
_TOPOLOGIES: Mapping[tuple[int, int], Topology] = {
    (17, 2): COCO_17, (18, 2): COCO_18, (25, 3): KINECT_V2, (20, 3): KINECT_V1,
}  # fmt: skip
_PICKLE_HEADS = tuple(bytes([0x80, version]) for version in range(2, 6))
_WORDS = (b"frame_dir", b"keypoint", b"total_frames")
_NTU_SHAPE = (2, len(KINECT_V2.joints), 3)

Floats = npt.NDArray[np.float64]


def looks_like_pyskl(recording: Recording) -> bool:
    """A pickle that speaks of clips and keypoints (or begins with splits of them), or an npz with x_test or x_train."""
    head = recording.head
    if head.startswith(ZIP_MAGIC):
        return any(_ntu_split(name) for name in npz_names(recording))
    pickled = head.startswith((*_PICKLE_HEADS, b"(d", b"(l", b"}", b"]"))
    return pickled and (
        b"frame_dir" in head or (b"keypoint" in head and b"annotations" in head) or b"split" in head[:100]
    )


def clips_in(recording: Recording) -> list[str]:
    """The names of the clips in a file of many, in its order.

    Raises:
        FormatError: it is no such file.
    """
    if recording.head.startswith(ZIP_MAGIC):
        names = npz_names(recording)
        splits = [split for name in names if (split := _ntu_split(name))]
        return [f"{split}/{row}" for split in splits for row in range(npz_shape(recording, f"x_{split}")[0])]
    return [str(one["frame_dir"]) for one in _annotations(recording)]


def read_pyskl(recording: Recording) -> SkeletonSequence:
    """One clip: metres in the camera frame (3-D) or pixels, y down (2-D); the label's number is kept in `meta`."""
    if recording.head.startswith(ZIP_MAGIC):
        return _read_ntu(recording)
    annotations = _annotations(recording)
    names = [str(one["frame_dir"]) for one in annotations]
    annotation = annotations[_chosen(recording, names)]
    keypoints, scores = _keypoints(recording, annotation)
    label = annotation.get("label")
    meta = {"frame_dir": str(annotation["frame_dir"])} | ({"label": str(label)} if isinstance(label, int) else {})
    return _sequence(recording, recording.source("pyskl"), keypoints, scores, meta)


def _chosen(recording: Recording, names: list[str]) -> int:
    """The row of the clip that is asked for, or of the only one."""
    wanted = recording.clip
    if wanted is None and len(names) == 1:
        return 0
    if wanted is None:
        shown = ", ".join(names[:3])
        raise recording.error(f"Expected one clip, found {len(names)} ({shown}, ...); name one with clip= (--clip)")
    if wanted not in names:
        raise recording.error(
            f"Expected a clip '{wanted:.60}', found none among {len(names)}.{suggest(wanted, names[:5000])}"
        )
    return names.index(wanted)


def _annotations(recording: Recording) -> list[dict[str, Any]]:
    content = read_pickle(recording, recording.content)
    found = content.get("annotations") if isinstance(content, dict) else content
    if not isinstance(found, list) or not found:
        raise recording.error("Expected a list of annotated clips in the pickle, found none")
    for row, one in enumerate(found):
        if not isinstance(one, dict) or not isinstance(one.get("frame_dir"), str | int):
            raise recording.error(f"Expected a dict with a frame_dir for clip {row}")
    return found


def _keypoints(recording: Recording, annotation: dict[str, Any]) -> tuple[Floats, Floats | None]:
    """(M T V C) and (M T V)."""
    name = annotation["frame_dir"]
    keypoints = _array(recording, annotation.get("keypoint"), f"keypoint of {name}")
    if keypoints.ndim == 3:
        keypoints = keypoints[None]
    score = annotation.get("keypoint_score")
    scores = None if score is None else _array(recording, score, f"keypoint_score of {name}")
    if scores is not None and scores.ndim == 2:
        scores = scores[None]
    if keypoints.ndim != 4 or (scores is not None and scores.shape != keypoints.shape[:3]):
        shapes = f"{keypoints.shape} and {None if scores is None else scores.shape}"
        raise recording.error(f"Expected keypoints (M T V C) and scores (M T V) for {name}, found {shapes}")
    return keypoints, scores


def _array(recording: Recording, value: Any, place: str) -> Floats:
    array = value.array if isinstance(value, PickledArray) else None
    if array is None:
        raise recording.error(f"Expected an array of numbers as {place:.60}, found {type(value).__name__}")
    return array.astype(np.float64)


def _sequence(
    recording: Recording, source: Source, keypoints: Floats, scores: Floats | None, meta: dict[str, str]
) -> SkeletonSequence:
    people, frames, joints, dimensions = keypoints.shape
    topology = _TOPOLOGIES.get((joints, dimensions))
    if topology is None or not 0 < people <= MOST_PEOPLE or not frames:
        known = ", ".join(f"{v} joints in {c}-D" for v, c in _TOPOLOGIES)
        raise recording.error(f"Expected {known}, 1 to {MOST_PEOPLE} people, found (M T V C) = {keypoints.shape}")
    recording.check_size(frames, people, joints)
    recording.check_reach(keypoints)
    zero = (keypoints == 0).all(-1)
    points = np.where(zero[..., None], np.nan, keypoints)
    seen = np.array([bool(np.isfinite(person).all(-1).any()) for person in points])
    if not seen.any():
        raise recording.error("Expected a body, found no joint with a position in any frame")
    flat = dimensions == 2
    guesses = [
        f"{FPS:g} frames per second: the file has no times",
        f"{topology.name} by the number of joints",
        "pixels, y down" if flat else "metres in the camera frame of a Kinect",
        "joints at exactly 0 are missing",
    ]
    if not seen.all():
        guesses.append(f"{(~seen).sum()} of {people} people have no joint at all and are left out")
    confidence = None if scores is None else np.clip(np.nan_to_num(scores[seen]), 0, 1).transpose(1, 0, 2)
    return recording.sequence(
        source, topology, points[seen].transpose(1, 0, 2, 3), np.arange(frames) / FPS, confidence=confidence,
        space=Space("px", "-y", "right", "image") if flat else Space(), guesses=tuple(guesses), meta=meta,
    )  # fmt: skip


def _ntu_split(name: str) -> str:
    """'train' of x_train, 'test' of x_test."""
    return name[2:] if name in ("x_train", "x_test") else ""


def _read_ntu(recording: Recording) -> SkeletonSequence:
    names = clips_in(recording)
    split, _, row = names[_chosen(recording, names)].partition("/")
    values = read_npz_row(recording, f"x_{split}", int(row))
    joints = values.astype(np.float64)
    if joints.ndim != 2 or joints.shape[1] != int(np.prod(_NTU_SHAPE)):
        raise recording.error(f"Expected clips of (T, 150) numbers in x_{split}, found {joints.shape}")
    filled = np.flatnonzero((joints != 0).any(1))
    last = int(filled[-1]) + 1 if filled.size else 1  # the rest is padding
    people = joints[:last].reshape((last, *_NTU_SHAPE)).transpose(1, 0, 2, 3)
    meta = {"frame_dir": f"{split}/{row}"}
    if f"y_{split}" in npz_names(recording):
        one_hot = read_npz_row(recording, f"y_{split}", int(row)).astype(np.float64)
        meta["label"] = str(int(np.argmax(one_hot)) if one_hot.ndim else int(one_hot))
    source = recording.source("pyskl", hashlib.sha256(values.tobytes()).hexdigest())
    return _sequence(recording, source, people, None, meta)


FORMATS.register("pyskl")(
    FormatReader(
        "PySKL or MMAction2 pickle, or NTU npz", looks_like_pyskl, read_pyskl, None, (".pkl", ".pickle", ".p"),
        options=("clip",),
    )
)  # fmt: skip
