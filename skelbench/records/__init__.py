"""Frozen results and their JSON: what the layers hand to each other and what a report keeps."""

from skelbench.records.answer import Answer, Failure, Question, Rejection
from skelbench.records.attribution import Attribution, Axis, ControlResult
from skelbench.records.evidence import Evidence, Verdict
from skelbench.records.jsonable import as_json, canonical_bytes, digest, read_json, write_json
from skelbench.records.rationale import Rationale, Step
from skelbench.records.report import ReportFigure, ReportInput, ReportNumber, ReportParameter, ReportRecord
from skelbench.records.run import RunRecord
from skelbench.records.truth import Deed, Driving, Mistake, Phase, Truth, TruthQuestion, truth_from_json

__all__ = [
    "Answer",
    "Attribution",
    "Axis",
    "ControlResult",
    "Deed",
    "Driving",
    "Evidence",
    "Failure",
    "Mistake",
    "Phase",
    "Question",
    "Rationale",
    "Rejection",
    "ReportFigure",
    "ReportInput",
    "ReportNumber",
    "ReportParameter",
    "ReportRecord",
    "RunRecord",
    "Step",
    "Truth",
    "TruthQuestion",
    "Verdict",
    "as_json",
    "canonical_bytes",
    "digest",
    "read_json",
    "truth_from_json",
    "write_json",
]
