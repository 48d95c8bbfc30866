"""The command's frame: finds the command modules, and turns every error made on purpose into a sentence."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

import typer

from skelbench import __version__
from skelbench.errors import SkelbenchError
from skelbench.records import as_json

__all__ = ["COMMANDS", "GROUPS", "INTERRUPTED", "PASS_ON", "app", "main", "print_json", "register", "say"]

# One module a command; each has a function of the command's name (a sub-app `app` for groups).
COMMANDS = ("info", "render", "explain", "evaluate", "train", "teach", "report", "verify", "lab")
GROUPS = ("data", "bench")
PASS_ON = ("lab",)  # commands that hand options they do not know to another program
INTERRUPTED = 130  # the exit code of a command that was stopped from the keyboard

app = typer.Typer(
    name="skelbench",
    help="Show what a skeleton action model reads in a motion, why, and how sure it is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _version(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    if version:
        print(__version__)
        raise typer.Exit


def register() -> None:
    """Find the command modules and add their commands to `app`, once."""
    if app.registered_commands:
        return
    for name in COMMANDS:
        module = importlib.import_module(f"skelbench.cli.{name}")
        settings = {"ignore_unknown_options": True} if name in PASS_ON else None
        app.command(name, context_settings=settings)(getattr(module, name))
    for name in GROUPS:
        app.add_typer(importlib.import_module(f"skelbench.cli.{name}").app, name=name)


def print_json(value: Any) -> None:
    """Put machine-readable output, alone, on stdout."""
    print(json.dumps(as_json(value), indent=1, ensure_ascii=False, allow_nan=False))


def say(sentence: str) -> None:
    """Say something to the person at the terminal, on stderr, so that stdout stays clean."""
    print(sentence, file=sys.stderr)


def main() -> None:
    """Run the command; an error made on purpose becomes one sentence and exit code 2."""
    register()
    try:
        app()
    except SkelbenchError as error:
        say(f"skelbench: {error}")
        sys.exit(2)
    except OSError as error:
        if error.filename is None:
            raise
        say(f"skelbench: expected to be able to use {error.filename}, but: {error.strerror}")
        sys.exit(2)
    except SystemExit as leaving:
        if leaving.code == INTERRUPTED:
            say("skelbench: interrupted; what was finished is kept")
        raise
