"""Captions held against references by every score, each under the name of what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.errors import ModelError
from skelbench.evaluation.captions.cider import cider_d
from skelbench.evaluation.captions.embedding import EMBEDDING_NAME, embedding_cosine
from skelbench.evaluation.captions.meteor import meteor_exact_and_stem
from skelbench.evaluation.captions.words import check_captions
from skelbench.evaluation.intervals import Interval, bootstrap_interval

__all__ = ["CaptionScore", "caption_scores"]


@dataclass(frozen=True)
class CaptionScore:
    """One score of a set of captions; `interval` (bootstrap over clips) where the score is a mean over clips."""

    name: str
    value: float
    interval: Interval | None = None
    signature: str = ""  # of the library that counted, with its settings


def caption_scores(
    captions: Sequence[str], references: Sequence[Sequence[str]], embeddings: bool = True, seed: int = 0
) -> tuple[CaptionScore, ...]:
    """BLEU-4 (0 to 100), ROUGE-L, CIDEr-D (0 to 10), METEOR of exact words and stems, cosine of sentence embeddings.

    None of them knows what is true of a motion: a caption with left and right exchanged scores nearly as high.

    Raises:
        ParameterError: fewer than two captions, or one without a reference.
        ModelError: the extra `text` is not installed.
    """
    check_captions(captions, references)
    try:
        means = {
            "ROUGE-L F1": _rouge(captions, references), "CIDEr-D": cider_d(captions, references),
            "METEOR (exact and stem)": meteor_exact_and_stem(captions, references),
        }  # fmt: skip
        bleu = _bleu(captions, references)
    except ModuleNotFoundError as error:
        raise ModelError("Scores of captions need the extra 'text': pip install 'skelbench[text]'") from error
    if embeddings:
        means[EMBEDDING_NAME] = embedding_cosine(captions, references)
    scored = (CaptionScore(name, float(row.mean()), bootstrap_interval(row, seed=seed)) for name, row in means.items())
    return bleu, *scored


def _bleu(captions: Sequence[str], references: Sequence[Sequence[str]]) -> CaptionScore:
    """Post 2018 (arXiv 1804.08771); lower case, tokens of mteval 13a, over the whole set."""
    from sacrebleu.metrics.bleu import BLEU

    most = max(map(len, references))
    streams: list[Any] = [
        [texts[place] if place < len(texts) else None for texts in references] for place in range(most)
    ]
    metric = BLEU(lowercase=True)
    value = float(metric.corpus_score(list(captions), streams).score)
    return CaptionScore("BLEU-4 (sacreBLEU)", value, None, str(metric.get_signature()))


def _rouge(captions: Sequence[str], references: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
    """Lin 2004, section 3: F1 of the longest common subsequence with the best reference, words not stemmed."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rougeL"])
    pairs = zip(captions, references, strict=True)
    return np.array([scorer.score_multi(list(texts), caption)["rougeL"].fmeasure for caption, texts in pairs])
