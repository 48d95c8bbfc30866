"""`skelbench bench recover`: how much of a pose its picture keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from skelbench.cli.app import print_json
from skelbench.cli.bench_motion import chosen_renderer
from skelbench.errors import ParameterError

if TYPE_CHECKING:
    import numpy as np

    from skelbench.render.recovery import JointErrors

__all__ = ["recover"]

DEFAULT_CLIPS = "choreography:seed=41,clips=8,actions=trained,styles=base,topologies=kinect_v2"
FRAMES = 4  # of each clip
WORST = 5  # joints told in words


def recover(
    weights: Path | None = typer.Option(None, help="Published renderer weights; seen by the published camera."),
    model: Path | None = typer.Option(None, help="A model folder, whose renderer is asked."),
    renderer: str = typer.Option("draction", help="A new renderer of this name, where no weights are named."),
    clips: str = typer.Option(DEFAULT_CLIPS, help="A clip set's name; all of one topology."),
    path: Path | None = typer.Option(None, help="Its folder, where the set needs one."),
    offset_cm: float = typer.Option(5.0, help="Standard deviation of every coordinate's error at the start."),
    size: int = typer.Option(112, min=16, max=512, help="Pixels on a side."),
    steps: int = typer.Option(300, min=1, help="Steps of gradient descent."),
    seed: int = typer.Option(0, help="Of the start poses."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Draw clips, move their joints away, and find them again from the pictures alone; errors in cm."""
    import numpy as np

    name, drawer = chosen_renderer(weights, model, renderer)
    settings = {"size": size, "steps": steps, "published": weights is not None, "offset": offset_cm / 100}
    found = list(_runs(drawer, (clips, path), settings, np.random.default_rng(seed)))
    joints = found[0][0]
    if any(names != joints for names, _, _ in found):
        raise ParameterError(f"Expected clips of one topology to compare joints over, found several in {clips}")
    told = {
        "at the start": _figures([start for _, start, _ in found], joints),
        "recovered": _figures([end for _, _, end in found], joints),
    }
    if json:
        print_json({"renderer": name, "clips_name": clips, "clips": len(found), "frames": FRAMES, "size": size,
                    "steps": steps, "seed": seed, "offset_cm": offset_cm, **told})  # fmt: skip
        return
    for when, figures in told.items():
        print(
            f"{when:<13} median {figures['median_cm']:.1f} cm: {figures['median_in_plane_cm']:.1f} in the picture's "
            f"plane, {figures['median_depth_cm']:.1f} in depth; a tenth of the joints above {figures['p90_cm']:.1f}"
        )
    worst = sorted(told["recovered"]["by_joint_cm"].items(), key=lambda pair: -pair[1])[:WORST]
    print(f"{name}; worst joints: " + ", ".join(f"{joint} {error:.1f} cm" for joint, error in worst))


def _runs(
    renderer: Any, clips: tuple[str, Path | None], settings: dict[str, Any], generator: np.random.Generator
) -> Iterator[tuple[tuple[str, ...], JointErrors, JointErrors]]:
    """Joint names, errors at the start and errors at the end of every clip."""
    import torch

    from skelbench.datasets import load
    from skelbench.render import (
        RecoveryConfig,
        joint_errors,
        published_camera,
        recover_joints,
        sample_frames,
        scene_of,
        seen_alone,
    )  # fmt: skip
    from skelbench.skeleton import place_in_view

    camera = published_camera(settings["size"]) if settings["published"] else None
    for clip in load(*clips):
        placed = place_in_view(clip.sequence)
        whole = scene_of(placed, sample_frames(FRAMES, placed.frames), settings["size"], camera)
        positions, scene = seen_alone(*whole)
        with torch.no_grad():
            pictures = renderer(positions, scene)[0]
        start = positions + torch.tensor(generator.normal(0, settings["offset"], positions.shape)).to(positions)
        joints, _ = recover_joints(renderer, pictures, scene, start, RecoveryConfig(settings["steps"]))
        yield placed.topology.joints, joint_errors(start, positions, scene), joint_errors(joints, positions, scene)


def _figures(errors: list[JointErrors], joints: tuple[str, ...]) -> dict[str, Any]:
    import numpy as np

    distance, plane, depth = (
        np.concatenate([getattr(error, kind).reshape(-1, len(joints)) for error in errors])
        for kind in ("distance", "in_plane", "depth")
    )
    return {
        "median_cm": float(np.nanmedian(distance)), "p90_cm": float(np.nanquantile(distance, 0.9)),
        "median_in_plane_cm": float(np.nanmedian(plane)), "median_depth_cm": float(np.nanmedian(depth)),
        "by_joint_cm": dict(zip(joints, np.nanmedian(distance, axis=0).tolist(), strict=True)),
    }  # fmt: skip
