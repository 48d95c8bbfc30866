"""The one door for skeleton files: `read`, `detect`, `write`, and what is known of a file without its joints."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Unpack

from skelbench.errors import FormatError, RecordError
from skelbench.formats.card import card_beside
from skelbench.formats.pyskl import looks_like_pyskl
from skelbench.formats.reader import FORMATS, Said
from skelbench.formats.recording import Recording
from skelbench.formats.strangers import stranger
from skelbench.records import Truth, read_json, truth_from_json, write_json
from skelbench.skeleton import Segment, SkeletonSequence

__all__ = ["detect", "motion_hash", "read", "segments_of", "truth_path", "write"]

_PICKLE_SUFFIXES = (".pkl", ".pickle", ".p")
_PICKLE_HEADS = tuple(bytes([0x80, version]) for version in (2, 3, 4, 5))


def read(path: str | Path, format: str | None = None, **said: Unpack[Said]) -> SkeletonSequence:
    """Read a recording; the format is recognised by content unless it is named.

    Args:
        path: a file, or a folder of frames.
        format: a name in `FORMATS`.
        said: what else the caller knows about it: card, camera, clip, detail, people, body_model (see `Said`).

    Raises:
        FormatError: the file is missing, broken, or in no format known here; the sentence names file and place.
    """
    recording = _recording(path, said)
    name = format or ("card" if recording.card is not None else _detected(recording))
    reader = FORMATS[name]
    recording.check_exists()
    _check_said(recording, name)
    if recording.is_folder and name != "openpose":
        raise recording.error(f"Expected a file in format '{name}', found a folder")
    if name != "pyskl":
        _refuse_pickle(recording)
    sequence = reader.read(recording)
    truth = _truth_beside(recording.path)
    return sequence if truth is None else sequence.changed(truth=truth, label=truth.label)


def _recording(path: str | Path, said: Said) -> Recording:
    card, model, people = said.get("card"), said.get("body_model"), said.get("people")
    return Recording(
        Path(path), None if card is None else Path(card), said.get("camera"), said.get("clip"), said.get("detail"),
        None if model is None else Path(model), None if people is None else tuple(people),
    )  # fmt: skip


def _check_said(recording: Recording, name: str) -> None:
    """What does not apply is refused, not ignored."""
    if recording.card is not None and name != "card":
        raise recording.error(f"Expected a card for format 'card' only, found one for '{name}'")
    if recording.camera is not None and not (name == "openpose" and recording.is_folder):
        raise recording.error("Expected a camera's name for an OpenPose folder of several cameras only")
    for option in ("clip", "detail", "people", "body_model"):
        if getattr(recording, option) is not None and option not in FORMATS[name].options:
            able = ", ".join(other for other, reader in FORMATS.items() if option in reader.options)
            raise recording.error(f"Expected {option}= for the formats {able} only, found it for '{name}'")
    if recording.people is not None and (not recording.people or min(recording.people) < 1):
        raise recording.error(f"Expected people= as numbers from 1, found {recording.people!r:.40}")
    if recording.detail not in (None, "body", "whole"):
        raise recording.error(f"Expected detail='body' or detail='whole', found {recording.detail!r:.40}")


def detect(path: str | Path) -> str:
    """The name of the format a file or folder is in, by its content.

    Raises:
        FormatError: it is in no format known here.
    """
    return _detected(Recording(Path(path)))


def motion_hash(path: str | Path, format: str) -> str:
    """SHA-256 of what a file says of the motion: of two files that differ in their own names only it is the same.

    Raises:
        FormatError: the file is missing or cannot be opened.
    """
    recording = Recording(Path(path))
    recording.check_exists()
    own = FORMATS[format].motion_hash
    return hashlib.sha256(recording.content).hexdigest() if own is None else own(recording)


def segments_of(path: str | Path, format: str) -> tuple[Segment, ...]:
    """The labelled stretches of a recording, without reading its joints; none where the format has none.

    Raises:
        FormatError: the labels are malformed.
    """
    own = FORMATS[format].segments
    return () if own is None else own(Recording(Path(path)))


def _detected(recording: Recording) -> str:
    recording.check_exists()
    _refuse_pickle(recording)
    if not recording.is_folder and card_beside(recording) is not None:
        return "card"
    for name, reader in FORMATS.items():
        if reader.looks_like(recording):
            return name
    return _likely(recording)


def _likely(recording: Recording) -> str:
    """The one format whose suffix a file has that no format recognises, so that its reader may say what is wrong."""
    if recording.is_folder:
        raise recording.error("Expected a folder of OpenPose frames, found none in it; give the path of one recording")
    if not recording.head.strip():
        raise recording.error("Expected a recording, found an empty file")
    known_other = stranger(recording)
    if known_other is not None:
        raise recording.error(f"Expected a skeleton recording, found {known_other}")
    suffix = recording.path.suffix.lower()
    likely = {name: reader for name, reader in FORMATS.items() if suffix in reader.suffixes}
    if len(likely) == 1:
        return next(iter(likely))
    known = "; ".join(f"{name}: {reader.summary}" for name, reader in likely.items()) or ", ".join(FORMATS)
    raise recording.error(f"Expected a skeleton recording in a known format ({known}), found none of them")


def _refuse_pickle(recording: Recording) -> None:
    """A pickle is opened by a machine that runs nothing, and only where it speaks of clips and keypoints."""
    pickled = recording.path.suffix.lower() in _PICKLE_SUFFIXES or recording.head.startswith(_PICKLE_HEADS)
    if pickled and not recording.is_folder and not looks_like_pyskl(recording):
        raise recording.error(
            "Expected a recording, found a Python pickle, which can run code when it is opened, so it stays closed; "
            "save its arrays as npz and describe them with a topology card"
        )


def truth_path(path: Path) -> Path:
    """Where the truth of a clip is kept: `<clip>.truth.json` beside it."""
    return path.parent / f"{path.name if path.is_dir() else path.stem}.truth.json"


def _truth_beside(path: Path) -> Truth | None:
    beside = truth_path(path)
    if not beside.is_file():
        return None
    try:
        return truth_from_json(read_json(beside), str(beside))
    except (RecordError, AttributeError) as error:
        raise FormatError(f"Expected the truth of {path.name}, but {error} ({beside})") from error


def write(sequence: SkeletonSequence, path: str | Path, format: str) -> None:
    """Write a sequence, and its truth beside it where it has one.

    Raises:
        FormatError: the format cannot be written, or cannot say what this sequence holds.
    """
    writer = FORMATS[format].write
    if writer is None:
        able = ", ".join(name for name, reader in FORMATS.items() if reader.write is not None)
        raise FormatError(f"Expected a format that can be written ({able}), found '{format}'")
    writer(sequence, Path(path))
    if sequence.truth is not None:
        write_json(truth_path(Path(path)), sequence.truth)
