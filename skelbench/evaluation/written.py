"""A server's reply as an answer: the strict scorer reads its text, its tokens' log-probabilities give the scores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from skelbench.errors import ServerError, SkelbenchError
from skelbench.evaluation.reader import Reader
from skelbench.evaluation.scorer import read_label
from skelbench.executor import SerialExecutor, ThreadExecutor
from skelbench.records import Answer, Failure, Question
from skelbench.skeleton import SkeletonSequence

if TYPE_CHECKING:
    from skelbench.models.server import Reply, ServedModel, TokenChoices

__all__ = ["choice_masses", "served_reader", "written_answer"]

_LEAST = 1e-12  # share of probability below which nothing is told apart


def served_reader(model: ServedModel, labels: Sequence[str], threads: int = 1) -> Reader:
    """A model behind a server that chooses among labels, asked by so many threads; its replies are its own to keep.

    Raises:
        RecordError: fewer than two labels.
    """
    question = Question("Which label names the action?", tuple(labels))

    def ask(sequences: Sequence[SkeletonSequence]) -> list[Answer | Failure]:
        return [_asked(model, question, sequence) for sequence in sequences]

    return Reader(ask, batch=1, executor=ThreadExecutor(threads) if threads > 1 else SerialExecutor())


def _asked(model: ServedModel, question: Question, sequence: SkeletonSequence) -> Answer | Failure:
    try:
        return written_answer(question, model.ask(sequence, question.choices))
    except ServerError:  # nobody is there to answer: no fault of the model's
        raise
    except SkelbenchError as error:
        return Failure(str(error))


def written_answer(question: Question, reply: Reply) -> Answer | Failure:
    """The answer of a text that names one choice by the strict rules; any other text is a failure.

    Where the text is a label alone and its tokens came with log-probabilities, the scores are `choice_masses` (nats),
    and the answer is the highest. Otherwise the named choice scores 1 and the others 0 (`normalisation` "text").
    """
    named = read_label(reply.text, question.choices)
    if named is None:
        return Failure(f"no choice named in '{' '.join(reply.text.split())[:80]}'")
    scores = choice_masses(question.choices, reply.tokens)
    if scores is None:
        told = {choice: float(choice == named) for choice in question.choices}
        return Answer(question, told, "text", generated=reply.text)
    highest = max(scores.values())
    shares = {choice: math.exp(score - highest) for choice, score in scores.items()}
    total = sum(shares.values())
    probabilities = {choice: share / total for choice, share in shares.items()}
    return Answer(question, scores, "sum", probabilities, reply.text)


def choice_masses(choices: Sequence[str], tokens: Sequence[TokenChoices]) -> dict[str, float] | None:
    """Log of the probability (nats) that the model would have written each choice, from one reply's tokens.

    At every place of the written label, p(what stands before) times p(token) of each likely other token is the mass of
    all texts that begin so; it goes to the choices that begin so, in even shares where several do. Choices that begin
    with nothing likely get the least listed mass, or an even share of what is left if that is smaller: an upper bound.
    None where the reply has no log-probabilities or is not one of the choices, word for word but for case.
    """
    folded = {choice: choice.casefold().strip() for choice in choices}
    masses = dict.fromkeys(choices, 0.0)
    before, log_before = "", 0.0
    for place in tokens:
        for token, log_probability in place.likeliest:
            if token != place.token:
                _share(masses, folded, before + token, math.exp(log_before + log_probability))
        before, log_before = before + place.token, log_before + place.log_probability
    written = [choice for choice, text in folded.items() if text == _bare(before)]
    if not tokens or not written:
        return None
    masses[written[0]] += math.exp(log_before)
    return _logs(masses, tokens[0])


def _share(masses: dict[str, float], folded: dict[str, str], text: str, mass: float) -> None:
    begun = text.casefold().lstrip()
    fitting = [choice for choice, label in folded.items() if begun and _may_become(begun, label)]
    for choice in fitting:
        masses[choice] += mass / len(fitting)


def _may_become(begun: str, label: str) -> bool:
    """Whether a text that begins so may be the label: it is its beginning, or the label and no further word."""
    return label.startswith(begun) or (begun.startswith(label) and not _bare(begun[len(label) :]))


def _bare(text: str) -> str:
    return text.casefold().strip(" \t\r\n.!\"'*`")


def _logs(masses: dict[str, float], first: TokenChoices) -> dict[str, float]:
    listed = [math.exp(p) for _, p in first.likeliest] or [math.exp(first.log_probability)]
    unseen = sum(mass <= 0 for mass in masses.values())
    left = max(1.0 - sum(listed), _LEAST) / max(unseen, 1)
    least = min(*listed, left, max(masses.values()))
    return {choice: math.log(max(mass if mass > 0 else least, _LEAST)) for choice, mass in masses.items()}
