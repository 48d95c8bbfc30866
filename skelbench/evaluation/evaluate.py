"""`evaluate_clips` and `evaluate_batches`: ask about every clip of a set, and count strictly."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import numpy as np
import pandas as pd

from skelbench.errors import ParameterError, ServerError, SkelbenchError
from skelbench.evaluation.answer_store import AnswerStore
from skelbench.evaluation.counting import INVALID, Evaluation
from skelbench.evaluation.reader import Reader
from skelbench.executor import SerialExecutor
from skelbench.records import Answer, Failure
from skelbench.skeleton import SkeletonSequence

__all__ = ["Answerer", "LabelledClip", "ask_together", "evaluate_batches", "evaluate_clips"]

Answerer = Callable[[SkeletonSequence], Answer | Failure]
Progress = Callable[[int, int], object]


class LabelledClip(Protocol):
    """What a clip of a clip set offers."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def sequence(self) -> SkeletonSequence: ...  # noqa: D102
    @property
    def label(self) -> str | None: ...  # noqa: D102
    @property
    def subject(self) -> str | None: ...  # noqa: D102


def evaluate_clips(answerer: Answerer, clips: Sequence[LabelledClip], progress: Progress | None = None) -> Evaluation:
    """Ask about every clip and count; a failure, or an error made on purpose, is an invalid answer and wrong.

    Args:
        answerer: what is evaluated; it gets the sequence only.
        clips: a clip set, or any sequence of labelled clips; every clip needs a label.
        progress: called with (done, of all) after every clip.

    Raises:
        ParameterError: no clips, or a clip without a label.
        ServerError: the model is behind a server, which cannot be asked any more.
    """
    return evaluate_batches(Reader(lambda sequences: [answerer(one) for one in sequences], batch=1), clips, progress)


def evaluate_batches(
    reader: Reader, clips: Sequence[LabelledClip], progress: Progress | None = None, store: AnswerStore | None = None
) -> Evaluation:
    """The same, several clips at a time; with a store, answers that it holds already are not asked for again.

    Batches begin at the same clips however often a run is interrupted, and one is asked as a whole or not at all: an
    interrupted run ends with the very figures of an uninterrupted one.

    Raises:
        ParameterError: no clips, or a clip without a label.
        ServerError: the model is behind a server, which cannot be asked any more.
        WorkError: the reader's executor lost its workers again and again.
    """
    rows: list[dict[str, Any]] = []
    choices: dict[str, None] = {}
    performances = getattr(clips, "performances", None)
    for start, batch, answers in _answered(reader, clips, store):
        for place, (clip, answer) in enumerate(zip(batch, answers, strict=True), start=start):
            if isinstance(answer, Answer):
                choices |= dict.fromkeys(answer.question.choices)
            rows.append(_row(clip, answer, performances[place] if performances else clip.id))
            if progress is not None:
                progress(place + 1, len(clips))
    if not rows:
        raise ParameterError("Expected at least one clip to evaluate on, found none")
    table = pd.DataFrame(rows)
    names = tuple(choices) or tuple(sorted(set(table["label"])))
    table["known"] = table["label"].isin(names)
    return Evaluation(_ordered(table, names), names)


def _batches(clips: Sequence[LabelledClip], size: int) -> Iterator[tuple[int, list[LabelledClip]]]:
    for start in range(0, len(clips), size):
        batch = [clips[place] for place in range(start, min(start + size, len(clips)))]
        for clip in batch:
            if clip.label is None:
                raise ParameterError(f"Expected a label for every clip to evaluate on, found none for '{clip.id}'")
        yield start, batch


def _answered(
    reader: Reader, clips: Sequence[LabelledClip], store: AnswerStore | None
) -> Iterator[tuple[int, list[LabelledClip], list[Answer | Failure]]]:
    """Every batch with its answers, in order, whoever works on them; clips are opened a little ahead and not kept."""
    opened: deque[tuple[int, list[LabelledClip]]] = deque()

    def sequences() -> Iterator[list[SkeletonSequence]]:
        for start, batch in _batches(clips, reader.batch):
            opened.append((start, batch))
            yield [clip.sequence for clip in batch]

    kept = None if store is None else _KeptBatches(store, reader.key)
    ask = partial(ask_together, replace(reader, executor=SerialExecutor()))  # what travels to a worker
    for answers in reader.executor.stream(ask, sequences(), kept, lambda batch: f"{len(batch)} clips read together"):
        yield *opened.popleft(), answers


@dataclass(frozen=True)
class _KeptBatches:
    """Answers kept one a clip, but found for a whole batch or not at all: a clip's rounding hangs on its batch."""

    store: AnswerStore
    key: str

    def find(self, sequences: Sequence[SkeletonSequence]) -> list[Answer | Failure] | None:
        kept = [self.store.find(self.store.name_of(self.key, sequence)) for sequence in sequences]
        found = [answer for answer in kept if answer is not None]
        return found if len(found) == len(kept) else None

    def keep(self, sequences: Sequence[SkeletonSequence], answers: Sequence[Answer | Failure]) -> None:
        for sequence, answer in zip(sequences, answers, strict=True):
            self.store.keep(self.store.name_of(self.key, sequence), answer)


def ask_together(reader: Reader, sequences: Sequence[SkeletonSequence]) -> list[Answer | Failure]:
    """Ask about all at once; where that ends in an error made on purpose, about one after the other."""
    try:
        return list(reader.ask(sequences))
    except ServerError:  # nobody is there to answer: no fault of the model's
        raise
    except SkelbenchError as error:
        if len(sequences) == 1:
            return [Failure(str(error))]
    return [answer for sequence in sequences for answer in ask_together(reader, [sequence])]


def _row(clip: LabelledClip, answer: Answer | Failure, performance: str) -> dict[str, Any]:
    from skelbench.models.contradiction import people_in  # brings torch, which rules and figures do without

    row: dict[str, Any] = {
        "id": clip.id, "label": clip.label, "subject": clip.subject, "performance": performance,
        "people": people_in(clip.sequence),
    }  # fmt: skip
    if isinstance(answer, Failure):
        return {**row, "answer": INVALID, "rejected": False, "correct": False, "reason": answer.reason}
    rejection = answer.rejection
    rejected = rejection is not None and rejection.rejected
    return {
        **row, "answer": answer.best, "rejected": rejected, "correct": answer.best == clip.label and not rejected,
        "probability": answer.probabilities.get(answer.best, np.nan),
        "margin": np.nan if answer.normalisation == "text" else answer.margin,
        "strangeness": np.nan if rejection is None else rejection.score, "reason": "",
        **{f"score {choice}": score for choice, score in answer.scores.items()},
        **{f"probability {choice}": share for choice, share in answer.probabilities.items()},
    }  # fmt: skip


def _ordered(table: pd.DataFrame, choices: Iterable[str]) -> pd.DataFrame:
    names = ["id", "label", "subject", "performance", "people", "answer", "rejected", "correct", "known"]
    names += ["probability", "margin", "strangeness", "reason"]
    names += [f"{what} {choice}" for what in ("score", "probability") for choice in choices]
    return table.reindex(columns=names)
