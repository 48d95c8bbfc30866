"""`skelbench render`."""

from __future__ import annotations

__all__ = ["render"]


def render() -> None:
    """Being written."""
    raise NotImplementedError
