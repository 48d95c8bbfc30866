"""What a report's notebook writes with: the recorder, figures, measured reasons, the verdict.

The machinery that runs notebooks stands in `skelbench.report.driver`, `.shelf` and `.verify` and is not loaded here,
nor is torch: the part about confusions stands in `skelbench.report.pairs`.
"""

from skelbench.report.facts import evaluation_box, recording_facts, show_table, truth_table
from skelbench.report.figures_answer import (
    answer_bars,
    answer_table,
    answer_words,
    strangeness_line,
    strangeness_words,
)
from skelbench.report.figures_attribution import (
    attribution_caption,
    attribution_map,
    attribution_words,
    joint_bars,
    joint_table,
    parts_table,
)
from skelbench.report.figures_confusion import confusion_matrix, confusion_words, difference_bars
from skelbench.report.figures_controls import controls_figure, controls_table, controls_words
from skelbench.report.markup import Figure, Markup
from skelbench.report.mended import mended, show_before_and_after, show_repairs
from skelbench.report.numbers import record_answer, record_attributions, record_evaluation, record_evidence
from skelbench.report.pictures import frames_strip
from skelbench.report.reasons import evidence_table, rationale_steps, spans_of
from skelbench.report.recorder import ReportRecorder, Tolerance, start_report
from skelbench.report.sections import show_answer, show_controls, show_joints, show_map, show_strangeness, show_truth
from skelbench.report.skeletons import (
    drawable,
    limb_bars,
    limb_table,
    moved_onto,
    problem_counts,
    record_recording,
    recording_table,
    sentences,
    show_limbs,
    show_problems,
    show_sides,
    side_table,
    topology_table,
)
from skelbench.report.verdict import verdict_box

__all__ = [
    "Figure",
    "Markup",
    "ReportRecorder",
    "Tolerance",
    "answer_bars",
    "answer_table",
    "answer_words",
    "attribution_caption",
    "attribution_map",
    "attribution_words",
    "confusion_matrix",
    "confusion_words",
    "controls_figure",
    "controls_table",
    "controls_words",
    "difference_bars",
    "drawable",
    "evaluation_box",
    "evidence_table",
    "frames_strip",
    "joint_bars",
    "joint_table",
    "limb_bars",
    "limb_table",
    "mended",
    "moved_onto",
    "parts_table",
    "problem_counts",
    "rationale_steps",
    "record_answer",
    "record_attributions",
    "record_evaluation",
    "record_evidence",
    "record_recording",
    "recording_facts",
    "recording_table",
    "sentences",
    "show_answer",
    "show_before_and_after",
    "show_controls",
    "show_joints",
    "show_limbs",
    "show_map",
    "show_problems",
    "show_repairs",
    "show_sides",
    "show_strangeness",
    "show_table",
    "show_truth",
    "side_table",
    "spans_of",
    "start_report",
    "strangeness_line",
    "strangeness_words",
    "topology_table",
    "truth_table",
    "verdict_box",
]
