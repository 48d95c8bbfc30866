"""`evaluate_clips`: ask an answerer about every clip of a set, and count strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from skelbench.errors import ParameterError, SkelbenchError
from skelbench.evaluation.intervals import Interval, bootstrap_interval, wilson_interval
from skelbench.evaluation.ranking import roc_auc
from skelbench.records import Answer, Failure
from skelbench.skeleton import SkeletonSequence

__all__ = ["INVALID", "REJECTED", "Answerer", "Evaluation", "LabelledClip", "evaluate_clips"]

REJECTED, INVALID = "(rejected)", "(invalid)"

Answerer = Callable[[SkeletonSequence], Answer | Failure]


class LabelledClip(Protocol):
    """What a clip of a clip set offers."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def sequence(self) -> SkeletonSequence: ...  # noqa: D102
    @property
    def label(self) -> str | None: ...  # noqa: D102
    @property
    def subject(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Every clip's answer in a table, and the figures that follow from it.

    `table` columns: id, label, subject, answer (best choice, "(invalid)" for a failure), rejected, correct (best choice
    is the label and was not rejected), known (the label is among the choices), probability, margin (nats),
    strangeness (the rejection's score), reason (of a failure), and "score CHOICE" for every choice.
    """

    table: pd.DataFrame
    choices: tuple[str, ...]

    @cached_property
    def _known(self) -> pd.DataFrame:
        return self.table[self.table["known"]]

    @cached_property
    def accuracy(self) -> Interval:
        """Share of clips of known labels answered rightly and not rejected, with Wilson's 95 % interval."""
        return wilson_interval(int(self._known["correct"].sum()), len(self._known))

    @cached_property
    def forced_accuracy(self) -> Interval:
        """The same if nothing could be rejected: the best choice is the label."""
        right = self._known["answer"] == self._known["label"]
        return wilson_interval(int(right.sum()), len(self._known))

    def accuracy_by_subject(self, seed: int = 0) -> Interval:
        """Accuracy with a bootstrap interval over subjects instead of clips."""
        subjects = self._known["subject"].fillna("").to_numpy()
        return bootstrap_interval(self._known["correct"].to_numpy(dtype=float), seed=seed, groups=subjects)

    @cached_property
    def macro_accuracy(self) -> float:
        """Mean over labels of the share answered rightly; NaN without clips of known labels."""
        if self._known.empty:
            return float("nan")
        return float(self._known.groupby("label")["correct"].mean().mean())

    @cached_property
    def forced_macro_accuracy(self) -> float:
        """The same if nothing could be rejected."""
        right = self._known["answer"] == self._known["label"]
        return float(right.groupby(self._known["label"]).mean().mean()) if len(right) else float("nan")

    @cached_property
    def chance(self) -> float:
        """Accuracy of guessing evenly: one over the number of choices."""
        return 1.0 / len(self.choices)

    @cached_property
    def majority(self) -> float:
        """Accuracy of always giving the most frequent label of these clips."""
        return float(self._known["label"].value_counts(normalize=True).max()) if len(self._known) else float("nan")

    @cached_property
    def invalid(self) -> int:
        """Clips on which no answer came; they count as wrong."""
        return int((self.table["answer"] == INVALID).sum())

    @cached_property
    def known_kept(self) -> Interval:
        """Share of clips of known labels that were not rejected."""
        return wilson_interval(int((~self._known["rejected"]).sum()), len(self._known))

    @cached_property
    def unknown_caught(self) -> Interval:
        """Share of clips of labels outside the choices that were rejected."""
        unknown = self.table[~self.table["known"]]
        return wilson_interval(int(unknown["rejected"].sum()), len(unknown))

    @cached_property
    def rejection_auc(self) -> float:
        """ROC-AUC of strangeness, unknown labels against known ones; NaN where either is missing."""
        scored = self.table[self.table["strangeness"].notna()]
        unknown = scored[~scored["known"]]["strangeness"].to_numpy(dtype=float)
        return roc_auc(unknown, scored[scored["known"]]["strangeness"].to_numpy(dtype=float))

    @cached_property
    def confusion(self) -> pd.DataFrame:
        """Counts: a row for every label, a column for every choice, "(rejected)" and "(invalid)"."""
        given = self.table["answer"].where(~self.table["rejected"], REJECTED)
        labels = [label for label in self.choices if (self.table["label"] == label).any()]
        labels += sorted(set(self.table["label"]) - set(labels))
        counts = pd.crosstab(self.table["label"], given)
        return counts.reindex(index=labels, columns=[*self.choices, REJECTED, INVALID], fill_value=0)

    @cached_property
    def per_class(self) -> pd.DataFrame:
        """A row for every choice with clips: clips, correct, recall with interval, precision."""
        rows = []
        for label in (label for label in self.choices if label in self.confusion.index):
            clips, right = int(self.confusion.loc[label].sum()), int(self.confusion.loc[label, label])  # type: ignore[arg-type]
            recall, named = wilson_interval(right, clips), int(self.confusion[label].sum())
            precision = right / named if named else float("nan")
            rows.append((label, clips, right, recall.estimate, recall.lower, recall.upper, precision))
        return pd.DataFrame(rows, columns=["label", "clips", "correct", "recall", "lower", "upper", "precision"])

    def confused_pairs(self, count: int = 10) -> pd.DataFrame:
        """The pairs (label, answer) with most clips answered wrongly: label, answer, clips, share of the label."""
        counts: dict[str, dict[str, int]] = self.confusion.to_dict("index")  # type: ignore[assignment]
        rows = [
            (label, answer, clips, clips / sum(row.values()))
            for label, row in counts.items()
            for answer, clips in row.items()
            if label != answer and answer in self.choices and clips > 0
        ]
        rows.sort(key=lambda row: (-row[2], -row[3], row[0], row[1]))
        return pd.DataFrame(rows[:count], columns=["label", "answer", "clips", "share"])

    def to_json(self) -> dict[str, Any]:
        """The figures, with intervals, as plain values."""
        return {
            "clips": len(self.table), "choices": list(self.choices), "accuracy": self.accuracy,
            "forced_accuracy": self.forced_accuracy, "macro_accuracy": self.macro_accuracy, "chance": self.chance,
            "majority": self.majority, "invalid": self.invalid, "known_kept": self.known_kept,
            "unknown_caught": self.unknown_caught, "rejection_auc": self.rejection_auc,
            "confusion": self.confusion.to_dict("index"), "per_class": self.per_class.to_dict("records"),
            "confused_pairs": self.confused_pairs().to_dict("records"),
        }  # fmt: skip


def evaluate_clips(
    answerer: Answerer, clips: Sequence[LabelledClip], progress: Callable[[int, int], object] | None = None
) -> Evaluation:
    """Ask about every clip and count; a failure, or an error made on purpose, is an invalid answer and wrong.

    Args:
        answerer: what is evaluated; it gets the sequence only.
        clips: a clip set, or any sequence of labelled clips; every clip needs a label.
        progress: called with (done, of all) after every clip.

    Raises:
        ParameterError: no clips, or a clip without a label.
    """
    rows: list[dict[str, Any]] = []
    choices: dict[str, None] = {}
    for done, clip in enumerate(clips, start=1):
        if clip.label is None:
            raise ParameterError(f"Expected a label for every clip to evaluate on, found none for '{clip.id}'")
        answer = _ask(answerer, clip)
        if isinstance(answer, Answer):
            choices |= dict.fromkeys(answer.question.choices)
        rows.append(_row(clip, answer))
        if progress is not None:
            progress(done, len(clips))
    if not rows:
        raise ParameterError("Expected at least one clip to evaluate on, found none")
    table = pd.DataFrame(rows)
    names = tuple(choices) or tuple(sorted(set(table["label"])))
    table["known"] = table["label"].isin(names)
    return Evaluation(_ordered(table, names), names)


def _ask(answerer: Answerer, clip: LabelledClip) -> Answer | Failure:
    try:
        return answerer(clip.sequence)
    except SkelbenchError as error:
        return Failure(str(error))


def _row(clip: LabelledClip, answer: Answer | Failure) -> dict[str, Any]:
    row: dict[str, Any] = {"id": clip.id, "label": clip.label, "subject": clip.subject}
    if isinstance(answer, Failure):
        return {**row, "answer": INVALID, "rejected": False, "correct": False, "reason": answer.reason}
    rejection = answer.rejection
    rejected = rejection is not None and rejection.rejected
    return {
        **row, "answer": answer.best, "rejected": rejected, "correct": answer.best == clip.label and not rejected,
        "probability": answer.probabilities.get(answer.best, np.nan), "margin": answer.margin,
        "strangeness": np.nan if rejection is None else rejection.score, "reason": "",
        **{f"score {choice}": score for choice, score in answer.scores.items()},
    }  # fmt: skip


def _ordered(table: pd.DataFrame, choices: Iterable[str]) -> pd.DataFrame:
    names = ["id", "label", "subject", "answer", "rejected", "correct", "known", "probability", "margin", "strangeness"]
    return table.reindex(columns=[*names, "reason", *(f"score {choice}" for choice in choices)])
