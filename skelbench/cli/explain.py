"""`skelbench explain`."""

from __future__ import annotations

__all__ = ["explain"]


def explain() -> None:
    """Being written."""
    raise NotImplementedError
