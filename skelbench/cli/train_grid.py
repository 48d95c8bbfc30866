"""`skelbench train --grid GRID`: train every row of a comparison, open its test once, keep the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from skelbench.cli.app import print_json, say
from skelbench.errors import ParameterError

if TYPE_CHECKING:
    from skelbench.training.comparison import Contest, Row

__all__ = ["tell_table", "train_grid"]


def train_grid(grid: str, data: Sequence[str], rows: Sequence[str], open_test: bool, save: bool) -> dict[str, Any]:
    """Train what is not trained yet, row by row; with `open_test` read the test clips and make the table.

    Raises:
        ParameterError: the grid or a row does not exist, or a table is to be kept before the test was opened.
    """
    from tqdm import tqdm

    from skelbench.cli.bench_choreography import commit
    from skelbench.paths import build_folder, results_folder
    from skelbench.records import write_json
    from skelbench.training import parse_paths
    from skelbench.training.comparison import Contest, comparison_table, read_grid

    read = read_grid(grid)
    chosen = [read.row(name) for name in rows] or list(read.rows)
    if save and not open_test:
        raise ParameterError("--save keeps a table of test figures: give --open-test too")
    with tqdm(leave=False) as bar:

        def report(training: str, done: int, steps: int, loss: float) -> None:
            bar.total, bar.n = steps, done
            bar.set_description(training, refresh=False)
            bar.set_postfix(loss=f"{loss:.3f}")

        contest = Contest(read, build_folder() / "runs" / read.name, parse_paths(data), report)
        for number in range(max(len(row.seeds) for row in chosen)):  # every row once before any row again
            _train(contest, [(row, row.seeds[number]) for row in chosen if number < len(row.seeds)])
    if not open_test:
        say("trained; nothing was read of the test clips: --open-test does that, once")
        return {}
    for row in chosen:
        for seed in row.seeds:
            contest.open_test(row, seed)
    table = comparison_table(contest, commit())
    if save:
        write_json(results_folder() / f"comparison_{read.name}.json", table)
    return table


def _train(contest: Contest, wanted: Sequence[tuple[Row, int]]) -> None:
    for row, seed in wanted:
        figures = contest.train(row, seed)
        tried = ", ".join(f"{rate:g}: {found['accuracy']:.3f}" for rate, found in contest.choose(row).items())
        say(f"{row.name}, seed {seed}: {figures['cpu_seconds']:.0f} CPU s; tried {tried or 'nothing'}")


def tell_table(table: dict[str, Any], as_json: bool) -> None:
    """Print a table for people, or as JSON."""
    if as_json:
        print_json(table)
        return
    for row in table.get("rows", ()):
        lower, upper = row["interval"]
        cost = f"{row['cpu_seconds']:7.0f} CPU s  {row['parameters']:>9} parameters  {row['tokens']:5.0f} tokens"
        print(f"{row['name']:>42}  {row['accuracy']:.3f} ({lower:.3f} to {upper:.3f})  {cost}")
    for name in table.get("missing", ()):
        print(f"{name:>42}  not trained")
