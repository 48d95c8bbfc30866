"""Texts a teacher writes about clips of known labels, kept one a line in a file that grows and is never rewritten."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from skelbench.errors import ParameterError, RecordError, ServerError, SkelbenchError
from skelbench.evaluation import read_label
from skelbench.executor import Executor, SerialExecutor
from skelbench.records import as_json
from skelbench.skeleton import SkeletonSequence

__all__ = ["Taught", "TaughtText", "read_taught", "write_taught"]

_OTHER = "another label"  # beside the true one, so that the strict scorer has something to tell it from

Teach = Callable[[SkeletonSequence, str], str]


class _LabelledClip(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def sequence(self) -> SkeletonSequence: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class TaughtText:
    """What a teacher wrote about one clip; the text ends in a line `Label: ...` that gives the true label."""

    clip: str  # its id
    sequence: str  # the hash of its content
    label: str
    text: str
    teacher: str  # which model, where
    author: Literal["teacher"] = "teacher"


@dataclass(frozen=True)
class Taught:
    """What became of a set: texts written now, found from before, and refused with the reasons (clip id, sentence)."""

    written: int
    found: int
    refused: tuple[tuple[str, str], ...]


def read_taught(path: Path) -> list[TaughtText]:
    """The texts of a file; a last line without its end, which an interruption leaves behind, is no text.

    Raises:
        RecordError: another line is none; the sentence names it.
    """
    if not path.exists():
        return []
    *lines, _rest = path.read_text(encoding="utf-8").split("\n")
    return [_from_line(line, path, number) for number, line in enumerate(lines, start=1)]


def write_taught(
    teach: Teach, teacher: str, clips: Sequence[_LabelledClip], path: Path, executor: Executor | None = None
) -> Iterator[Taught]:
    """Have every clip taught that the file has no text of yet, by this teacher; what was done so far after each.

    A text that does not end in the clip's own label is refused, and so is a clip that the teacher fails on; another run
    asks for them again, and nothing is put in their place.

    Raises:
        ParameterError: a clip without a label.
        RecordError: the file has a line that is no text.
        ServerError: the teacher cannot be asked any more; what was written is kept.
    """
    known = {(text.clip, text.sequence, text.label, text.teacher) for text in read_taught(path)}
    _drop_unfinished_line(path)
    done = Taught(0, 0, ())
    results = (executor or SerialExecutor()).stream(lambda clip: _teach(teach, teacher, clip, known), clips)
    with path.open("a", encoding="utf-8") as file:
        for clip, outcome in results:
            if outcome is None:
                done = Taught(done.written, done.found + 1, done.refused)
            elif isinstance(outcome, TaughtText):
                file.write(json.dumps(as_json(outcome), ensure_ascii=False) + "\n")
                file.flush()
                done = Taught(done.written + 1, done.found, done.refused)
            else:
                done = Taught(done.written, done.found, (*done.refused, (clip, outcome)))
            yield done


def _teach(teach: Teach, teacher: str, clip: _LabelledClip, known: set[Any]) -> tuple[str, TaughtText | str | None]:
    """The clip's id with its text, why there is none, or None where the file has it already."""
    if clip.label is None:
        raise ParameterError(f"Expected a label to teach on for every clip, found none for '{clip.id}'")
    if (clip.id, clip.sequence.content_hash, clip.label, teacher) in known:
        return clip.id, None
    try:
        text = teach(clip.sequence, clip.label)
    except ServerError:
        raise
    except SkelbenchError as error:
        return clip.id, str(error)
    if "\n" not in text or read_label(text, (clip.label, _OTHER)) != clip.label:
        return clip.id, f"Expected reasons and a last line 'Label: {clip.label}', found '{text[-60:]}'"
    return clip.id, TaughtText(clip.id, clip.sequence.content_hash, clip.label, text, teacher)


def _from_line(line: str, path: Path, number: int) -> TaughtText:
    try:
        return TaughtText(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise RecordError(f"Expected a taught text in line {number} of {path}, but {error}") from error


def _drop_unfinished_line(path: Path) -> None:
    if not path.exists():
        return
    content = path.read_bytes()
    if not content.endswith(b"\n"):
        os.truncate(path, content.rfind(b"\n") + 1)
