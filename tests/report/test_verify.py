import shutil

import pytest

from skelbench.records import ReportInput, ReportNumber, ReportParameter, ReportRecord, write_json
from skelbench.report import verify
from skelbench.report.fingerprint import file_sha256, files_of, folder_sha256
from skelbench.report.process import Outcome
from skelbench.report.verify import is_within, verify_report


def number(value, tolerance=0.0, kind="exact"):
    return ReportNumber("n", value, "m", tolerance, kind)


@pytest.mark.parametrize(
    ("recorded", "again", "agrees"),
    [
        (number(12), 12, True),
        (number(12), 13, False),
        (number("wave"), "wave", True),
        (number("wave"), "clap", False),
        (number(2.0, 1e-4, "relative"), 2.00019, True),
        (number(2.0, 1e-4, "relative"), 2.00021, False),
        (number(-2.0, 1e-4, "relative"), -2.00019, True),
        (number(93.8, 0.05, "absolute"), 93.75, True),
        (number(93.8, 0.05, "absolute"), 93.74, False),
        (number(0.0, 1e-4, "relative"), 0.0, True),
        (number(2.0, 1e-4, "relative"), None, False),
        (number(2.0, 1e-4, "relative"), float("nan"), False),
    ],
)
def test_a_number_made_again_agrees_within_its_tolerance_and_not_beyond(recorded, again, agrees):
    assert is_within(recorded, again) is agrees


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A finished report with a model folder as input, and a rerun that gives what is put into `again`."""
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text("{}")
    (model / "weights.bin").write_bytes(b"0123")
    folder = tmp_path / "build" / "reports" / "tiny"
    folder.mkdir(parents=True)
    for name in ("index.html", "notebook.ipynb"):
        (folder / name).write_text(name)
    write_record(folder, model)
    return tmp_path


def write_record(folder, model, **changes):
    notes = {
        "page_sha256": file_sha256(folder / "index.html"), "notebook_sha256": file_sha256(folder / "notebook.ipynb"),
        "files": {"model": files_of(model)},
    }  # fmt: skip
    fields = {
        "status": "finished", "notebook": "03_tiny.ipynb", "parameters": (ReportParameter("seed", "int", 0),),
        "seeds": {"seed": 0}, "versions": {}, "hardware": {},
        "inputs": (ReportInput("model", "model", folder_sha256(model)),),
        "numbers": (ReportNumber("sum", 2.0, "m", 1e-4, "relative"),), "figures": (), "notes": notes,
    }  # fmt: skip
    write_json(folder / "record.json", ReportRecord(**{**fields, **changes}).sealed())


def verdicts(project, rerun=False):
    found = verify_report(project / "build" / "reports" / "tiny", rerun=rerun)
    return {v.question: {c.name: c.says for c in v.failures} for v in found.verdicts if not v.skipped}


def test_an_untouched_report_is_intact_and_its_inputs_are_the_same(project):
    assert verdicts(project) == {"record intact": {}, "inputs the same": {}}


def test_one_changed_byte_of_the_model_is_found_and_its_file_named(project):
    (project / "model" / "weights.bin").write_bytes(b"0124")
    says = verdicts(project)["inputs the same"]["model"]
    assert "weights.bin" in says and "config.json" not in says


def test_an_input_that_is_gone_is_named(project):
    shutil.rmtree(project / "model")
    assert "nothing lies there" in verdicts(project)["inputs the same"]["model"]


def test_a_changed_page_and_a_missing_notebook_are_named(project):
    folder = project / "build" / "reports" / "tiny"
    (folder / "index.html").write_text("other")
    (folder / "notebook.ipynb").unlink()
    found = verdicts(project)["record intact"]
    assert found == {
        "page": "index.html is not the file that was sealed", "notebook": "notebook.ipynb is missing",
    }  # fmt: skip


def test_clips_that_are_made_are_made_again(project, monkeypatch):
    made = []
    monkeypatch.setattr(verify, "source_sha256", lambda name: made.append(name) or "b" * 64)
    source = ReportInput("clips", "choreography:seed=1,clips=2", "a" * 64)
    write_record(project / "build" / "reports" / "tiny", project / "model", inputs=(source,))
    assert "clips" in verdicts(project)["inputs the same"] and made == ["choreography:seed=1,clips=2"]


def test_a_run_that_fails_reproduces_nothing(project, monkeypatch):
    notebooks = project / "notebooks"
    notebooks.mkdir()
    (notebooks / "03_tiny.ipynb").write_text(
        '{"cells": [{"cell_type": "code", "id": "a", "execution_count": null, "outputs": [], "source": "seed = 0",'
        ' "metadata": {"tags": ["parameters"]}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    )
    monkeypatch.setattr(verify, "run_notebook", lambda *_: Outcome("failed", "it broke"))
    found = verdicts(project, rerun=True)["numbers reproduced"]
    assert found == {"run": "the notebook did not run again: it broke"}


def test_a_rerun_without_its_notebook_says_so(project):
    assert "found none" in verdicts(project, rerun=True)["numbers reproduced"]["notebook"]
