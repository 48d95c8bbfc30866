"""`skelbench render`: a recording as a picture."""

from __future__ import annotations

from pathlib import Path

import typer

from skelbench.cli.app import print_json, say

__all__ = ["render"]


def render(
    file: Path = typer.Argument(..., help="A recording of a skeleton."),
    out: Path = typer.Option(..., "--out", "-o", help="Where to: .gif (animated) or .png (contact sheet)."),
    frames: int = typer.Option(0, help="How many frames; 0: 8 on a sheet, all of a short animation, at most 150."),
    size: int = typer.Option(224, min=8, max=2048, help="Pixels on a side."),
    weights: Path | None = typer.Option(None, help="Published renderer weights; seen by the published camera."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Draw a recording as the model would see it."""
    from skelbench.formats import read
    from skelbench.render import DrAction, load_published, published_camera, render_clip, sample_frames
    from skelbench.render.picture import save_rendering
    from skelbench.skeleton import place_in_view

    sequence = place_in_view(read(file))
    renderer = DrAction() if weights is None else load_published(weights)
    camera = None if weights is None else published_camera(size)
    count = frames or (8 if out.suffix.lower() == ".png" else min(sequence.frames, 150))
    rendering = render_clip(
        renderer, sequence, sample_frames(min(count, sequence.frames), sequence.frames), size, camera
    )
    save_rendering(rendering, out)
    if json:
        lit = float(rendering.foreground.mean())
        print_json({"path": str(out), "frames": len(rendering.frames), "size": size, "backend": rendering.backend,
                    "times": rendering.times, "foreground_share": lit, "guesses": sequence.guesses})  # fmt: skip
    else:
        say(f"{out}: {len(rendering.frames)} frames of {size} pixels")
