"""`skelbench render`: a recording as a picture, an animation or a film."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skelbench.cli.app import print_json, say
from skelbench.errors import ParameterError

if TYPE_CHECKING:
    from skelbench.render import Renderer

__all__ = ["LARGEST_GB", "render"]

LARGEST_GB = 2.0  # of pixels at once, before a command is refused rather than the machine brought to its knees
_SHEET, _FILM = 8, 150  # frames of a sheet and, at most, of an animation, unless asked for otherwise


def render(
    file: Path = typer.Argument(..., help="A recording of a skeleton."),
    out: Path = typer.Option(..., "--out", "-o", help="Where to: .gif (animated), .mp4 (film), .png (contact sheet)."),
    renderer: str = typer.Option("draction", help="draction, strokes, sticks, trajectories or heatmaps."),
    backend: str = typer.Option("auto", help="What composites: auto, or one that the renderer has (reference, cpu)."),
    frames: int = typer.Option(0, min=0, help="How many; 0: 8 on a sheet, all of a short clip, at most 150."),
    size: int = typer.Option(224, min=8, max=2048, help="Pixels on a side."),
    camera: str = typer.Option("fit", help="fit: the clip fills the picture; sensor: 60 degrees, as published."),
    weights: Path | None = typer.Option(None, help="Published DrAction weights; seen by the published camera."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Draw everybody in a recording, as a model would see them."""
    from tqdm import tqdm

    from skelbench.formats import read
    from skelbench.render import RENDERERS, published_camera, render_clip, sample_frames
    from skelbench.render.picture import save_rendering
    from skelbench.skeleton import place_in_view

    if camera not in ("fit", "sensor"):
        raise ParameterError(f"Expected --camera fit or sensor, found '{camera}'")
    chosen = _chosen(renderer, backend, weights)
    sequence = place_in_view(read(file))
    wanted = frames or (_SHEET if out.suffix.lower() == ".png" else _FILM)
    count = min(wanted, sequence.frames)
    _refuse_what_is_too_large(count, size)
    seen_by = published_camera(size) if weights is not None or camera == "sensor" else None
    with tqdm(total=2 * count, unit="frame", desc="drawing", leave=False, disable=json) as bar:
        rendering = render_clip(chosen, sequence, sample_frames(count, sequence.frames), size, seen_by)
        bar.update(count)
        bar.set_description("writing")
        save_rendering(rendering, out, bar.update, captions=not RENDERERS[renderer].whole_clip)
    if json:
        lit = float(rendering.foreground.mean())
        print_json({"path": str(out), "frames": len(rendering.frames), "size": size, "renderer": renderer,
                    "backend": rendering.backend, "people": int(sequence.present.any(0).sum()),
                    "times": rendering.times, "foreground_share": lit, "guesses": sequence.guesses})  # fmt: skip
    else:
        say(f"{out}: {len(rendering.frames)} frames of {size} pixels")


def _chosen(name: str, backend: str, weights: Path | None) -> Renderer:
    from skelbench.render import AUTO, load_published, new_renderer

    if weights is None:
        return new_renderer(name, {} if backend == AUTO else {"backend": backend})
    if name != "draction":
        raise ParameterError(f"Expected no --weights with --renderer {name}: published weights are DrAction's")
    return load_published(weights, backend)


def _refuse_what_is_too_large(frames: int, size: int) -> None:
    needed = frames * size**2 * 3 * 4 / 1e9
    if needed > LARGEST_GB:
        raise ParameterError(
            f"{frames} frames of {size} pixels need {needed:.1f} GB, expected at most {LARGEST_GB:g}: "
            "ask for fewer --frames or a smaller --size"
        )
