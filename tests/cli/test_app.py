from __future__ import annotations

import errno
import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

import skelbench
from skelbench.cli import app as frame
from skelbench.errors import FormatError
from skelbench.records import Failure


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of the command."""
    monkeypatch.setattr(sys, "argv", ["skelbench", *words])
    with pytest.raises(SystemExit) as stopped:
        frame.main()
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


@pytest.fixture
def command(monkeypatch):
    """`command(function)`: the frame with this one command, `work`, in it."""

    def install(function):
        program = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
        program.callback()(lambda: None)
        program.command("work")(function)
        monkeypatch.setattr(frame, "app", program)

    return install


def test_help_names_every_command(monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "--help")
    assert code == 0
    assert [name for name in (*frame.COMMANDS, *frame.GROUPS) if name not in out] == []


@pytest.mark.parametrize("name", [*frame.COMMANDS, *frame.GROUPS])
def test_every_command_explains_itself(name, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, name, "-h")
    assert code == 0
    assert "Usage:" in out
    assert "Being written" not in out


def test_python_m_skelbench_is_the_same_command():
    done = subprocess.run([sys.executable, "-m", "skelbench", "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"{skelbench.__version__}\n")


def test_registering_twice_adds_nothing():
    frame.register()
    count = len(frame.app.registered_commands)
    frame.register()
    assert len(frame.app.registered_commands) == count == len(frame.COMMANDS)
    assert CliRunner().invoke(frame.app, ["--version"]).stdout == f"{skelbench.__version__}\n"


def test_an_unknown_command_or_option_ends_with_2(monkeypatch, capsys):
    assert run(monkeypatch, capsys, "explian")[0] == 2
    assert run(monkeypatch, capsys, "info", "--jsn")[0] == 2


def test_an_error_made_on_purpose_is_one_sentence_and_exit_code_2(command, monkeypatch, capsys):
    def work() -> None:
        raise FormatError("Expected 25 joints in a.skeleton, line 7, found 24")

    command(work)
    assert run(monkeypatch, capsys, "work") == (
        2,
        "",
        "skelbench: Expected 25 joints in a.skeleton, line 7, found 24\n",
    )


def test_a_file_nobody_may_touch_is_one_sentence_too(command, monkeypatch, capsys):
    def work() -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "build/reports")

    command(work)
    code, out, err = run(monkeypatch, capsys, "work")
    assert (code, out) == (2, "")
    assert err == "skelbench: expected to be able to use build/reports, but: Permission denied\n"


def test_a_bug_is_not_dressed_up_as_a_sentence(command, monkeypatch):
    def work() -> None:
        raise ZeroDivisionError

    command(work)
    monkeypatch.setattr(sys, "argv", ["skelbench", "work"])
    with pytest.raises(ZeroDivisionError):
        frame.main()


def test_an_interrupted_command_says_so_and_ends_with_130(command, monkeypatch, capsys):
    def work() -> None:
        raise KeyboardInterrupt

    command(work)
    code, _, err = run(monkeypatch, capsys, "work")
    assert code == 130
    assert "interrupted; what was finished is kept" in err


def test_json_stands_alone_on_stdout_and_talk_goes_to_stderr(capsys):
    frame.say("reading")
    frame.print_json({"value": float("nan"), "failure": Failure("empty"), "ü": 1})
    out, err = capsys.readouterr()
    assert json.loads(out) == {"value": None, "failure": {"reason": "empty"}, "ü": 1}
    assert err == "reading\n"
