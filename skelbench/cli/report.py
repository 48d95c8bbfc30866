"""`skelbench report`."""

from __future__ import annotations

__all__ = ["report"]


def report() -> None:
    """Being written."""
    raise NotImplementedError
