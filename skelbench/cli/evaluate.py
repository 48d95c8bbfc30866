"""`skelbench evaluate`."""

from __future__ import annotations

__all__ = ["evaluate"]


def evaluate() -> None:
    """Being written."""
    raise NotImplementedError
