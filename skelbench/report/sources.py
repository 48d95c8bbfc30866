"""Clip sources that are made from a name, such as `choreography:seed=7,clips=96`, as inputs of a report."""

from __future__ import annotations

from skelbench import datasets
from skelbench.records import digest

__all__ = ["clip_source_sha256", "clips_sha256", "is_clip_source"]


def is_clip_source(path: str) -> bool:
    """Whether an input's path is the name of a clip source, not of a file."""
    return path.startswith("choreography:")


def clips_sha256(clips: datasets.ClipSet) -> str:
    """One hash over every clip's name, label and motion."""
    return digest([[clip.id, clip.label, clip.sequence.content_hash] for clip in clips])


def clip_source_sha256(name: str) -> str:
    """The hash of a clip source, its clips made again."""
    return clips_sha256(datasets.load(name))
