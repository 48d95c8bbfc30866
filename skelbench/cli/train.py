"""`skelbench train RECIPE`: train, calibrate, measure and save a model; killed runs go on where they stood."""

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
    as_json: bool = typer.Option(False, "--json", help="Print the figures as JSON."),
) -> None:
    """Train a model on its recipe: live loss, checkpoints, then temperature, rejection and figures."""
    import torch

    from skelbench.cli.app import print_json, say
    from skelbench.paths import build_folder
    from skelbench.training import calibrate_saved, make_model, read_recipe

    read = read_recipe(recipe)
    folder = out or build_folder() / "models" / read.name
    if calibrate is not None:
        torch.set_num_threads(threads)
        figures = calibrate_saved(read, calibrate, folder, show_progress=not as_json)
    else:
        figures = make_model(read, folder, resume=resume, threads=threads, show_progress=not as_json)
    say(f"model written to {folder}")
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"{name:>20}  {value}")
