"""`skelbench bench train`: where the time of a training step goes."""

from __future__ import annotations

from typing import Literal

import typer

from skelbench.cli.app import print_json

__all__ = ["train"]


def train(
    recipe: str = typer.Argument("default", help="A recipe that ships, by name, or a TOML file."),
    steps: int = typer.Option(6, min=1, help="Steps on the same batch; of each part the fastest counts."),
    patches: str = typer.Option("", help="Read 'foreground' or 'all', whatever the recipe says."),
    threads: int = typer.Option(1, help="Threads of the arithmetic."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Processor milliseconds a clip: made, drawn, seen by the tower, read, the way back, the optimiser's step."""
    from dataclasses import replace

    import torch

    from skelbench.errors import ParameterError
    from skelbench.render.measure.clock import machine
    from skelbench.training import read_recipe
    from skelbench.training.step_costs import PARTS, step_costs

    torch.set_num_threads(threads)
    read = read_recipe(recipe)
    if patches in ("foreground", "all"):
        chosen: Literal["all", "foreground"] = "foreground" if patches == "foreground" else "all"
        read = replace(read, shape=replace(read.shape, patches=chosen))
    elif patches:
        raise ParameterError(f"Expected patches 'foreground' or 'all', found '{patches}'")
    found = step_costs(read, steps)
    if json:
        print_json({"recipe": read.name, "threads": threads, **found, **machine()})
        return
    for part in (*PARTS, "all"):
        print(f"{part:>10}  {found[part]:7.2f} ms a clip")
