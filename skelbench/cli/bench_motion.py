"""`skelbench bench motion`: does the picture tell how fast somebody moves?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skelbench.cli.app import print_json
from skelbench.errors import ParameterError

if TYPE_CHECKING:
    from skelbench.render import Renderer

__all__ = ["chosen_renderer", "motion"]

DEFAULT_CLIPS = "choreography:seed=40,clips=16,actions=trained,styles=base"


def motion(
    weights: Path | None = typer.Option(None, help="Published renderer weights; seen by the published camera."),
    model: Path | None = typer.Option(None, help="A model folder, whose renderer is asked."),
    renderer: str = typer.Option("draction", help="A new renderer of this name, where neither is given."),
    clips: str = typer.Option(DEFAULT_CLIPS, help="A clip set's name."),
    path: Path | None = typer.Option(None, help="Its folder, where the set needs one."),
    factor: float = typer.Option(2.0, help="How many times faster everything moves."),
    size: int = typer.Option(112, min=8, max=1024, help="Pixels on a side."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Print the mean pixel change when velocity doubles (or is multiplied otherwise)."""
    import numpy as np

    from skelbench.datasets import load
    from skelbench.render import published_camera, sample_frames, scene_of
    from skelbench.render.sensitivity import motion_sensitivity
    from skelbench.skeleton import place_in_view

    name, drawing = chosen_renderer(weights, model, renderer)
    camera = published_camera(size) if weights is not None else None
    rows = []
    for clip in load(clips, path):
        placed = place_in_view(clip.sequence)
        positions, scene = scene_of(placed, sample_frames(min(8, placed.frames), placed.frames), size, camera)
        rows.append((clip.label, motion_sensitivity(drawing, positions, scene, factor)))
    mean = {key: float(np.mean([getattr(found, key) for _, found in rows])) for key in ("everywhere", "lit", "speed")}
    largest = max(found.largest for _, found in rows)
    if json:
        each = [{"label": label, **vars(found)} for label, found in rows]
        print_json({"renderer": name, "clips_name": clips, "factor": factor, "size": size, "mean": mean,
                    "largest": largest, "clips": each})  # fmt: skip
        return
    for label, found in rows:
        print(f"{label:<14} {found.speed:5.2f} m/s   lit pixels {found.lit:.1e}   all {found.everywhere:.1e}")
    print(f"{name}, velocity times {factor:g}: lit pixels change by {mean['lit']:.1e}, all by {mean['everywhere']:.1e}")


def chosen_renderer(weights: Path | None, model: Path | None, name: str = "draction") -> tuple[str, Renderer]:
    """A renderer and what to call it: published weights, a model's own, or a new one of that name.

    Raises:
        ParameterError: both are given.
        UnknownNameError: no renderer is called that.
    """
    from skelbench.render import load_published, new_renderer

    if weights is not None and model is not None:
        raise ParameterError("Expected published weights or a model folder, found both: leave one out")
    if weights is not None:
        return weights.stem, load_published(weights).requires_grad_(False)
    if model is None:
        made = new_renderer(name).requires_grad_(False)
        return f"a new {type(made).__name__}", made
    from skelbench.models import load_model

    read = load_model(model)
    return read.settings.name, read.renderer
