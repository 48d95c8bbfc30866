"""What a clip can teach: each task turns a clip's truth into lessons, a question and its answer each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from skelbench.errors import ParameterError
from skelbench.models.lessons import Lesson
from skelbench.models.prompts import (
    CAPTION,
    CAPTION_OF_PART,
    NO,
    OPEN_RECOGNITION,
    RATIONALE,
    RECOGNITION,
    YES,
    YES_NO,
)
from skelbench.reasoning import tell_reasons
from skelbench.records import Truth, TruthQuestion
from skelbench.registry import Registry
from skelbench.training.names import draw_name

__all__ = ["NEGATIVE", "TASKS", "TaskShare", "Taught", "lessons_of"]

NEGATIVE = "{negative}"  # stands in a question until the loop says which wrong label is hardest now
_OF_WHOLE = frozenset({"how many", "before or after"})  # kinds of questions that a clip cut short may answer otherwise
_RARE = ("which side", "how many", "before or after", "mistake", "why", "what")  # rarer kinds are asked first


@dataclass(frozen=True)
class TaskShare:
    """How much of a stage a task is.

    Raises:
        ParameterError: a number is not positive, or the share is above 1.
    """

    weight: float = 1.0  # of an answer's summed -log p in the loss
    branches: int = 1  # at most so many lessons a clip
    share: float = 1.0  # of the clips that are taught it

    def __post_init__(self) -> None:
        if not (self.weight > 0 and self.branches >= 1 and 0 < self.share <= 1):
            raise ParameterError(
                f"A task needs a positive weight, at least one branch and a share of at most 1, found {self.weight}, "
                f"{self.branches} and {self.share}"
            )


@dataclass(frozen=True, eq=False)
class Taught:
    """A clip as a task sees it, after it was varied."""

    truth: Truth
    labels: tuple[str, ...]  # the model's own choices
    is_whole: bool  # False where its beginning or end was cut off
    generator: np.random.Generator
    negatives: Mapping[str, Sequence[str]] = field(default_factory=dict)  # label -> hard wrong ones, if a table says so


Task = Callable[[Taught, int], list[Lesson]]
TASKS: Registry[Task] = Registry("training task")


def lessons_of(taught: Taught, shares: Mapping[str, TaskShare]) -> list[Lesson]:
    """All lessons of a clip, weighted; a task that has nothing to ask of this clip adds none.

    Tasks are drawn by systematic sampling (Madow 1949): each in its share of the clips, their number hardly varying
    from clip to clip, so that little is padded. Where that leaves nothing, every task is asked, whatever its share.
    """
    ends = np.cumsum([one.share for one in shares.values()]) + taught.generator.random()
    before = np.floor(np.r_[ends[0] - next(iter(shares.values())).share, ends[:-1]])
    drawn = {name: one for (name, one), hit in zip(shares.items(), np.floor(ends) > before, strict=True) if hit}
    return _all_of(taught, drawn) or _all_of(taught, shares)


def _all_of(taught: Taught, shares: Mapping[str, TaskShare]) -> list[Lesson]:
    return [
        replace(lesson, weight=lesson.weight * share.weight)
        for name, share in shares.items()
        for lesson in TASKS[name](taught, share.branches)
    ]


@TASKS.register("choose_label")
def _choose_label(taught: Taught, branches: int) -> list[Lesson]:
    """Recognition: the model's own label of the clip."""
    label = taught.truth.label
    return [Lesson("choose_label", RECOGNITION, label)] if label in taught.labels else []


@TASKS.register("name_action")
def _name_action(taught: Taught, branches: int) -> list[Lesson]:
    """Open recognition: any name of the action, so that the labels of other sets read well too."""
    names = dict.fromkeys(draw_name(taught.truth, taught.generator) for _ in range(branches))
    return [Lesson("name_action", OPEN_RECOGNITION, name) for name in names]


@TASKS.register("yes_no")
def _yes_no(taught: Taught, branches: int) -> list[Lesson]:
    """Whether it is this action: asked of the right label, then of hard wrong ones."""
    label, rng = taught.truth.label, taught.generator
    lessons = [Lesson("yes_no", _pick(YES_NO, rng).format(label=draw_name(taught.truth, rng)), YES)]
    known = [name for name in taught.negatives.get(label, ()) if name != label]
    for _ in range(branches - 1):
        wrong = known[int(rng.integers(len(known)))] if known else NEGATIVE
        lessons.append(Lesson("yes_no", _pick(YES_NO, rng).format(label=wrong), NO, about=wrong))
    return lessons


@TASKS.register("contrast")
def _contrast(taught: Taught, branches: int) -> list[Lesson]:
    """The right label held against wrong ones: a softmax over the sums of log p of all of them."""
    label, rng = taught.truth.label, taught.generator
    others = [name for name in taught.negatives.get(label, taught.labels) if name != label]
    if label not in taught.labels or not others:
        return []
    wrong = [others[int(row)] for row in rng.permutation(len(others))[: max(1, branches - 1)]]
    return [Lesson("contrast", RECOGNITION, name, group=0) for name in (label, *wrong)]


@TASKS.register("caption")
def _caption(taught: Taught, branches: int) -> list[Lesson]:
    """The motion in words: as a whole, then what some parts of the body do."""
    told, rng = taught.truth.descriptions, taught.generator
    groups = dict(told.get("groups", {}))
    lessons = [Lesson("caption", _pick(CAPTION, rng), str(told["whole"]))] if "whole" in told else []
    parts = sorted(groups)
    for row in rng.permutation(len(parts))[: branches - 1]:
        asked = _pick(CAPTION_OF_PART, rng).format(part=parts[int(row)].replace("_", " "))
        lessons.append(Lesson("caption", asked, str(groups[parts[int(row)]])))
    return lessons


@TASKS.register("rationale")
def _rationale(taught: Taught, branches: int) -> list[Lesson]:
    """Step by step to the label, as the clip's own truth tells it."""
    if not taught.truth.deeds and not taught.truth.phases:
        return []
    steps = tell_reasons(taught.truth, taught.truth.label, taught.generator)
    return [Lesson("rationale", _pick(RATIONALE, taught.generator), steps)]


@TASKS.register("question")
def _question(taught: Taught, branches: int) -> list[Lesson]:
    """Which side, how many, in which order, why, what: the rarer kinds first, since few clips answer them."""
    known = [one for one in taught.truth.questions if taught.is_whole or one.kind not in _OF_WHOLE]
    known.sort(key=_rarity)
    return [Lesson("question", one.text, one.answer) for one in known[:branches]]


def _rarity(asked: TruthQuestion) -> int:
    return _RARE.index(asked.kind) if asked.kind in _RARE else 0


def _pick(texts: Sequence[str], rng: np.random.Generator) -> str:
    return texts[int(rng.integers(len(texts)))]
