"""A small byte-level BPE tokenizer, trained on the model's own texts and saved in the hub's format.

Byte-level BPE gives every text back unchanged, so a label never seen in training can still be scored.
"""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from skelbench.models.prompts import INTERNVL, ChatLayout

__all__ = ["train_tokenizer"]


def train_tokenizer(
    texts: Sequence[str], vocabulary: int = 512, layout: ChatLayout = INTERNVL, whole: Sequence[str] = ()
) -> PreTrainedTokenizerFast:
    """A tokenizer of at most `vocabulary` tokens: 256 bytes, the special tokens, `whole`, merges found in `texts`.

    Every text of `whole` is one token wherever it stands, so that what every prompt repeats costs little.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - len(whole),
        special_tokens=list(layout.special),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_tokens([AddedToken(text, normalized=False) for text in whole])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token=layout.end,
        pad_token=layout.pad,
        extra_special_tokens={"context_image_token": layout.image},
        clean_up_tokenization_spaces=False,
    )
    fast.chat_template = layout.template
    return fast
