"""How often a question is answered rightly by somebody who sees its text and choices but no motion."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import log

from skelbench.evaluation.intervals import Interval, wilson_interval
from skelbench.records import TruthQuestion

__all__ = ["Guessed", "guess_answers"]


@dataclass(frozen=True)
class Guessed:
    """Guesses at the questions of one kind: the share of right ones, and what a blind choice would give."""

    questions: int
    chance: float  # mean of 1 / number of choices
    by_words: Interval  # a bag of words of question and choices (naive Bayes)
    by_text: Interval  # the answer that was most often right for this text among these choices


def guess_answers(learnt: Sequence[TruthQuestion], asked: Sequence[TruthQuestion]) -> dict[str, Guessed]:
    """For every kind, how well two baselines that learnt from some questions answer others; neither sees a motion."""
    words, texts = _Tally(_words_of), _Tally(_texts_of)
    for question in learnt:
        words.learn(question)
        texts.learn(question)
    kinds: dict[str, list[TruthQuestion]] = defaultdict(list)
    for question in asked:
        kinds[question.kind].append(question)
    return {
        kind: Guessed(
            len(of_kind),
            sum(1 / len(question.choices) for question in of_kind) / len(of_kind),
            wilson_interval(sum(words.answer(question) == question.answer for question in of_kind), len(of_kind)),
            wilson_interval(sum(texts.answer(question) == question.answer for question in of_kind), len(of_kind)),
        )
        for kind, of_kind in kinds.items()
    }


def _words_of(question: TruthQuestion, place: int) -> list[object]:
    """Words of a choice, alone, beside each word of the question and of the other choices; and where it stands."""
    choice = question.choices[place]
    own, others = set(choice.split()), {w for c in question.choices if c != choice for w in c.split()}
    beside = [(0, *pair) for pair in product(own, set(question.text.split()))]
    against = [(1, *pair) for pair in product(own, others - own)]
    return [choice, place, *own, *beside, *against]


def _texts_of(question: TruthQuestion, place: int) -> list[object]:
    """The choice with the question's text and with all choices."""
    choice = question.choices[place]
    return [(question.text, choice), (frozenset(question.choices), choice)]


class _Tally:
    """How often a choice with a feature was right and wrong, by kind."""

    def __init__(self, features: Callable[[TruthQuestion, int], list[object]]) -> None:
        self.features = features
        self.right: Counter[object] = Counter()
        self.wrong: Counter[object] = Counter()

    def learn(self, question: TruthQuestion) -> None:
        for place, choice in enumerate(question.choices):
            counts = self.right if choice == question.answer else self.wrong
            counts.update((question.kind, feature) for feature in self.features(question, place))

    def answer(self, question: TruthQuestion) -> str:
        scores = [
            sum(
                self._odds((question.kind, feature), len(question.choices))
                for feature in self.features(question, place)
            )
            for place in range(len(question.choices))
        ]
        return question.choices[scores.index(max(scores))]

    def _odds(self, key: object, choices: int) -> float:
        """Log odds of right against wrong, pulled towards chance where little was seen."""
        return log((self.right[key] + 1.0) / (self.wrong[key] + choices - 1.0) * (choices - 1.0))
