"""`skelbench bench explain`: gap, time and controls of the default map over held-out clips."""

from __future__ import annotations

import typer

__all__ = ["explain"]

_CLIPS = "choreography:seed=5,clips={},split=held_out,actions=trained,topologies=mixed,styles=base"


def explain(
    clips: int = typer.Option(50, help="Held-out clips."),
    model: str = typer.Option("", help="A model folder or hub id; the shipped model when empty."),
    samplings: int = typer.Option(2, help="Jittered samplings of the frames."),
    steps: int = typer.Option(32, help="Gradient steps a sampling."),
    threads: int = typer.Option(2, help="Threads of the arithmetic."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output, alone on stdout."),
) -> None:
    """Completeness gap, seconds, and what removing the top joints costs beside the controls."""
    import torch
    from tqdm import tqdm

    from skelbench.cli.app import print_json
    from skelbench.datasets import load
    from skelbench.explain import AttributionSettings, trust_figures
    from skelbench.models import load_model

    torch.set_num_threads(threads)
    name = _CLIPS.format(clips)
    settings = AttributionSettings(samplings=samplings, steps=steps)
    with tqdm(total=clips, desc="attributing", leave=False, disable=json) as bar:
        figures = trust_figures(load_model(model or None), load(name), settings, lambda done, total: bar.update())
    if json:
        print_json({"clips_name": name, **figures})
        return
    for key, value in figures.items():
        print(f"{key:>18}  {value}")
