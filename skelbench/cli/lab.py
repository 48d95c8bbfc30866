"""`skelbench lab`."""

from __future__ import annotations

__all__ = ["lab"]


def lab() -> None:
    """Being written."""
    raise NotImplementedError
