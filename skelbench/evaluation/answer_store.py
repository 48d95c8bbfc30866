"""Answers kept one file a clip, so that an interrupted evaluation goes on where it stopped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skelbench.errors import RecordError
from skelbench.records import Answer, Failure, Question, Rejection, digest, read_json, write_json
from skelbench.skeleton import SkeletonSequence

__all__ = ["AnswerStore"]


@dataclass(frozen=True)
class AnswerStore:
    """A folder of answers, each named by the hash of the clip and of all that its answer hangs on."""

    folder: Path

    def name_of(self, key: str, sequence: SkeletonSequence) -> str:
        """The record's name: SHA-256 of the reader's key and of the clip's content, orientations included.

        Raises:
            RecordError: the key is empty: nothing would tell one reader's answers from another's.
        """
        if not key:
            raise RecordError("Expected a reader that names what its answers hang on, found an empty key: keep nothing")
        turned = sequence.orientations
        angles = "" if turned is None else hashlib.sha256(turned.tobytes()).hexdigest()
        return digest([key, sequence.content_hash, angles])

    def find(self, name: str) -> Answer | Failure | None:
        """The answer of that name; None where it is not kept.

        Raises:
            RecordError: the record is damaged.
        """
        path = self._path(name)
        return _answer_from(read_json(path), path) if path.exists() else None

    def keep(self, name: str, answer: Answer | Failure) -> None:
        """Write the answer in one step: what is interrupted leaves no half record."""
        write_json(self._path(name), answer)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}.json"


def _answer_from(content: Any, path: Path) -> Answer | Failure:
    try:
        if "reason" in content:
            return Failure(str(content["reason"]))
        asked = content["question"]
        question = Question(asked["text"], tuple(asked["choices"]), asked["kind"])
        rejection = Rejection(**content["rejection"]) if content["rejection"] else None
        return Answer(
            question, content["scores"], content["normalisation"], content["probabilities"], content["generated"],
            rejection,
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"Expected a kept answer in {path}, but {error!r}; delete the file to ask again") from error
