"""Results kept on disk, one file an item: work that was interrupted goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skelbench.errors import RecordError
from skelbench.records import digest, read_json, write_json

__all__ = ["KeptResults"]


@dataclass(frozen=True)
class KeptResults:
    """A folder of results as JSON, each named by the hash of `key` and of what `content_of` says of its item.

    `key` names all that a result hangs on besides the item: the work, its settings, the code. `decode` makes a result
    of what JSON gives back.
    """

    folder: Path
    key: str
    content_of: Callable[[Any], Any] = lambda item: item
    decode: Callable[[Any], Any] = lambda value: value

    def find(self, item: Any) -> Any | None:
        """The result of an item; None where it is not kept.

        Raises:
            RecordError: the file is damaged.
        """
        path = self._path(item)
        if not path.exists():
            return None
        content = read_json(path)
        if not isinstance(content, dict) or "result" not in content:
            raise RecordError(f"Expected a kept result in {path}; delete the file to work it out again")
        return self.decode(content["result"])

    def keep(self, item: Any, result: Any) -> None:
        """Write a result, whole or not at all."""
        write_json(self._path(item), {"result": result})

    def _path(self, item: Any) -> Path:
        name = digest([self.key, self.content_of(item)])
        return self.folder / name[:2] / f"{name}.json"
