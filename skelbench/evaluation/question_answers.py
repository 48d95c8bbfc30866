"""Questions about motions answered by choice log-probabilities, beside chance and beside guessing from the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from skelbench.errors import ParameterError
from skelbench.evaluation.evaluate import LabelledClip
from skelbench.evaluation.guessing import guess_answers
from skelbench.evaluation.intervals import wilson_interval
from skelbench.records import TruthQuestion
from skelbench.skeleton import SkeletonSequence

if TYPE_CHECKING:
    from skelbench.models import SkeletonLLM

__all__ = ["answer_questions", "question_scores", "question_table"]

Asked = tuple[SkeletonSequence, Sequence[TruthQuestion]]


def question_scores(model: SkeletonLLM, asked: Sequence[Asked]) -> list[list[dict[str, float]]]:
    """For every clip and question the sum of log p (nats) over each choice's tokens, given frames and question.

    All questions and choices of all clips are read in one pass; the choices are not told, so their order cannot matter.
    """
    import torch

    from skelbench.models.lessons import Lesson

    lessons = [[Lesson(q.kind, q.text, choice) for q in questions for choice in q.choices] for _, questions in asked]
    with torch.no_grad():
        packed, logits = model.teach([model.draw(sequence) for sequence, _ in asked], lessons)
        targets = packed.targets.to(logits.device)
        tokens = logits.float().log_softmax(-1).gather(1, targets[:, None])[:, 0]
        sums = iter(packed.sum_by_lesson(tokens).tolist())
    return [[{choice: next(sums) for choice in q.choices} for q in questions] for _, questions in asked]


def answer_questions(
    model: SkeletonLLM, asked: Sequence[Asked], batch: int = 16, progress: Callable[[int, int], object] | None = None
) -> list[list[str]]:
    """For every clip and question the choice of highest score; clips without a question have no answer.

    Clips are read `batch` at a time, those with as many choices together.
    """
    sizes = [sum(len(q.choices) for q in questions) for _, questions in asked]
    order = [place for place in np.argsort(sizes, kind="stable").tolist() if sizes[place]]
    answers: list[list[str]] = [[] for _ in asked]
    for start in range(0, len(order), batch):
        places = order[start : start + batch]
        for place, scores in zip(places, question_scores(model, [asked[place] for place in places]), strict=True):
            answers[place] = [max(choices, key=choices.__getitem__) for choices in scores]
        if progress is not None:
            progress(start + len(places), len(order))
    return answers


def question_table(
    model: SkeletonLLM,
    formats: Mapping[str, Sequence[LabelledClip]],
    learnt: Sequence[TruthQuestion],
    progress: Callable[[str], object] = lambda what: None,
) -> pd.DataFrame:
    """Accuracy by kind of question and by format, with what somebody gets who sees no motion.

    `formats` are the same clips in the same order, written differently; the questions are those of the first one's
    truth. `learnt` are questions of other clips, from which the guesses are learnt (`guess_answers`).
    Columns: format, kind, questions, accuracy, lower, upper (Wilson, 95 %), chance, by_words, by_text.

    Raises:
        ParameterError: no clip of the first format has a question.
    """
    first = next(iter(formats.values()))
    questions = [clip.sequence.truth.questions if clip.sequence.truth else () for clip in first]
    told = [question for several in questions for question in several]
    if not told:
        raise ParameterError("Expected clips whose truth asks questions (choreography with texts), found none")
    guessed = guess_answers(learnt, told)
    rows = []
    for name, clips in formats.items():
        progress(f"questions, {name}")
        given = answer_questions(model, list(zip((clip.sequence for clip in clips), questions, strict=True)))
        pairs = zip(told, (answer for several in given for answer in several), strict=True)
        right = [(question.kind, answer == question.answer) for question, answer in pairs]
        for kind, guess in guessed.items():
            hits = [hit for one, hit in right if one == kind]
            found = wilson_interval(sum(hits), len(hits))
            rows.append((name, kind, found.count, found.estimate, found.lower, found.upper, guess.chance,
                         guess.by_words.estimate, guess.by_text.estimate))  # fmt: skip
    columns = ["format", "kind", "questions", "accuracy", "lower", "upper", "chance", "by_words", "by_text"]
    return pd.DataFrame(rows, columns=columns)
