"""Hard negatives: which wrong label is asked about, by what the model confuses now, by meaning, or by a table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from skelbench.errors import ParameterError
from skelbench.evaluation.captions.embedding import embed_sentences
from skelbench.models.lessons import Lesson, PackedLessons
from skelbench.registry import suggest
from skelbench.training.tasks import NEGATIVE

__all__ = ["RunningConfusions", "hard_negatives"]

_NEAREST = 5  # labels of the nearest meaning, as many as the published tables list
_MEMORY = 0.9  # of the old value, each time a pair is asked about
_LEAST = 0.02  # chance weight of a pair that is never confused


class RunningConfusions:
    """How readily the model says YES to a wrong label, for every pair of labels, as training goes on."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        self.readiness: Float[Tensor, "C C"] = torch.full((len(labels), len(labels)), 0.5)

    def fill(self, lessons: Sequence[Lesson], label: str, generator: np.random.Generator) -> list[Lesson]:
        """The lessons, every question that waits for a wrong label given one: the readier the YES, the more likely."""
        filled = []
        for lesson in lessons:
            if lesson.about == NEGATIVE:
                wrong = self._pick(label, generator)
                lesson = replace(lesson, question=lesson.question.replace(NEGATIVE, wrong), about=wrong)
            filled.append(lesson)
        return filled

    def observe(
        self, packed: PackedLessons, sums: Float[Tensor, " Q"], labels: Sequence[str]
    ) -> Float[Tensor, "2 C C"]:
        """How ready the model was, summed over the questions about each pair, and how many they were."""
        seen = torch.zeros(2, *self.readiness.shape)
        for row, (lesson, clip) in enumerate(zip(packed.lessons, packed.clips.tolist(), strict=True)):
            if lesson.about in self.labels and labels[clip] in self.labels:
                pair = self.labels.index(labels[clip]), self.labels.index(lesson.about)
                seen[(0, *pair)] += 1 - float(sums[row].exp())
                seen[(1, *pair)] += 1
        return seen

    def update(self, seen: Float[Tensor, "2 C C"]) -> None:
        """Let what was observed move the running values."""
        total, count = seen
        moved = _MEMORY * self.readiness + (1 - _MEMORY) * total / count.clamp(min=1)
        self.readiness = torch.where(count > 0, moved, self.readiness)

    def _pick(self, label: str, generator: np.random.Generator) -> str:
        others = [row for row, name in enumerate(self.labels) if name != label]
        if label in self.labels:
            chances = self.readiness[self.labels.index(label), others].double().numpy() + _LEAST
        else:
            chances = np.ones(len(others))
        return self.labels[others[int(generator.choice(len(others), p=chances / chances.sum()))]]


def hard_negatives(kind: str, labels: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """For every label its hard wrong ones: none for "running" (the loop fills them in), by "meaning", or by a table.

    A table is a TOML file with one list a label: `wave = ["clap", "salute"]`.

    Raises:
        ParameterError: the table is missing, is no TOML, or names a label that is not one of `labels`.
        ModelError: "meaning" is asked for and the extra `text` is not installed.
    """
    if kind == "running":
        return {}
    return _by_meaning(labels) if kind == "meaning" else _by_table(Path(kind), labels)


def _by_meaning(labels: Sequence[str]) -> dict[str, tuple[str, ...]]:
    vectors = embed_sentences(labels)
    likeness = vectors @ vectors.T - 2 * np.eye(len(labels))
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, : min(_NEAREST, len(labels) - 1)]
    return {label: tuple(labels[row] for row in rows) for label, rows in zip(labels, nearest.tolist(), strict=True)}


def _by_table(path: Path, labels: Sequence[str]) -> dict[str, tuple[str, ...]]:
    if not path.exists():
        raise ParameterError(f"Expected hard negatives 'running', 'meaning' or the path of a table, found '{path}'")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"Expected a TOML table of hard negatives in {path.name}, but {error}") from error
    for label, wrong in table.items():
        for name in (label, *wrong):
            if name not in labels:
                raise ParameterError(f"{path.name} names the label '{name}', which is none.{suggest(name, labels)}")
    return {label: tuple(wrong) for label, wrong in table.items()}
