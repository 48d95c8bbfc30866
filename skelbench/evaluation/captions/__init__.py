"""Captions and reasons held against references: each score under the name of what it is (extra `text`)."""

from skelbench.evaluation.captions.cider import cider_d
from skelbench.evaluation.captions.embedding import EMBEDDING_NAME, embed_sentences, embedding_cosine
from skelbench.evaluation.captions.meteor import meteor_exact_and_stem
from skelbench.evaluation.captions.retrieval import Retrieval, retrieval_scores
from skelbench.evaluation.captions.scores import CaptionScore, caption_scores

__all__ = [
    "EMBEDDING_NAME",
    "CaptionScore",
    "Retrieval",
    "caption_scores",
    "cider_d",
    "embed_sentences",
    "embedding_cosine",
    "meteor_exact_and_stem",
    "retrieval_scores",
]
