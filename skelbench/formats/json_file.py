"""JSON from anybody: what parsing it would cost in memory is estimated before it is parsed."""

from __future__ import annotations

import json
from typing import Any

from skelbench.formats.recording import Recording

__all__ = ["LARGEST_JSON", "parse_json"]

LARGEST_JSON = 120_000_000  # bytes; an hour of two people with 17 keypoints at 30 frames per second has 110 million
MOST_MEMORY = 800_000_000  # bytes
# What CPython 3.11 takes for each: an empty list and the pointer to it, a dict of one item, a number, a string.
_LIST, _DICT, _VALUE, _STRING = 72, 232, 40, 54


def parse_json(recording: Recording, content: bytes) -> Any:
    """What a JSON text says.

    Raises:
        FormatError: it is no JSON, or parsing it would take more than `MOST_MEMORY`.
    """
    memory = _DICT * content.count(b"{") + _LIST * content.count(b"[")
    memory += _VALUE * content.count(b",") + _STRING * content.count(b'"') // 2 + 2 * len(content)
    if len(content) > LARGEST_JSON or memory > MOST_MEMORY:
        raise recording.error(
            f"Expected JSON of at most {LARGEST_JSON:,} bytes that opens in {MOST_MEMORY:,}, found {len(content):,} "
            f"that need {memory:,}; cut the recording into parts"
        )
    if not content.strip():
        raise recording.error("Expected JSON, found an empty file")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise recording.error(f"Expected JSON text, found binary data at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise recording.error(f"Expected JSON, but {error.msg.lower()}", line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise recording.error(f"Expected JSON, but {error}") from error
