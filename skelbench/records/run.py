"""What a training run was and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["RunRecord"]


@dataclass(frozen=True)
class RunRecord:
    """`build/runs/<name>/record.json`: recipe, data, seeds, versions, machine, figures."""

    name: str
    status: str  # running, finished, interrupted, failed
    recipe: Mapping[str, Any]
    data: Mapping[str, Any]  # clip-source id, content hash, counts
    seeds: Mapping[str, int]
    versions: Mapping[str, str]
    hardware: Mapping[str, Any]
    figures: Mapping[str, Any] = field(default_factory=dict)
