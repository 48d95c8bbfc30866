"""`skelbench info`."""

from __future__ import annotations

__all__ = ["info"]


def info() -> None:
    """Being written."""
    raise NotImplementedError
