"""Strict counting: scorers, intervals, evaluations and the bench of the class rules."""

from skelbench.evaluation.answer_store import AnswerStore
from skelbench.evaluation.calibration import Calibration, calibrate, fit_temperature
from skelbench.evaluation.comparison import Comparison, McNemar, compare_evaluations, mcnemar_exact
from skelbench.evaluation.counting import INVALID, REJECTED, Evaluation
from skelbench.evaluation.disturbances import add_noise, as_picture, drop_frames, drop_joints, reduce_joints, turn_view
from skelbench.evaluation.evaluate import Answerer, LabelledClip, evaluate_batches, evaluate_clips
from skelbench.evaluation.guessing import Guessed, guess_answers
from skelbench.evaluation.headline import accuracy_interval, headline
from skelbench.evaluation.intervals import Interval, bootstrap_interval, paired_bootstrap, wilson_interval
from skelbench.evaluation.motion_controls import REVERSES, freeze_motion, reverse_time, shuffle_frames, with_motion_of
from skelbench.evaluation.open_vocabulary import OpenVocabulary, harmonic_mean, open_vocabulary
from skelbench.evaluation.position_bias import PositionBias, position_bias
from skelbench.evaluation.question_answers import answer_questions, question_scores, question_table
from skelbench.evaluation.ranking import roc_auc
from skelbench.evaluation.reader import Reader, in_words, model_reader, words_for
from skelbench.evaluation.realism import MOTION_UNITS, compare_statistics, motion_statistics
from skelbench.evaluation.rules_bench import WEAK_PAIR, RulesTable, rules_table
from skelbench.evaluation.scorer import normalise, read_label
from skelbench.evaluation.stress import (
    Disturbance,
    StressSettings,
    cross_format_tables,
    disturbances,
    formats_of,
    reliance_table,
    robustness_table,
)
from skelbench.evaluation.texts import score_texts
from skelbench.evaluation.truth_bench import audit_clip, audit_truth
from skelbench.evaluation.truth_figures import speed_figures, truth_figures
from skelbench.evaluation.written import served_reader, written_answer

__all__ = [
    "INVALID",
    "MOTION_UNITS",
    "REJECTED",
    "REVERSES",
    "WEAK_PAIR",
    "AnswerStore",
    "Answerer",
    "Calibration",
    "Comparison",
    "Disturbance",
    "Evaluation",
    "Guessed",
    "Interval",
    "LabelledClip",
    "McNemar",
    "OpenVocabulary",
    "PositionBias",
    "Reader",
    "RulesTable",
    "StressSettings",
    "accuracy_interval",
    "add_noise",
    "answer_questions",
    "as_picture",
    "audit_clip",
    "audit_truth",
    "bootstrap_interval",
    "calibrate",
    "compare_evaluations",
    "compare_statistics",
    "cross_format_tables",
    "disturbances",
    "drop_frames",
    "drop_joints",
    "evaluate_batches",
    "evaluate_clips",
    "fit_temperature",
    "formats_of",
    "freeze_motion",
    "guess_answers",
    "harmonic_mean",
    "headline",
    "in_words",
    "mcnemar_exact",
    "model_reader",
    "motion_statistics",
    "normalise",
    "open_vocabulary",
    "paired_bootstrap",
    "position_bias",
    "question_scores",
    "question_table",
    "read_label",
    "reduce_joints",
    "reliance_table",
    "reverse_time",
    "robustness_table",
    "roc_auc",
    "rules_table",
    "score_texts",
    "served_reader",
    "shuffle_frames",
    "speed_figures",
    "truth_figures",
    "turn_view",
    "wilson_interval",
    "with_motion_of",
    "words_for",
    "written_answer",
]
