"""The `skelbench` command: one module a command, a sentence and exit code 2 for every error made on purpose."""

from skelbench.cli.app import main

__all__ = ["main"]
