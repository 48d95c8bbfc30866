"""Strict counting: scorers, intervals, evaluations and the bench of the class rules."""

from skelbench.evaluation.evaluate import INVALID, REJECTED, Answerer, Evaluation, LabelledClip, evaluate_clips
from skelbench.evaluation.guessing import Guessed, guess_answers
from skelbench.evaluation.intervals import Interval, bootstrap_interval, paired_bootstrap, wilson_interval
from skelbench.evaluation.ranking import roc_auc
from skelbench.evaluation.realism import MOTION_UNITS, compare_statistics, motion_statistics
from skelbench.evaluation.rules_bench import WEAK_PAIR, RulesTable, rules_table
from skelbench.evaluation.scorer import normalise, read_label
from skelbench.evaluation.texts import score_texts
from skelbench.evaluation.truth_bench import audit_clip, audit_truth
from skelbench.evaluation.truth_figures import speed_figures, truth_figures

__all__ = [
    "INVALID",
    "MOTION_UNITS",
    "REJECTED",
    "WEAK_PAIR",
    "Answerer",
    "Evaluation",
    "Guessed",
    "Interval",
    "LabelledClip",
    "RulesTable",
    "audit_clip",
    "audit_truth",
    "bootstrap_interval",
    "compare_statistics",
    "evaluate_clips",
    "guess_answers",
    "motion_statistics",
    "normalise",
    "paired_bootstrap",
    "read_label",
    "roc_auc",
    "rules_table",
    "score_texts",
    "speed_figures",
    "truth_figures",
    "wilson_interval",
]
