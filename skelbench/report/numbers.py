"""The numbers of an explanation and of an evaluation, recorded with how far each may differ."""

from __future__ import annotations

import math
from collections.abc import Sequence

from skelbench.evaluation import Evaluation
from skelbench.records import Answer, Attribution, Evidence, Rationale
from skelbench.report.figures_answer import probabilities_of
from skelbench.report.recorder import ReportRecorder, Tolerance

__all__ = ["NAT", "SHARE", "record_answer", "record_attributions", "record_evaluation", "record_evidence"]

# Scores are sums of logarithms in float32; differences of them lose digits where they are small.
NAT = Tolerance(2e-3, "absolute", "a difference of float32 scores")
SHARE = Tolerance(5e-4, "absolute", "a ratio of differences of float32 scores")


def record_answer(recorder: ReportRecorder, answer: Answer) -> None:
    """Best choice, every probability, margin, and the rejection's score and verdict."""
    recorder.number("answer", answer.best)
    recorder.number("margin", answer.margin, "nat", NAT)
    for choice, share in probabilities_of(answer).items():
        recorder.number(f"probability: {choice}", share, "", SHARE)
    if answer.rejection is not None:
        recorder.number("rejected", "yes" if answer.rejection.rejected else "no")
        recorder.number("strangeness", answer.rejection.score, "", NAT)


def record_attributions(recorder: ReportRecorder, attributions: Sequence[Attribution]) -> None:
    """For each target: the score's difference, the completeness gap, the top joints, and what removing them costs."""
    recorder.number("attributions", len(attributions))
    for attribution in attributions:
        name = attribution.target
        recorder.number(f"{name}: score above baseline", attribution.score - attribution.score_baseline, "nat", NAT)
        recorder.number(f"{name}: completeness gap", attribution.relative_gap, "", SHARE)
        recorder.number(f"{name}: frames seen", int(attribution.seen.sum()))
        for joint in attribution.top_joints(5):
            recorder.number(f"{name}: {joint}", attribution.by_joint()[joint], "nat", NAT)
        for control in attribution.controls[:1]:
            recorder.number(f"{name}: drop without top joints", control.own_drop, "nat", NAT)
        for control in attribution.controls:
            recorder.number(f"{name}: drop, control {control.name}", control.control_drop, "nat", NAT)


def record_evidence(recorder: ReportRecorder, evidence: Sequence[Evidence], rationale: Rationale | None = None) -> None:
    """Every measurement that could be made, and the verdict about the class rule."""
    for place, item in enumerate(evidence, start=1):
        if math.isfinite(item.value):
            recorder.number(f"measured {place}: {item.quantity}", item.value, item.unit)
    if rationale is not None:
        recorder.number("reasons: steps", len(rationale.steps))
        recorder.number("reasons: class rule", rationale.verdict.value if rationale.verdict else "none")


def record_evaluation(recorder: ReportRecorder, evaluation: Evaluation) -> None:
    """Counts, which are exact: clips, right, rejected, failed, and every cell beside the diagonal."""
    table = evaluation.table
    recorder.number("clips", len(table))
    recorder.number("read rightly", int(table["correct"].sum()))
    recorder.number("accuracy", evaluation.accuracy.estimate)
    recorder.number("accuracy, lower", evaluation.accuracy.lower)
    recorder.number("accuracy, upper", evaluation.accuracy.upper)
    recorder.number("rejected", int(table["rejected"].sum()))
    recorder.number("without an answer", evaluation.invalid)
    for label, row in evaluation.confusion.to_dict("index").items():
        for answer, count in row.items():
            if count and answer != label:
                recorder.number(f"{label} read as {answer}", int(count))
