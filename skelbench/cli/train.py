"""`skelbench train RECIPE` or `--grid GRID`: train a model, or compare readers; killed runs go on where they stood."""

from __future__ import annotations

from pathlib import Path

import typer

__all__ = ["train"]


def train(
    recipe: str = typer.Argument("default", help="A recipe that ships, by name, or a TOML file."),
    out: Path | None = typer.Option(None, help="Where the model folder goes; build/models/NAME when not given."),
    resume: bool = typer.Option(True, help="Go on from the last checkpoint where there is one."),
    threads: int = typer.Option(2, help="Threads of the arithmetic."),
    calibrate: Path | None = typer.Option(
        None, help="Skip training: calibrate and measure this saved model folder anew, its weights unchanged."
    ),
    grid: str | None = typer.Option(
        None, help="Compare readers instead: a grid that ships, by name, or a TOML file; goes on where it stood."
    ),
    data: list[str] = typer.Option([], help="Where a recorded set lies, NAME=PATH; may be given several times."),
    row: list[str] = typer.Option([], help="Only this row of the grid; may be given several times."),
    open_test: bool = typer.Option(False, "--open-test", help="Read the grid's test clips, once, and make its table."),
    save: bool = typer.Option(False, "--save", help="Keep the table in data/results for the notebook."),
    as_json: bool = typer.Option(False, "--json", help="Print the figures as JSON."),
) -> None:
    """Train a model on its recipe: live loss, checkpoints, then temperature, rejection and figures."""
    import torch

    from skelbench.cli.app import print_json, say
    from skelbench.cli.train_grid import tell_table, train_grid
    from skelbench.paths import build_folder
    from skelbench.training import calibrate_saved, make_model, parse_paths, read_recipe

    if grid is not None:
        torch.set_num_threads(threads)
        tell_table(train_grid(grid, data, row, open_test, save), as_json)
        return
    read = read_recipe(recipe)
    folder = out or build_folder() / "models" / read.name
    if calibrate is not None:
        torch.set_num_threads(threads)
        figures = calibrate_saved(read, calibrate, folder, show_progress=not as_json, paths=parse_paths(data))
    else:
        figures = make_model(
            read, folder, resume=resume, threads=threads, show_progress=not as_json, paths=parse_paths(data)
        )
    say(f"model written to {folder}")
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"{name:>20}  {value}")
