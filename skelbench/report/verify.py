"""Three verdicts on a report: its record is intact, its inputs are the same, its numbers come out again."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from skelbench.errors import ParameterError, ReportError, SkelbenchError
from skelbench.paths import notebooks_folder, project_folder
from skelbench.records import ReportInput, ReportNumber, ReportRecord, as_json
from skelbench.report.catalogue import ReportNotebook, find_notebook
from skelbench.report.driver import NOTEBOOK, PAGE, RECORD
from skelbench.report.fingerprint import file_sha256, files_of, input_sha256
from skelbench.report.limits import DEFAULT_TIMEOUT_S
from skelbench.report.page import embedded_record
from skelbench.report.process import Outcome, Progress, run_notebook
from skelbench.report.sources import source_sha256

__all__ = ["Check", "VerdictOn", "Verification", "is_within", "verify_report"]


@dataclass(frozen=True)
class Check:
    """One item held against what it should be."""

    name: str
    holds: bool
    says: str = ""


@dataclass(frozen=True)
class VerdictOn:
    """What came of one of the three questions."""

    question: Literal["record intact", "inputs the same", "numbers reproduced"]
    checks: tuple[Check, ...]
    skipped: bool = False

    @property
    def holds(self) -> bool:
        """Whether every item holds (nothing to hold is not enough)."""
        return not self.skipped and bool(self.checks) and all(check.holds for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        """The items that do not hold."""
        return tuple(check for check in self.checks if not check.holds)


@dataclass(frozen=True)
class Verification:
    """The three verdicts on one report."""

    report: str
    verdicts: tuple[VerdictOn, ...]
    remarks: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all verdicts that were asked for hold."""
        return all(verdict.holds for verdict in self.verdicts if not verdict.skipped)

    def to_json(self) -> dict[str, Any]:
        """The verdicts, their items and the whole, for machines."""
        verdicts = [
            {"question": v.question, "holds": None if v.skipped else v.holds, "checks": as_json(v.checks)}
            for v in self.verdicts
        ]
        return {"report": self.report, "holds": self.holds, "verdicts": verdicts, "remarks": list(self.remarks)}


def verify_report(
    folder: Path, *, rerun: bool = True, timeout_s: float = DEFAULT_TIMEOUT_S, progress: Progress | None = None
) -> Verification:
    """Hold a report against itself, against its inputs, and (with `rerun`) against a run made now.

    Raises:
        RecordError: there is no readable record.
    """
    record = ReportRecord.read(folder / RECORD)
    verdicts = [VerdictOn("record intact", tuple(_intact(folder, record)))]
    verdicts.append(VerdictOn("inputs the same", tuple(_inputs(record))))
    remarks: tuple[str, ...] = ()
    if rerun:
        checks, remarks = _again(record, timeout_s, progress)
        verdicts.append(VerdictOn("numbers reproduced", checks))
    else:
        verdicts.append(VerdictOn("numbers reproduced", (), skipped=True))
    return Verification(folder.name, tuple(verdicts), remarks)


def _intact(folder: Path, record: ReportRecord) -> Iterable[Check]:
    sealed = record.record_sha256 == record.expected_sha256()
    yield Check("seal", sealed, "" if sealed else "the record was changed after it was sealed")
    for name, file in (("page", PAGE), ("notebook", NOTEBOOK)):
        yield _file_check(name, folder / file, str(record.notes.get(f"{name}_sha256", "")))
    page = folder / PAGE
    copy = embedded_record(page.read_text(encoding="utf-8")) if page.is_file() else None
    if copy is not None:
        yield from _against_copy(as_json(record), copy)


def _file_check(name: str, path: Path, expected: str) -> Check:
    if not path.is_file():
        return Check(name, False, f"{path.name} is missing")
    same = file_sha256(path) == expected
    return Check(name, same, "" if same else f"{path.name} is not the file that was sealed")


def _against_copy(record: Mapping[str, Any], copy: Mapping[str, Any]) -> Iterable[Check]:
    """Name what the record says otherwise than the copy inside the page."""
    for group, key in (("parameters", "name"), ("inputs", "role"), ("numbers", "name"), ("figures", "name")):
        ours, theirs = ({item[key]: item for item in side.get(group, ())} for side in (record, copy))
        for name in sorted(ours.keys() | theirs.keys()):
            if ours.get(name) != theirs.get(name):
                yield Check(f"{group[:-1]} '{name}'", False, _difference(ours.get(name), theirs.get(name)))
    for field in ("status", "notebook", "seeds", "versions", "hardware"):
        if record.get(field) != copy.get(field):
            yield Check(field, False, f"the record says {record.get(field)}, its page {copy.get(field)}")


def _difference(ours: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None) -> str:
    if ours is None or theirs is None:
        return "it is in the page but not in the record" if ours is None else "it is in the record but not in the page"
    changed = [field for field in theirs if ours.get(field) != theirs[field]]
    return "; ".join(f"{field}: the record says {ours.get(field)!r}, its page {theirs[field]!r}" for field in changed)


def _inputs(record: ReportRecord) -> Iterable[Check]:
    for item in record.inputs:
        try:
            found = _found_sha256(item)
        except (ReportError, OSError) as error:
            yield Check(item.role, False, f"{item.path} cannot be read: {error}")
            continue
        same = found == item.sha256
        yield Check(item.role, same, "" if same else _changed(item, record.notes.get("files", {}).get(item.role)))


def _found_sha256(item: ReportInput) -> str:
    return source_sha256(item.path) or input_sha256(project_folder() / item.path)


def _changed(item: ReportInput, files: Mapping[str, str] | None) -> str:
    if not files:
        return f"{item.path} has changed since the report was made"
    found = files_of(project_folder() / item.path)
    changed = sorted(name for name in files.keys() | found.keys() if files.get(name) != found.get(name))
    return f"{item.path}: changed since the report was made: {', '.join(changed)}"


def _again(
    record: ReportRecord, timeout_s: float, progress: Progress | None
) -> tuple[tuple[Check, ...], tuple[str, ...]]:
    """Run the notebook again, in a place of its own, and compare what it records."""
    if record.status == "failed":
        return (Check("status", False, "the report itself failed: there is nothing to make again"),), ()
    try:
        notebook = _notebook_of(record)
        values = notebook.schema.parse({item.name: item.value for item in record.parameters})
    except SkelbenchError as error:
        return (Check("notebook", False, str(error)),), ()
    with tempfile.TemporaryDirectory(prefix="skelbench-verify-") as place:
        outcome = run_notebook(notebook.path, Path(place) / NOTEBOOK, values, timeout_s, progress)
    if outcome.status == "failed" or outcome.recorded is None:
        return (Check("run", False, f"the notebook did not run again: {outcome.reason}"),), ()
    return tuple(_compare(record, outcome)), tuple(_remarks(record, outcome))


def _notebook_of(record: ReportRecord) -> ReportNotebook:
    """The notebook by its recorded path, or by its name among the project's own."""
    source = next((item for item in record.inputs if item.role == "notebook"), None)
    path = project_folder() / source.path if source else notebooks_folder() / record.notebook
    if not path.is_file():
        raise ParameterError(f"Expected the report's notebook at {source.path if source else path.name}, found none")
    return find_notebook(str(path))


def _compare(record: ReportRecord, outcome: Outcome) -> Iterable[Check]:
    recorded = outcome.recorded or {}
    again = {item["name"]: item for item in recorded["numbers"]}
    for number in record.numbers:
        item = again.pop(number.name, None)
        yield _number_check(number, None if item is None else item["value"], item)
    for name in again:
        yield Check(name, False, "made now, but not in the record")
    for name, seed in dict(recorded["seeds"]).items():
        if record.seeds.get(name) != seed:
            yield Check(
                f"seed '{name}'", False, f"the record says {record.seeds.get(name)}, its parameters give {seed}"
            )


def _number_check(number: ReportNumber, value: Any, item: Mapping[str, Any] | None) -> Check:
    if item is None:
        return Check(number.name, False, "in the record, but not made again")
    if (number.tolerance, number.kind) != (item["tolerance"], item["kind"]):
        allowed = f"the record allows {number.tolerance:g} ({number.kind})"
        return Check(number.name, False, f"{allowed}, the notebook {item['tolerance']:g} ({item['kind']})")
    same = is_within(number, value)
    return Check(number.name, same, "" if same else f"recorded {number.value!r}, now {value!r} {number.unit}".rstrip())


def is_within(number: ReportNumber, value: Any) -> bool:
    """Whether a value made again agrees with a recorded number, as its tolerance says.

    >>> is_within(ReportNumber("share", 0.5, "", 1e-4, "relative"), 0.50004)
    True
    """
    if number.kind == "exact" or not isinstance(number.value, int | float) or not isinstance(value, int | float):
        return bool(number.value == value)
    allowed = number.tolerance * abs(number.value) if number.kind == "relative" else number.tolerance
    return math.isclose(number.value, value, rel_tol=0.0, abs_tol=allowed * (1 + 1e-9))


def _remarks(record: ReportRecord, outcome: Outcome) -> Iterable[str]:
    """What differs without deciding: figures' exact bytes, versions, the machine."""
    recorded = outcome.recorded or {}
    again = {item["name"]: item["sha256"] for item in recorded["figures"]}
    redrawn = [figure.name for figure in record.figures if again.get(figure.name) != figure.sha256]
    if redrawn:
        yield f"figures not identical byte for byte: {', '.join(redrawn)}"
    for field in ("versions", "hardware"):
        before, now = dict(getattr(record, field)), dict(recorded[field])
        changed = [f"{name} {before.get(name)} -> {now.get(name)}" for name in now if before.get(name) != now[name]]
        if changed:
            yield f"{field} differ: {', '.join(changed)}"
