"""`skelbench verify`: does a report hold?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from skelbench.cli.app import print_json
from skelbench.cli.report import cell_bar
from skelbench.report.limits import DEFAULT_TIMEOUT_S

if TYPE_CHECKING:
    from skelbench.report.verify import Verification

__all__ = ["verify"]

_SHOWN = 12


def verify(
    name: Annotated[str, typer.Argument(metavar="DIR|ID", help="A report's folder or id.")],
    rerun: Annotated[bool, typer.Option("--rerun/--no-rerun", help="Run the notebook again, compare numbers.")] = True,
    timeout: Annotated[float, typer.Option(help="Seconds the run may take.")] = DEFAULT_TIMEOUT_S,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output on stdout.")] = False,
) -> None:
    """Three verdicts: record intact, inputs the same, numbers reproduced. Exit code 0 only if all hold."""
    from skelbench.report.shelf import find_report
    from skelbench.report.verify import verify_report

    folder = find_report(name)
    with cell_bar(f"running {folder.name} again", as_json or not rerun) as progress:
        verification = verify_report(folder, rerun=rerun, timeout_s=timeout, progress=progress)
    if as_json:
        print_json(verification.to_json())
    else:
        _print(verification)
    if not verification.holds:
        raise typer.Exit(1)


def _print(verification: Verification) -> None:
    for verdict in verification.verdicts:
        count = len(verdict.checks)
        word = "not asked" if verdict.skipped else "holds" if verdict.holds else "FAILS"
        print(f"{verdict.question:<20} {word}" + ("" if verdict.skipped else f" ({count} items)"))
        for check in verdict.failures[:_SHOWN]:
            print(f"  ✗ {check.name}: {check.says}")
        if len(verdict.failures) > _SHOWN:
            print(f"  ... and {len(verdict.failures) - _SHOWN} more")
    for remark in verification.remarks:
        print(f"note: {remark}")
    print(f"{verification.report}: " + ("holds" if verification.holds else "does not hold"))
