"""Generated texts held against labels by the strict scorer."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from skelbench.errors import ParameterError
from skelbench.evaluation.scorer import read_label

__all__ = ["score_texts"]


def score_texts(texts: Sequence[str], labels: Sequence[str], choices: Sequence[str]) -> pd.DataFrame:
    """A row for every text: text, label, answer (None where it is invalid), correct.

    Raises:
        ParameterError: texts and labels differ in number.
    """
    if len(texts) != len(labels):
        raise ParameterError(f"Expected a label for each of {len(texts)} texts, found {len(labels)}")
    answers = [read_label(text, choices) for text in texts]
    table = pd.DataFrame({"text": list(texts), "label": list(labels), "answer": pd.Series(answers, dtype=object)})
    table["correct"] = table["answer"] == table["label"]
    return table
