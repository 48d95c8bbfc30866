"""Records as JSON: one meaning, one sequence of bytes, written whole or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from skelbench.errors import RecordError

__all__ = ["as_json", "canonical_bytes", "digest", "read_json", "write_json"]


def as_json(value: Any) -> Any:
    """Plain containers, strings and numbers for any record; NaN and infinities become None.

    Raises:
        RecordError: the value holds something that has no JSON form.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return as_json(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Path):
        return value.as_posix()
    raise RecordError(f"A record holds a {type(value).__name__}, which has no JSON form: {value!r:.80}")


def canonical_bytes(value: Any) -> bytes:
    """The one sequence of bytes that stands for a value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(as_json(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def write_json(path: Path, value: Any) -> None:
    """Write a record, readable by people, in one step: a reader never sees half a file."""
    text = json.dumps(as_json(value), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_json(path: Path) -> Any:
    """The content of a JSON file.

    Raises:
        RecordError: the file is missing or is no JSON; the sentence names the file and the place.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordError(f"Expected a record at {path}, but it cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise RecordError(f"Expected JSON in {path}, but {error}") from error
