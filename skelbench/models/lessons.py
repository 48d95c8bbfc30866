"""Lessons: several questions about one clip, each with its answer, read in one pass over the same visual tokens.

A clip's sequence is its frames, then one branch a lesson: the question, the turn, the answer. Every branch sees the
frames and itself, never another branch, so each is read as if it stood alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from skelbench.errors import ModelError
from skelbench.models.prompts import ChatLayout, frame_lines, question_turn

__all__ = ["Lesson", "PackedLessons", "pack_lessons"]


@dataclass(frozen=True)
class Lesson:
    """A question about a clip and the answer that is learned.

    `about` is the wrong label that a question asks about, if it does. `group` numbers lessons of one clip that are held
    against each other (a contrastive term), the first of them the right one; -1 stands alone.
    """

    task: str
    question: str
    answer: str
    weight: float = 1.0
    group: int = -1
    about: str = ""


@dataclass(frozen=True, eq=False)
class PackedLessons:
    """Lessons of a batch of clips, each clip's own, padded at the end to the longest."""

    ids: Int[Tensor, "B L"]
    position_ids: Int[Tensor, "B L"]  # where a token stands in its own branch's sequence, dropped tokens counted
    visible: Bool[Tensor, "B L L"]  # [b, i, j]: token i may look at token j
    rows: Int[Tensor, " S"]  # clip of each scored token ...
    sources: Int[Tensor, " S"]  # ... where it is predicted ...
    targets: Int[Tensor, " S"]  # ... which token it is ...
    owners: Int[Tensor, " S"]  # ... and whose: rows of `lessons`
    lessons: tuple[Lesson, ...]  # of all clips, clip by clip
    clips: Int[Tensor, " Q"]  # clip of each lesson
    frames: Int[Tensor, " F"]  # tokens of the frames' lines, none left out

    def sum_by_lesson(self, values: Float[Tensor, " S"]) -> Float[Tensor, " Q"]:
        """Sum over each lesson's answer tokens."""
        return values.new_zeros(len(self.lessons)).index_add(0, self.owners.to(values.device), values)


def pack_lessons(
    tokenizer: PreTrainedTokenizerBase,
    lessons: Sequence[Sequence[Lesson]],
    tokens_per_frame: int,
    layout: ChatLayout,
    kept: Bool[Tensor, "B F K"],
) -> PackedLessons:
    """Pack every clip's lessons behind its frames; image tokens of blocks that are not kept are left out.

    Raises:
        ModelError: a clip has no lesson, or an answer is empty.
    """
    frames = kept.shape[1]
    start = _ids(tokenizer, frame_lines(frames, tokens_per_frame, layout))
    image = torch.tensor(start) == int(tokenizer.convert_tokens_to_ids(layout.image))
    end = int(tokenizer.convert_tokens_to_ids(layout.end))
    clips = []
    for clip, (own, some) in enumerate(zip(lessons, kept.flatten(1).cpu(), strict=True)):
        if not own:
            raise ModelError(f"Expected at least one lesson a clip, found none for clip {clip} of the batch")
        stays = ~image
        stays[image] = some
        places = stays.nonzero()[:, 0].tolist()
        row = _Row([start[place] for place in places], places)
        for lesson in own:
            if not lesson.answer:
                raise ModelError(f"Expected an answer to learn, found an empty one to '{lesson.question}'")
            asked = _ids(tokenizer, question_turn(lesson.question, layout))
            row.branch(asked, _ids(tokenizer, layout.answer + lesson.answer), end, len(start))
        clips.append(row)
    told = tuple(lesson for own in lessons for lesson in own)
    return _joined(clips, told, torch.tensor(start), int(tokenizer.pad_token_id))


def _ids(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


class _Row:
    """One clip's tokens as they are written down."""

    def __init__(self, prefix: list[int], places: list[int]) -> None:
        self.ids, self.places, self.branches = list(prefix), list(places), [-1] * len(prefix)
        self.sources: list[int] = []
        self.targets: list[int] = []
        self.owners: list[int] = []
        self.count = 0

    def branch(self, asked: list[int], answer: list[int], end: int, begin: int) -> None:
        first = len(self.ids)
        self.ids += asked + answer
        self.places += range(begin, begin + len(asked) + len(answer))
        self.branches += [self.count] * (len(asked) + len(answer))
        self.sources += range(first + len(asked) - 1, len(self.ids))
        self.targets += [*answer, end]
        self.owners += [self.count] * (len(answer) + 1)
        self.count += 1


def _joined(clips: Sequence[_Row], lessons: tuple[Lesson, ...], frames: Tensor, pad: int) -> PackedLessons:
    longest = max(len(row.ids) for row in clips)

    def padded(name: str, value: int) -> Tensor:
        return torch.tensor([getattr(row, name) + [value] * (longest - len(row.ids)) for row in clips])

    branches = padded("branches", -2)  # padding belongs to nobody
    causal = torch.ones(longest, longest, dtype=torch.bool).tril()
    visible = causal & ((branches[:, None, :] == -1) | (branches[:, None, :] == branches[:, :, None]))
    before, owners = 0, []
    for row in clips:
        owners += [before + owner for owner in row.owners]
        before += row.count
    return PackedLessons(
        padded("ids", pad), padded("places", 0), visible,
        torch.tensor([number for number, row in enumerate(clips) for _ in row.sources]),
        torch.tensor([place for row in clips for place in row.sources]),
        torch.tensor([token for row in clips for token in row.targets]),
        torch.tensor(owners), lessons,
        torch.tensor([number for number, row in enumerate(clips) for _ in range(row.count)]), frames,
    )  # fmt: skip
