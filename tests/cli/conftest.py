"""Running a command, and a project of one notebook for the commands that make and check reports."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from skelbench.cli import app as frame
from skelbench.report.process import Outcome

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "id": "t", "metadata": {}, "source": "# Tiny"},
        {
            "cell_type": "code", "id": "p", "execution_count": None, "outputs": [],
            "metadata": {"tags": ["parameters"]}, "source": "seed = 0  # of everything [0 to 9]",
        },
    ],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip


@pytest.fixture
def tiny_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs the command in a project of one notebook, `tiny`, whose run is a stand-in that fails for seed 9."""
    from skelbench.report import driver

    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    monkeypatch.delenv("SKELBENCH_BUILD", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "03_tiny.ipynb").write_text(json.dumps(NOTEBOOK))

    def stand_in(notebook: Path, output: Path, parameters: dict[str, Any], *_: Any) -> Outcome:
        output.write_text(notebook.read_text())
        return Outcome("failed", "planted") if parameters["seed"] == 9 else Outcome("finished")

    monkeypatch.setattr(driver, "run_notebook", stand_in)
    frame.register()
    runner = CliRunner()
    return lambda *words: runner.invoke(frame.app, list(words))


@pytest.fixture
def run(monkeypatch, capsys):
    """`run(*words)`: exit code, stdout and stderr of a command."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["skelbench", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            frame.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return call
