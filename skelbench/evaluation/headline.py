"""The figures that every evaluation tells first, the same whatever was evaluated."""

from __future__ import annotations

from typing import Any

from skelbench.evaluation.counting import Evaluation
from skelbench.evaluation.intervals import Interval, bootstrap_interval

__all__ = ["accuracy_interval", "headline"]


def accuracy_interval(evaluation: Evaluation, count_rejections: bool = False) -> tuple[Interval, str]:
    """Accuracy with its 95 % interval, and what that was taken over.

    Over performances (bootstrap) where several cameras saw the same one, for then clips are not independent; else over
    clips (Wilson). By forced choice, unless rejected clips count as wrong.
    """
    known = evaluation.known_clips
    if known.empty or known["performance"].is_unique:
        return evaluation.accuracy if count_rejections else evaluation.forced_accuracy, "clips"
    if not count_rejections:
        return evaluation.forced_accuracy_over("performance"), "performances"
    right, groups = known["correct"].to_numpy(dtype=float), known["performance"].to_numpy()
    return bootstrap_interval(right, groups=groups), "performances"


def headline(evaluation: Evaluation, count_rejections: bool = False) -> dict[str, Any]:
    """All figures as plain values; accuracy is by forced choice among the choices, the rejection beside it."""
    accuracy, over = accuracy_interval(evaluation, count_rejections)
    subjects = evaluation.known_clips["subject"]
    by_subject = None
    if subjects.notna().all() and 1 < subjects.nunique() < len(subjects):
        found = evaluation.forced_accuracy_over("subject")
        by_subject = [found.lower, found.upper]
    macro = evaluation.macro_accuracy if count_rejections else evaluation.forced_macro_accuracy
    return {
        **evaluation.to_json(), "accuracy": accuracy.estimate, "interval": [accuracy.lower, accuracy.upper],
        "interval_over": over, "interval_over_subjects": by_subject, "macro_accuracy": macro,
        "rejections_count_as_wrong": count_rejections, "accuracy_with_rejection": evaluation.accuracy,
        "macro_accuracy_with_rejection": evaluation.macro_accuracy,
    }  # fmt: skip
