"""A question and all its choices as one sequence: a shared prefix, then every choice, each blind to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from skelbench.errors import ModelError
from skelbench.models.prompts import INTERNVL, ChatLayout, prompt_before_answer

__all__ = ["PackedQuestion", "pack_prompt", "pack_question"]


@dataclass(frozen=True, eq=False)
class PackedQuestion:
    """Tokens of the prefix and of all choices, and where each choice's tokens are predicted."""

    ids: Int[Tensor, " L"]
    position_ids: Int[Tensor, " L"]
    visible: Bool[Tensor, "L L"]  # [i, j]: token i may look at token j
    prefix: int  # tokens shared by all choices
    sources: Int[Tensor, " M"]  # where each scored token is predicted ...
    targets: Int[Tensor, " M"]  # ... which token it is ...
    owners: Int[Tensor, " M"]  # ... and whose
    choices: tuple[str, ...]

    def sum_by_choice(self, token_log_probs: Float[Tensor, "B M"]) -> Float[Tensor, "B C"]:
        """Sum of log p over each choice's tokens."""
        totals = token_log_probs.new_zeros(token_log_probs.shape[0], len(self.choices))
        return totals.index_add(1, self.owners, token_log_probs)

    def token_counts(self) -> Int[Tensor, " C"]:
        """Scored tokens of every choice, the end of the turn included."""
        return torch.bincount(self.owners, minlength=len(self.choices))


def pack_question(
    tokenizer: PreTrainedTokenizerBase,
    text: str,
    choices: Sequence[str],
    frames: int,
    tokens_per_frame: int,
    layout: ChatLayout = INTERNVL,
) -> PackedQuestion:
    """Pack a question; a choice's score covers its own tokens and the end of the turn.

    Raises:
        ModelError: a choice is empty.
    """
    before = prompt_before_answer(text, frames, tokens_per_frame, layout)
    prefix = tokenizer(before, add_special_tokens=False)["input_ids"]
    end = int(tokenizer.convert_tokens_to_ids(layout.end))
    ids, position_ids, owner_of_input = list(prefix), list(range(len(prefix))), [-1] * len(prefix)
    sources: list[int] = []
    targets: list[int] = []
    owners: list[int] = []
    for owner, choice in enumerate(choices):
        tokens = tokenizer(layout.answer + choice, add_special_tokens=False)["input_ids"]
        if not choice:
            raise ModelError(f"Expected every choice to have a text, found an empty one among {list(choices)}")
        start = len(ids)
        sources += [len(prefix) - 1, *range(start, start + len(tokens))]
        targets += [*tokens, end]
        owners += [owner] * (len(tokens) + 1)
        ids += tokens
        position_ids += range(len(prefix), len(prefix) + len(tokens))
        owner_of_input += [owner] * len(tokens)
    owned = torch.tensor(owner_of_input)
    causal = torch.ones(len(ids), len(ids), dtype=torch.bool).tril()
    visible = causal & ((owned[None, :] == -1) | (owned[None, :] == owned[:, None]))
    return PackedQuestion(
        torch.tensor(ids), torch.tensor(position_ids), visible, len(prefix), torch.tensor(sources),
        torch.tensor(targets), torch.tensor(owners), tuple(choices),
    )  # fmt: skip


def pack_prompt(ids: Int[Tensor, " L"]) -> PackedQuestion:
    """A prompt without choices, after which something is to be written."""
    nothing = torch.empty(0, dtype=torch.long)
    places, visible = torch.arange(len(ids)), torch.ones(len(ids), len(ids), dtype=torch.bool).tril()
    return PackedQuestion(ids, places, visible, len(ids), nothing, nothing, nothing, ())
