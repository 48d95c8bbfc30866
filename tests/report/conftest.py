"""A project of one tiny notebook in a folder of its own, and records to draw."""

from __future__ import annotations

from pathlib import Path

import nbformat
import numpy as np
import pytest

from skelbench.records import Answer, Attribution, Axis, ControlResult, Evidence, Question, Rejection, Verdict

PARAMETERS = """recording = ""  # the recording to read [skeleton file]
factor = 2.5  # what the sum is multiplied by [0 to 10 times]
seed = 3  # of the noise [0 to 4294967295]
mode = "plain"  # what the last cell does [plain | fail | hang]"""

START = """import random, time
import plotly.graph_objects as go, pandas as pd
from skelbench.report import start_report
recorder = start_report(seed=seed)
path = recorder.input("table", "table.csv")"""

COUNT = """rows = [float(line) for line in path.read_text().split()]
recorder.number("rows", len(rows))
recorder.number("sum", factor * sum(rows), "m")
recorder.number("noise", random.random());"""

DRAW = """figure = go.Figure(go.Bar(x=[1, 2], y=rows[:2]))
recorder.figure("bars", figure, alt="two bars", table=pd.DataFrame({"x": [1, 2], "y": rows[:2]}))"""

END = """assert mode != "fail", f"asked to fail in {path}"
time.sleep(600 if mode == "hang" else 0)
recorder.finish()"""


@pytest.fixture
def tiny_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's root with `notebooks/03_tiny.ipynb` and `table.csv`."""
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    monkeypatch.delenv("SKELBENCH_BUILD", raising=False)
    monkeypatch.chdir(tmp_path)
    cells = [nbformat.v4.new_markdown_cell("# A tiny report\n\nIt adds numbers up.\n\n## What it found")]
    cells += [nbformat.v4.new_code_cell(source) for source in (PARAMETERS, START, COUNT, DRAW, END)]
    cells[1].metadata["tags"] = ["parameters"]
    (tmp_path / "notebooks").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks" / "03_tiny.ipynb")
    (tmp_path / "table.csv").write_text("1.5\n2.5\n4.0\n")
    return tmp_path


@pytest.fixture
def attribution() -> Attribution:
    """Three joints of two parts over four frames, one of them not seen; the wrist decides."""
    seen = np.array([True, True, False, True])
    scores = np.zeros((4, 1, 3))
    scores[:, 0, 0], scores[:, 0, 1] = [0.5, 1.0, 0.0, 0.5], [-0.25, 0.0, 0.0, 0.0]
    scores[~seen] = np.nan
    axes = (
        Axis("time", ("0", "1", "2", "3")),
        Axis("person", ("0",)),
        Axis("joint", ("left_wrist", "head", "left_knee"), ("left_arm", "neck", "left_leg")),
    )
    controls = (
        ControlResult("random joints", 1.6, 0.2, -0.1, 0.6, 24),
        ControlResult("motion energy", 1.6, 0.9, 0.9, 0.9, 1),
    )
    return Attribution(
        scores, axes, np.array([0.0, 0.1, 0.2, 0.4]), seen, "wave", "integrated gradients", "rest pose", -0.1, -1.9,
        -0.05, np.abs(scores) / 10, {}, controls,
    )  # fmt: skip


@pytest.fixture
def answer() -> Answer:
    """Wave, before clap and bow; a known motion."""
    question = Question("What does the person do?", ("clap", "wave", "bow"))
    return Answer(
        question, {"clap": -2.0, "wave": -0.1, "bow": -6.0}, "sum", {"clap": 0.12, "wave": 0.86, "bow": 0.02},
        rejection=Rejection(False, 0.4, 1.2, "", 0.9, 0.8),
    )  # fmt: skip


@pytest.fixture
def evidence() -> Evidence:
    """One measurement that holds."""
    return Evidence(
        "distance.mean", "distance of the left wrist from the head, mean", ("left_wrist", "head"), 0.2, 1.1, 0.183,
        "m", None, 0.25, 0.011, Verdict.HOLDS, "class rule 'phone call'",
    )  # fmt: skip
