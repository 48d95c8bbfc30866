"""From a notebook's name and parameters to a folder with page, notebook and record, whole or marked failed."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

import skelbench.errors
from skelbench.errors import ReportError, SkelbenchError
from skelbench.paths import build_folder
from skelbench.records import (
    ReportFigure,
    ReportInput,
    ReportNumber,
    ReportParameter,
    ReportRecord,
    write_json,
)
from skelbench.report.catalogue import ReportNotebook
from skelbench.report.clean import clean_notebook, without_paths
from skelbench.report.fingerprint import file_sha256, recorded_path
from skelbench.report.inputs import check_inputs
from skelbench.report.limits import DEFAULT_TIMEOUT_S
from skelbench.report.page import render_page
from skelbench.report.parameters import report_id
from skelbench.report.process import Outcome, Progress, run_notebook

__all__ = ["Plan", "Report", "bare_record", "make_report", "plan_report", "reports_folder"]

_LEFTOVER_S = 24 * 3600.0
PAGE, NOTEBOOK, RECORD = "index.html", "notebook.ipynb", "record.json"
# What a cell raises because of what the user asked for, not because something broke: no half report for these.
_ASKED_WRONGLY = (
    "ExplanationError",
    "FormatError",
    "ModelError",
    "ParameterError",
    "SkeletonError",
    "UnknownNameError",
)


@dataclass(frozen=True)
class Plan:
    """A report about to be made: everything checked, nothing started."""

    notebook: ReportNotebook
    values: Mapping[str, str | int | float | bool]
    id: str

    @property
    def parameters(self) -> tuple[ReportParameter, ...]:
        """The values as the record keeps them."""
        return self.notebook.schema.record(self.values)


@dataclass(frozen=True)
class Report:
    """A made report: its folder, its record, and how long it took."""

    id: str
    folder: Path
    record: ReportRecord
    seconds: float

    @property
    def page(self) -> Path:
        """The page to open."""
        return self.folder / PAGE


def reports_folder() -> Path:
    """Where reports lie: `build/reports`."""
    return build_folder() / "reports"


def plan_report(notebook: ReportNotebook, given: Mapping[str, Any]) -> Plan:
    """Check parameters and files.

    Raises:
        SkelbenchError: a parameter or a file it names will not do; the sentence says why.
    """
    values = check_inputs(notebook.schema, notebook.schema.parse(given))
    return Plan(notebook, values, report_id(notebook.schema, values))


def make_report(
    plan: Plan, timeout_s: float = DEFAULT_TIMEOUT_S, progress: Progress | None = None, folder: Path | None = None
) -> Report:
    """Run the notebook and write `folder/<id>/`; it appears there only when it is whole, or marked failed.

    Raises:
        SkelbenchError: what was asked for does not fit (a file, a choice, a model); nothing is left behind.
    """
    shelf = folder or reports_folder()
    shelf.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(shelf)
    workshop = Path(tempfile.mkdtemp(prefix=f".{plan.id}-", dir=shelf))
    try:
        outcome = run_notebook(plan.notebook.path, workshop / NOTEBOOK, plan.values, timeout_s, progress)
        _raise_if_asked_wrongly(outcome)
        record = _write(plan, outcome, workshop)
        target = shelf / plan.id
        _put(workshop, target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return Report(plan.id, target, record, outcome.seconds)


def _clear_leftovers(shelf: Path) -> None:
    """Remove what a run that was killed left behind; a run of today may still be going."""
    for folder in shelf.glob(".*-*"):
        if folder.is_dir() and time.time() - folder.stat().st_mtime > _LEFTOVER_S:
            shutil.rmtree(folder, ignore_errors=True)


def _raise_if_asked_wrongly(outcome: Outcome) -> None:
    if outcome.error in _ASKED_WRONGLY:
        kind: type[SkelbenchError] = getattr(skelbench.errors, outcome.error)
        raise kind(without_paths(outcome.reason))


def _write(plan: Plan, outcome: Outcome, workshop: Path) -> ReportRecord:
    """Page, clean notebook and sealed record into the workshop."""
    notebook = _kept_notebook(plan, workshop / NOTEBOOK)
    bare = bare_record(plan, outcome)
    (workshop / PAGE).write_text(render_page(notebook, bare, plan.id), encoding="utf-8")
    nbformat.write(notebook, workshop / NOTEBOOK)  # type: ignore[no-untyped-call]
    hashes = {f"{name}_sha256": file_sha256(workshop / file) for name, file in (("page", PAGE), ("notebook", NOTEBOOK))}
    record = ReportRecord(**{**vars(bare), "notes": {**bare.notes, **hashes}}).sealed()
    write_json(workshop / RECORD, record)
    shutil.rmtree(workshop / ".work", ignore_errors=True)
    return record


def _kept_notebook(plan: Plan, path: Path) -> Any:
    """The notebook as far as it ran; the source itself where it never started."""
    source = path if path.is_file() else plan.notebook.path
    return clean_notebook(nbformat.read(source, as_version=4))  # type: ignore[no-untyped-call]


def bare_record(plan: Plan, outcome: Outcome) -> ReportRecord:
    """The record of a run, before page and notebook are hashed.

    Raises:
        ReportError: the recorder's file is not of the expected form.
    """
    kept: Mapping[str, Any] = outcome.recorded or {}
    source = ReportInput("notebook", recorded_path(plan.notebook.path), file_sha256(plan.notebook.path))
    notes = dict(kept.get("notes", {}))
    if outcome.status == "failed":
        notes["failure"] = _failure_sentence(outcome)
    try:
        return ReportRecord(
            status=outcome.status, notebook=plan.notebook.path.name, parameters=plan.parameters,
            seeds=kept.get("seeds", {}), versions=kept.get("versions", {}), hardware=kept.get("hardware", {}),
            inputs=(source, *(ReportInput(**item) for item in kept.get("inputs", ()))),
            numbers=tuple(ReportNumber(**item) for item in kept.get("numbers", ())),
            figures=tuple(ReportFigure(**item) for item in kept.get("figures", ())), notes=notes,
        )  # fmt: skip
    except TypeError as error:
        raise ReportError(f"Expected what the notebook recorded to be a report's record, but {error}") from error


def _failure_sentence(outcome: Outcome) -> str:
    place = f"Cell {outcome.cell + 1} raised {outcome.error}: " if outcome.cell is not None else ""
    text = without_paths(outcome.reason).strip() or "no reason was given"
    return f"{place}{text[0].upper() if not place else text[0]}{text[1:]}"


def _put(workshop: Path, target: Path) -> None:
    """Move the finished folder to its place; an older report of the same id goes."""
    old = workshop.with_name(workshop.name + "-old")
    if target.exists():
        target.rename(old)
    workshop.rename(target)
    target.chmod(0o755)
    shutil.rmtree(old, ignore_errors=True)
