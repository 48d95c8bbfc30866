from __future__ import annotations

import sys

import pytest

from skelbench.cli.app import main


@pytest.fixture
def run(monkeypatch, capsys):
    """`run(*words)`: exit code, stdout and stderr of a command."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["skelbench", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return call
