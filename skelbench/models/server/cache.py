"""Replies kept on disk, one file a request: asking the same twice costs nothing, and an interrupted run goes on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skelbench.errors import RecordError
from skelbench.models.server.replies import Reply, reply_from_json
from skelbench.records import digest, read_json, write_json

__all__ = ["ReplyCache"]


class ReplyCache:
    """A folder of replies, named by the hash of what was asked: address, model, texts, pictures, parameters."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def find(self, asked: Mapping[str, Any]) -> Reply | None:
        """The reply to this request, or None; a file that is damaged or of another request counts as none."""
        path = self._path(asked)
        if path is None or not path.exists():
            return None
        try:
            content = read_json(path)
            return reply_from_json(content["reply"]) if digest(content["asked"]) == digest(asked) else None
        except (RecordError, KeyError, TypeError, ValueError):
            return None

    def keep(self, asked: Mapping[str, Any], reply: Reply) -> None:
        """Write a reply, whole or not at all."""
        path = self._path(asked)
        if path is not None:
            write_json(path, {"asked": asked, "reply": reply})

    def _path(self, asked: Mapping[str, Any]) -> Path | None:
        name = digest(asked)
        return None if self.folder is None else self.folder / name[:2] / f"{name}.json"
