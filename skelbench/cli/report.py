"""`skelbench report`: notebooks made into pages that carry their own record."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from skelbench.cli.app import print_json, say
from skelbench.errors import ParameterError
from skelbench.report.limits import DEFAULT_TIMEOUT_S

if TYPE_CHECKING:
    from skelbench.report.driver import Plan, Report

__all__ = ["cell_bar", "report"]


def report(
    names: Annotated[list[str] | None, typer.Argument(help="Reports to make: tour, explain, confusions, ...")] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="Set a notebook's parameter.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Make every report.")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds one report may take.")] = DEFAULT_TIMEOUT_S,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output on stdout.")] = False,
) -> None:
    """Run notebooks and keep each as page, notebook and record in build/reports; without a name, list them."""
    # Loaded here: Jupyter's libraries cost two seconds that no other command should pay.
    from skelbench.report.catalogue import find_notebook, list_notebooks
    from skelbench.report.driver import plan_report
    from skelbench.report.parameters import parse_pairs
    from skelbench.report.shelf import write_index

    notebooks = list_notebooks() if every else [find_notebook(name) for name in names or ()]
    if not notebooks:
        _list(as_json)
        return
    if not timeout > 0:
        raise ParameterError(f"--timeout needs a positive number of seconds, found {timeout:g}")
    given = parse_pairs(parameters or ())
    plans = [plan_report(notebook, given) for notebook in notebooks]
    reports = [_make(plan, timeout, as_json) for plan in plans]
    index = write_index()
    if as_json:
        print_json({"index": index, "reports": [_summary(made) for made in reports]})
    else:
        print(_near(index))
    if any(made.record.status == "failed" for made in reports):
        raise typer.Exit(1)


def _list(as_json: bool) -> None:
    from skelbench.report.catalogue import list_notebooks

    notebooks = list_notebooks()
    if as_json:
        print_json([{"name": n.name, "parameters": n.schema.parameters} for n in notebooks])
        return
    for notebook in notebooks:
        print(notebook.name)
        for item in notebook.schema.parameters:
            accepts = f" [{item.accepts}]" if item.accepts else ""
            print(f"  -p {item.name}={item.default}   {item.help}{accepts}")


def _make(plan: Plan, timeout: float, quiet: bool) -> Report:
    from skelbench.report.driver import make_report

    started = time.monotonic()
    with cell_bar(plan.id, quiet) as progress:
        made = make_report(plan, timeout, progress)
    if not quiet:
        verb = "failed" if made.record.status == "failed" else "made"
        say(f"{plan.id}: {verb} in {time.monotonic() - started:.0f} s, {_near(made.page)}")
        if made.record.status == "failed":
            say(f"  {made.record.notes['failure']}")
    return made


@contextmanager
def cell_bar(title: str, quiet: bool) -> Iterator[Any]:
    """A bar of cells done on stderr, where a person watches; the value is a function (done, of)."""
    columns: Iterable[Any] = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("cells"), TimeElapsedColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _summary(made: Report) -> dict[str, Any]:
    return {
        "id": made.id, "status": made.record.status, "page": made.page, "seconds": round(made.seconds, 1),
        "failure": made.record.notes.get("failure", ""),
    }  # fmt: skip


def _near(path: Path) -> str:
    """The path from the working directory where it lies below, else whole."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
