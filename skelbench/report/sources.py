"""Inputs of a report that are no file of the project: clips made from a name, and models of the hub."""

from __future__ import annotations

import re
from pathlib import Path

from skelbench import datasets
from skelbench.errors import ReportError
from skelbench.records import digest
from skelbench.report.fingerprint import folder_sha256

__all__ = ["HUB", "clips_sha256", "hub_sha256", "is_clip_source", "is_hub_id", "source_sha256"]

HUB = "hub:"


def is_clip_source(path: str) -> bool:
    """Whether an input's path is the name of a clip source, not of a file."""
    return path.startswith("choreography:")


def is_hub_id(name: str) -> bool:
    """Whether a model's name is a hub id (`owner/name`) and no folder lies there."""
    return bool(re.fullmatch(r"[\w-][\w.-]*/[\w-][\w.-]*", name)) and not Path(name).exists()


def clips_sha256(clips: datasets.ClipSet) -> str:
    """One hash over every clip's name, label and motion."""
    return digest([[clip.id, clip.label, clip.sequence.content_hash] for clip in clips])


def hub_sha256(name: str) -> str:
    """The hash of a hub model's files as they lie in this machine's cache.

    Raises:
        ReportError: they are not there.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return folder_sha256(Path(snapshot_download(name, local_files_only=True)))
    except LocalEntryNotFoundError as error:
        raise ReportError(f"Expected the files of model '{name}' in the hub's cache: load it once first") from error


def source_sha256(path: str) -> str | None:
    """The hash of a source made or loaded again by its recorded name; None where the path is a file's."""
    if is_clip_source(path):
        return clips_sha256(datasets.load(path))
    return hub_sha256(path.removeprefix(HUB)) if path.startswith(HUB) else None
