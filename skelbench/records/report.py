"""A report's own record: parameters, inputs, numbers and figures, sealed by a hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from skelbench.errors import RecordError
from skelbench.records.jsonable import as_json, digest, read_json

__all__ = ["ReportFigure", "ReportInput", "ReportNumber", "ReportParameter", "ReportRecord"]

SCHEMA = "skelbench-report-1"


@dataclass(frozen=True)
class ReportParameter:
    """A parameter as it was given or defaulted."""

    name: str
    type: str
    value: Any


@dataclass(frozen=True)
class ReportInput:
    """A file (or a folder, hashed over its sorted files) the report read."""

    role: str
    path: str  # relative to the project where it lies inside, else as given
    sha256: str


@dataclass(frozen=True)
class ReportNumber:
    """A number of the report and how far it may differ when made again; wider than the default needs a reason."""

    name: str
    value: float | int | str
    unit: str = ""
    tolerance: float = 0.0
    kind: Literal["exact", "absolute", "relative"] = "exact"
    reason: str = ""


@dataclass(frozen=True)
class ReportFigure:
    """A figure of the report, by the hash of its data."""

    name: str
    sha256: str


@dataclass(frozen=True)
class ReportRecord:
    """`build/reports/<id>/record.json`."""

    status: Literal["finished", "failed"]
    notebook: str
    parameters: tuple[ReportParameter, ...]
    seeds: Mapping[str, int]
    versions: Mapping[str, str]
    hardware: Mapping[str, Any]
    inputs: tuple[ReportInput, ...]
    numbers: tuple[ReportNumber, ...]
    figures: tuple[ReportFigure, ...]
    schema: str = SCHEMA
    record_sha256: str = ""
    notes: Mapping[str, Any] = field(default_factory=dict)

    def sealed(self) -> ReportRecord:
        """The same record, carrying the hash of all its other fields."""
        return replace(self, record_sha256=self.expected_sha256())

    def expected_sha256(self) -> str:
        """The hash the seal must show."""
        content = as_json(self)
        content.pop("record_sha256")
        return digest(content)

    @classmethod
    def read(cls, path: Path) -> ReportRecord:
        """Read a record; its seal is not checked here.

        Raises:
            RecordError: the file is missing, no JSON, or of another schema.
        """
        content = read_json(path)
        if not isinstance(content, dict) or content.get("schema") != SCHEMA:
            raise RecordError(f"Expected a report record of schema '{SCHEMA}' in {path}")
        kinds = {
            "parameters": ReportParameter,
            "inputs": ReportInput,
            "numbers": ReportNumber,
            "figures": ReportFigure,
        }
        try:
            parts = {name: tuple(kind(**item) for item in content[name]) for name, kind in kinds.items()}
            return cls(**{**content, **parts})
        except (KeyError, TypeError) as error:
            raise RecordError(f"Expected the fields of a report record in {path}, but {error!r}") from error
