"""Files a report is about to read, checked before a kernel starts: bad input leaves no half report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from skelbench.errors import FormatError, ModelError, ParameterError
from skelbench.formats import read
from skelbench.paths import shown_path
from skelbench.report.fingerprint import find_input, recorded_path
from skelbench.report.parameters import Parameter, Schema
from skelbench.report.sources import is_hub_id

__all__ = ["check_inputs", "check_recording"]

_FILE_KINDS = ("skeleton file", "model folder", "folder")
_SAID = ("format", "camera", "clip", "detail")  # what a report's parameters may say about its recording


def check_inputs(schema: Schema, values: Mapping[str, str | int | float | bool]) -> dict[str, str | int | float | bool]:
    """The values with every path written relative to the project's root; each file is opened and judged.

    Raises:
        FormatError: a recording is missing, is not what it claims to be, or has fewer than two frames.
        ModelError: a model folder is none.
        ParameterError: a folder does not exist.
    """
    checked = dict(values)
    for parameter in schema.parameters:
        value = values[parameter.name]
        if not (parameter.accepts.startswith(_FILE_KINDS) and isinstance(value, str) and value):
            continue
        if parameter.accepts.startswith("skeleton file"):
            check_recording(find_input(value), *(str(values.get(name, "")) for name in _SAID))
        elif parameter.accepts.startswith("model folder") and is_hub_id(value):
            continue
        else:
            _check_folder(parameter, find_input(value), value)
        checked[parameter.name] = recorded_path(find_input(value))
    return checked


def _check_folder(parameter: Parameter, path: Path, given: str) -> None:
    if not path.is_dir():
        raise ParameterError(f"Parameter '{parameter.name}' needs a folder that exists, found '{given}'")
    if parameter.accepts.startswith("model folder") and not (path / "config.json").is_file():
        raise ModelError(f"Expected a model folder with a config.json at '{given}', found none")


def check_recording(path: Path, format: str = "", camera: str = "", clip: str = "", detail: str = "") -> None:
    """Read a recording and refuse one that cannot be explained.

    Raises:
        FormatError: it is missing, is not what it claims to be, holds nobody, or has fewer than two frames.
    """
    if not path.exists():
        raise FormatError(f"Expected a recording at {shown_path(path)}, but nothing lies there; check the path")
    whole: Literal["whole"] | None = "whole" if detail == "whole" else None
    sequence = read(path, format or None, camera=camera or None, clip=clip or None, detail=whole)
    if sequence.frames < 2:
        raise FormatError(
            f"A report needs a motion of at least 2 frames, {shown_path(path)} holds {sequence.frames}; "
            "`skelbench info` shows what is in it"
        )
    if not sequence.valid.any():
        raise FormatError(f"Expected at least one person in {shown_path(path)}, but no joint of anybody is in it")
