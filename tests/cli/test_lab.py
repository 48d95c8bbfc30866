from __future__ import annotations

import json
import os
import sys

import pytest
from typer.testing import CliRunner

from skelbench.cli import app as frame

NEWS = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"


@pytest.fixture
def started(monkeypatch, tmp_path):
    """What the process would become: [program, arguments, environment]."""
    calls: list[tuple[str, list[str], dict[str, str]]] = []
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path / "build"))
    monkeypatch.setattr(os, "execve", lambda *call: calls.append(call))
    (tmp_path / "notebooks").mkdir()
    frame.register()
    return calls


def test_lab_opens_on_the_index_and_hands_on_what_it_does_not_know(started, tmp_path):
    (tmp_path / "notebooks" / "00_index.ipynb").write_text("{}")
    result = CliRunner().invoke(frame.app, ["lab", "--no-browser", "--port", "9000"])
    assert result.exit_code == 0, result.output
    [(program, arguments, _)] = started
    assert program == sys.executable
    assert arguments[1:3] == ["-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path.resolve()}" in arguments
    assert "--LabApp.default_url=/lab/tree/notebooks/00_index.ipynb" in arguments
    assert arguments[-3:] == ["--no-browser", "--port", "9000"]


def test_lab_opens_on_the_folder_where_there_is_no_index(started):
    CliRunner().invoke(frame.app, ["lab"])
    assert "--LabApp.default_url=/lab/tree/notebooks" in started[0][1]


def test_lab_keeps_its_settings_in_the_build_folder_and_asks_nothing_about_news(started, tmp_path):
    CliRunner().invoke(frame.app, ["lab"])
    environment = started[0][2]
    assert environment["JUPYTER_CONFIG_DIR"] == str(tmp_path.resolve() / "build" / "lab")
    settings = tmp_path / "build" / "lab" / "user-settings" / NEWS
    assert json.loads(settings.read_text()) == {"fetchNews": "false", "checkForUpdates": False}


def test_lab_leaves_an_answer_about_news_and_a_folder_of_the_users_own_alone(started, monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path / "mine"))
    own = tmp_path / "mine" / NEWS
    own.parent.mkdir(parents=True)
    own.write_text('{"fetchNews": "true"}')
    CliRunner().invoke(frame.app, ["lab"])
    assert started[0][2]["JUPYTERLAB_SETTINGS_DIR"] == str(tmp_path / "mine")
    assert own.read_text() == '{"fetchNews": "true"}'
