"""What an evaluation asks: a model with the choices it is given, the words it knows them by, and who does the work."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from skelbench.errors import ModelError
from skelbench.executor import Executor, SerialExecutor
from skelbench.records import Answer, Failure, Question, digest
from skelbench.skeleton import SkeletonSequence

if TYPE_CHECKING:
    from skelbench.models import SkeletonLLM

__all__ = ["Reader", "in_words", "model_reader", "words_for"]

_DECIDING = ("evidence", "models", "render", "skeleton")  # packages whose code an answer hangs on

Words = Mapping[str, tuple[str, ...]]  # label of the set -> the texts that stand for it in the question


@dataclass(frozen=True, eq=False)
class Reader:
    """Sequences -> an answer each. `key` names all that answers hang on besides the clip; without it none are kept."""

    ask: Callable[[Sequence[SkeletonSequence]], Sequence[Answer | Failure]]
    key: str = ""
    batch: int = 64  # clips asked about at once
    executor: Executor = field(default_factory=SerialExecutor)  # others than threads send `ask` elsewhere, pickled


def model_reader(
    model: SkeletonLLM, words: Words | None = None, batch: int = 64, executor: Executor | None = None
) -> Reader:
    """The model's forced choice among labels; `words` (label -> texts that mean it) or the model's own choices."""
    ask = _ModelAsked(model, words)
    plain = None if words is None else [[label, list(several)] for label, several in words.items()]
    key = digest([model.content_hash, plain, model.question(ask.texts).text, _code()]) if model.content_hash else ""
    return Reader(ask, key, batch, executor or SerialExecutor())


@dataclass(frozen=True, eq=False)
class _ModelAsked:
    """A model that is asked; another process loads it anew from where it was read."""

    model: SkeletonLLM
    words: Words | None

    @property
    def texts(self) -> tuple[str, ...] | None:
        if self.words is None:
            return None
        return tuple(dict.fromkeys(text for several in self.words.values() for text in several))

    def __call__(self, sequences: Sequence[SkeletonSequence]) -> list[Answer]:
        answers, words = self.model.answer_all(sequences, self.texts), self.words
        return answers if words is None else [in_words(answer, words) for answer in answers]

    def __reduce__(self) -> tuple[Any, ...]:
        if not self.model.place:
            raise TypeError("a model that was never saved cannot be asked in another process: save and load it")
        return _asked_anew, (self.model.place, self.model.content_hash, self.words)


def _asked_anew(place: str, content_hash: str, words: Words | None) -> _ModelAsked:
    return _ModelAsked(_loaded(place, content_hash), words)


@lru_cache(maxsize=1)
def _loaded(place: str, content_hash: str) -> SkeletonLLM:
    from skelbench.models import load_model

    model = load_model(place)
    if model.content_hash != content_hash:
        raise ModelError(f"Expected the model of hash {content_hash[:12]} at {place}, found {model.content_hash[:12]}")
    return model


def in_words(answer: Answer, words: Words) -> Answer:
    """The answer over labels, each by the texts that mean it: p(label) = Σ p(text), scores its logarithm.

    The rejection's verdict is kept as it is.
    """
    scores, shares = (_summed(values, words) for values in (answer.scores, answer.probabilities))
    by_label = {label: float(np.logaddexp.reduce(several)) for label, several in scores.items()}
    question = Question(answer.question.text, tuple(words), answer.question.kind)
    return Answer(
        question, by_label, answer.normalisation, {label: float(sum(several)) for label, several in shares.items()},
        answer.generated, answer.rejection,
    )  # fmt: skip


def _summed(values: Mapping[str, float], words: Words) -> dict[str, list[float]]:
    return {label: [values[text] for text in texts] for label, texts in words.items()} if values else {}


def words_for(labels: Sequence[str], known: Sequence[str], meanings: Mapping[str, tuple[str, ...]]) -> Words:
    """For every label the model's own choices that mean it; the label itself where the model lists none that does.

    `known` are the choices a model was trained to give, `meanings` the made actions that stand for each label of a
    recorded set.
    """
    found: dict[str, tuple[str, ...]] = {}
    for label in labels:
        texts = tuple(text for text in meanings.get(label, ()) if text in known)
        found[label] = texts or (label,)
    return found


@lru_cache(maxsize=1)
def _code() -> str:
    """SHA-256 of the code that answers hang on: an answer of other code is not this code's answer."""
    total, root = hashlib.sha256(), Path(__file__).parent.parent
    for path in sorted(path for name in _DECIDING for path in (root / name).rglob("*.py")):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
