"""`skelbench verify`."""

from __future__ import annotations

__all__ = ["verify"]


def verify() -> None:
    """Being written."""
    raise NotImplementedError
