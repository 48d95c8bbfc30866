"""The road from a notebook to a page and back to a verdict, over three real runs of a tiny notebook."""

import json
import os
import re
import time

import psutil
import pytest

from skelbench.errors import FormatError, ModelError, ParameterError
from skelbench.records import ReportRecord, write_json
from skelbench.report import driver
from skelbench.report.catalogue import find_notebook
from skelbench.report.driver import make_report, plan_report, reports_folder
from skelbench.report.process import Outcome
from skelbench.report.shelf import list_reports, write_index
from skelbench.report.verify import verify_report

EXTERNAL = re.compile(
    r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|\bimport\s*\(?\s*["']https?:|@import|url\(\s*["']?http"""
)


def failures(verification):
    return {v.question: [c.name for c in v.failures] for v in verification.verdicts if not v.skipped and not v.holds}


def test_a_report_is_whole_offline_free_of_paths_and_holds(tiny_project):
    seen = []
    plan = plan_report(find_notebook("tiny"), {"factor": "3"})
    made = make_report(plan, 120, lambda done, of: seen.append((done, of)))
    assert made.record.status == "finished", made.record.notes
    assert seen[-1] == (7, 7)
    assert sorted(path.name for path in made.folder.iterdir()) == ["index.html", "notebook.ipynb", "record.json"]
    assert [path.name for path in reports_folder().iterdir()] == [made.id]

    page = made.page.read_text()
    ours = page.replace(plotly_text(), "")
    assert len(ours) < len(page) - 4_000_000, "plotly is in the page, once"
    assert not EXTERNAL.search(ours)
    assert '<html lang="en">' in page and "A tiny report" in page and 'aria-label="two bars"' in page
    for file in made.folder.iterdir():
        text = file.read_text()
        assert str(tiny_project) not in text and "papermill" not in text, file.name

    record = ReportRecord.read(made.folder / "record.json")
    numbers = {number.name: number.value for number in record.numbers}
    assert (numbers["rows"], numbers["sum"]) == (3, 24.0)
    assert {item.role: item.path for item in record.inputs} == {
        "notebook": "notebooks/03_tiny.ipynb", "table": "table.csv",
    }  # fmt: skip
    assert write_index().read_text().count(made.id) >= 1 and list_reports()[0].title == "A tiny report"

    assert failures(verify_report(made.folder, rerun=False)) == {}
    check_what_verify_finds(made.folder, tiny_project, record)


def plotly_text():
    from plotly.offline import get_plotlyjs

    return get_plotlyjs()


def check_what_verify_finds(folder, project, record):
    """Edits are found and named; one run made again serves a planted number, seed and data file at once."""
    edited = json.loads((folder / "record.json").read_text())
    edited["numbers"][1]["value"] = 24.1
    write_json(folder / "record.json", edited)
    found = failures(verify_report(folder, rerun=False))
    assert found == {"record intact": ["seal", "number 'sum'"]}

    edited["parameters"][2]["value"] = 4
    resealed = ReportRecord(**{**vars(record_of(folder, edited)), "record_sha256": ""}).sealed()
    write_json(folder / "record.json", resealed)
    (project / "table.csv").write_text("1.5\n2.5\n5.0\n")
    found = failures(verify_report(folder, timeout_s=120))
    assert found["record intact"] == ["parameter 'seed'", "number 'sum'"]
    assert found["inputs the same"] == ["table"]
    assert found["numbers reproduced"] == ["sum", "noise", "seed 'seed'"]


def record_of(folder, content):
    write_json(folder / "record.json", content)
    return ReportRecord.read(folder / "record.json")


def test_a_failing_cell_keeps_a_page_marked_failed_without_the_machine_s_paths(tiny_project):
    made = make_report(plan_report(find_notebook("tiny"), {"mode": "fail"}), 120)
    assert made.record.status == "failed"
    assert "raised AssertionError: asked to fail in table.csv" in made.record.notes["failure"]
    page = made.page.read_text()
    assert "This report failed" in page and "<title>Failed: A tiny report" in page and 'aria-label="two bars"' in page
    assert str(tiny_project) not in page and "AssertionError" in page
    verification = verify_report(made.folder)
    assert failures(verification) == {"numbers reproduced": ["status"]}


def test_a_time_out_ends_every_process_and_keeps_what_was_made(tiny_project):
    started = time.monotonic()
    made = make_report(plan_report(find_notebook("tiny"), {"mode": "hang"}), 6)
    assert time.monotonic() - started < 40
    assert made.record.status == "failed" and "longer than 6 s" in made.record.notes["failure"]
    assert left_running(tiny_project) == []


def left_running(project):
    """Commands of live processes that this test started or that name the project."""
    mine = {child.pid for child in psutil.Process(os.getpid()).children(recursive=True)}
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        command = " ".join(process.info["cmdline"] or [])
        started_here = process.info["pid"] in mine or str(project) in command
        if "multiprocessing.resource_tracker" in command:  # the test run's own, from whichever test needed it first
            continue
        if started_here and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(command)
    return found


@pytest.mark.parametrize("content", [b"", b"\x80\x04garbage", b"1\n", b"NaN NaN\n"])
def test_a_recording_nobody_can_read_leaves_no_half_report(tiny_project, content):
    (tiny_project / "bad.skeleton").write_bytes(content)
    with pytest.raises(FormatError) as caught:
        plan_report(find_notebook("tiny"), {"recording": "bad.skeleton"})
    assert "\n" not in str(caught.value) and "bad.skeleton" in str(caught.value)
    assert not reports_folder().exists()


def test_leftovers_of_a_killed_run_go_after_a_day(tiny_project, monkeypatch):
    shelf = reports_folder()
    for name, age in ((".tiny-old", 25), (".tiny-new", 1)):
        (shelf / name).mkdir(parents=True)
        os.utime(shelf / name, (time.time() - age * 3600,) * 2)
    monkeypatch.setattr(driver, "run_notebook", lambda *_: Outcome("failed", "planted"))
    make_report(plan_report(find_notebook("tiny"), {}))
    assert sorted(path.name for path in shelf.iterdir()) == [".tiny-new", "tiny"]


def test_a_mistake_found_in_the_notebook_leaves_nothing_behind(tiny_project, monkeypatch):
    wrong = Outcome("failed", f"no label 'x' in {tiny_project}/a", "ModelError", 2)
    monkeypatch.setattr(driver, "run_notebook", lambda *_: wrong)
    with pytest.raises(ModelError, match=r"^no label 'x' in a$"):
        make_report(plan_report(find_notebook("tiny"), {}))
    assert list(reports_folder().iterdir()) == []


def test_a_recording_that_is_not_there_is_said(tiny_project):
    with pytest.raises(FormatError, match=r"Expected a recording at gone\.bvh"):
        plan_report(find_notebook("tiny"), {"recording": "gone.bvh"})


def test_an_unknown_parameter_starts_nothing(tiny_project):
    with pytest.raises(ParameterError, match="Did you mean 'factor'"):
        plan_report(find_notebook("tiny"), {"facter": 1})
    assert not reports_folder().exists()
