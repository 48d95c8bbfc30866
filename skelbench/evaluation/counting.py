"""`Evaluation`: every clip's answer in a table, and the figures that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from skelbench.evaluation.calibration import Calibration, calibrate, fit_temperature
from skelbench.evaluation.intervals import Interval, bootstrap_interval, wilson_interval
from skelbench.evaluation.ranking import roc_auc

__all__ = ["INVALID", "REJECTED", "Evaluation"]

REJECTED, INVALID = "(rejected)", "(invalid)"


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Every clip's answer in a table, and the figures that follow from it.

    `table` columns: id, label, subject, performance (what several cameras saw at once is one), people, answer (best
    choice, "(invalid)" for a failure), rejected, correct (best choice is the label and was not rejected), known (the
    label is among the choices), probability, margin (nats), strangeness (the rejection's score), reason (of a failure),
    and "score CHOICE" and "probability CHOICE" for every choice.
    """

    table: pd.DataFrame
    choices: tuple[str, ...]

    @cached_property
    def known_clips(self) -> pd.DataFrame:
        """The clips whose label is among the choices."""
        return self.table[self.table["known"]]

    @cached_property
    def forced_right(self) -> npt.NDArray[np.bool_]:
        """Of the known clips, whether the best choice is the label, rejected or not."""
        return np.asarray(self.known_clips["answer"] == self.known_clips["label"])

    @cached_property
    def accuracy(self) -> Interval:
        """Share of clips of known labels answered rightly and not rejected, with Wilson's 95 % interval."""
        return wilson_interval(int(self.known_clips["correct"].sum()), len(self.known_clips))

    @cached_property
    def forced_accuracy(self) -> Interval:
        """The same if nothing could be rejected: the best choice is the label."""
        return wilson_interval(int(self.forced_right.sum()), len(self.known_clips))

    def accuracy_by_subject(self, seed: int = 0) -> Interval:
        """Accuracy with a bootstrap interval over subjects instead of clips."""
        subjects = self.known_clips["subject"].fillna("").to_numpy()
        return bootstrap_interval(self.known_clips["correct"].to_numpy(dtype=float), seed=seed, groups=subjects)

    def forced_accuracy_over(self, what: str, seed: int = 0) -> Interval:
        """Forced accuracy with a bootstrap interval over a column: "performance", "subject" or "id".

        Raises:
            ParameterError: no clip has a label among the choices.
        """
        groups = self.known_clips[what].fillna("").to_numpy()
        return bootstrap_interval(self.forced_right.astype(float), seed=seed, groups=groups)

    @cached_property
    def by_people(self) -> pd.DataFrame:
        """One and two persons apart: people, clips, forced accuracy with Wilson's interval."""
        rows = []
        for people in sorted(set(self.known_clips["people"])):
            right = self.forced_right[(self.known_clips["people"] == people).to_numpy()]
            found = wilson_interval(int(right.sum()), len(right))
            rows.append((int(people), found.count, found.estimate, found.lower, found.upper))
        return pd.DataFrame(rows, columns=["people", "clips", "accuracy", "lower", "upper"])

    @cached_property
    def calibration(self) -> Calibration | None:
        """Whether the probabilities are true, over clips of known labels that have them; None where there are none."""
        shares = self.known_clips[[f"probability {choice}" for choice in self.choices]].to_numpy(dtype=float)
        complete = np.isfinite(shares).all(1)
        if not complete.any():
            return None
        right = np.array([self.choices.index(label) for label in self.known_clips["label"]])
        return calibrate(shares[complete], right[complete])

    @cached_property
    def temperature(self) -> float:
        """What the scores would have to be divided by to fit these very clips best; NaN without scores."""
        scores = self.known_clips[[f"score {choice}" for choice in self.choices]].to_numpy(dtype=float)
        complete = np.isfinite(scores).all(1)
        right = np.array([self.choices.index(label) for label in self.known_clips["label"]], dtype=np.int64)
        return fit_temperature(scores[complete], right[complete]) if complete.any() else float("nan")

    @cached_property
    def macro_accuracy(self) -> float:
        """Mean over labels of the share answered rightly; NaN without clips of known labels."""
        if self.known_clips.empty:
            return float("nan")
        return float(self.known_clips.groupby("label")["correct"].mean().mean())

    @cached_property
    def forced_macro_accuracy(self) -> float:
        """The same if nothing could be rejected."""
        right = pd.Series(self.forced_right)
        return float(right.groupby(self.known_clips["label"].to_numpy()).mean().mean()) if len(right) else float("nan")

    @cached_property
    def chance(self) -> float:
        """Accuracy of guessing evenly: one over the number of choices."""
        return 1.0 / len(self.choices)

    @cached_property
    def majority(self) -> float:
        """Accuracy of always giving the most frequent label of these clips."""
        return (
            float(self.known_clips["label"].value_counts(normalize=True).max())
            if len(self.known_clips)
            else float("nan")
        )

    @cached_property
    def invalid(self) -> int:
        """Clips on which no answer came; they count as wrong."""
        return int((self.table["answer"] == INVALID).sum())

    @cached_property
    def known_kept(self) -> Interval:
        """Share of clips of known labels that were not rejected."""
        return wilson_interval(int((~self.known_clips["rejected"]).sum()), len(self.known_clips))

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
            "confused_pairs": self.confused_pairs().to_dict("records"), "by_people": self.by_people.to_dict("records"),
            "calibration": self.calibration.to_json() if self.calibration else None, "temperature": self.temperature,
        }  # fmt: skip
