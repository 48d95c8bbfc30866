"""How wide a stroke is on the picture, measured on its pixels alone, and how wide its formula says it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.camera import fit_camera, published_camera
from skelbench.render.renderer import Renderer
from skelbench.render.scene import Scene
from skelbench.render.strokes import StrokeRenderer, StrokesConfig
from skelbench.skeleton import Topology

__all__ = ["lone_bone", "measured_width", "width_table"]

_STEPS = 8  # readings of the profile a pixel
_BONE = Topology("bone", ("low", "high"), (("low", "high"),))
_TIMES = np.array([0.0, 0.04, 0.1])  # uneven, so that speeds must come from true times
_SPEEDS = ((0.0, 0.0), (0.5, 0.5), (0.0, 3.0), (-1.0, 4.0))  # m/s, of the two ends
_PLACES = ((112, 1.5), (224, 1.5), (224, 3.0), (448, 3.0), (448, 6.0))  # pixels on a side, metres away


def lone_bone(speeds: tuple[float, float], size: int, distance: float = 3.0) -> tuple[Tensor, Scene]:
    """An upright bone of a metre, its ends moving sideways at two speeds (m/s), before the published camera."""
    x = (_TIMES - _TIMES[1])[:, None] * np.array(speeds)  # (T J)
    joints = np.stack([x, np.broadcast_to([-0.5, 0.5], x.shape), np.full(x.shape, distance)], axis=-1)
    there = np.ones((3, 1, 2), bool)
    scene = Scene(_BONE, there, there[..., 0], None, _TIMES, np.array([1]), published_camera(size))
    return torch.tensor(joints[:, None], dtype=torch.float64)[None], scene


def measured_width(renderer: Renderer, positions: Tensor, scene: Scene, across: int = 0) -> float:
    """Pixels for which a stroke that crosses the middle of the picture is at least half as bright as at its peak.

    The profile is read every eighth of a pixel, off pictures of the scene moved by eighths of a pixel, and is
    taken to be straight in between.

    Args:
        renderer: whatever draws the stroke, in the precision of the positions.
        positions: (1 T P J 3) metres.
        scene: of one frame to look at.
        across: 0 for a profile along the middle row, 1 along the middle column.

    Raises:
        RenderError: nothing is drawn there.
    """
    middle = scene.camera.size[across - 1] // 2
    profile: dict[float, float] = {}
    for step in range(_STEPS):
        intrinsics = scene.camera.intrinsics.copy()
        intrinsics[across, 2] += step / _STEPS
        moved = replace(scene, camera=replace(scene.camera, intrinsics=intrinsics))
        with torch.no_grad():
            picture = renderer(positions, moved)[0, 0].sum(0).double().numpy()
        line = picture[middle] if across == 0 else picture[:, middle]
        profile |= {pixel - step / _STEPS: float(value) for pixel, value in enumerate(line)}
    places = np.array(sorted(profile))
    bright = np.array([profile[place] for place in places])
    if not bright.max() > 0:
        raise RenderError("Expected a stroke across the middle of the picture to measure, found nothing drawn there")
    half = bright.max() / 2
    first, last = np.flatnonzero(bright >= half)[[0, -1]]
    before = (bright[first] - half) / (bright[first] - bright[first - 1])  # steps from there to where half is crossed
    after = (bright[last] - half) / (bright[last] - bright[last + 1])
    return float(places[last] - places[first] + (before + after) / _STEPS)


def width_table() -> list[dict[str, float | str]]:
    """The formula's pixels and the measured ones of a default stroke at four pairs of speeds, before six cameras.

    The thinnest is 3.2 pixels wide, nine softnesses; a thinner one is not opaque in its middle, so that half of its
    height says less and less of its width (its light still says all of it).
    """
    config = StrokesConfig()
    renderer = StrokeRenderer(config).double()
    rows: list[dict[str, float | str]] = []
    for speeds in _SPEEDS:
        metres = config.width + config.growth * float(np.mean(np.abs(speeds)))
        for size, distance in _PLACES:
            positions, scene = lone_bone(speeds, size, distance)
            rows.append(_row(f"60 degrees, {distance:g} m", renderer, (positions, scene), metres))
        positions, scene = lone_bone(speeds, 224)
        fitted = replace(scene, camera=fit_camera(positions[0].numpy(), scene.valid, 224))
        rows.append(_row("fitted", renderer, (positions, fitted), metres))
    return rows


def _row(name: str, renderer: StrokeRenderer, clip: tuple[Tensor, Scene], metres: float) -> dict[str, float | str]:
    positions, scene = clip
    distance = float(scene.camera.see(np.array([0.0, 0.0, float(positions[0, 1, 0, 0, 2])]))[2])
    expected = metres * float(scene.camera.intrinsics[0, 0]) / distance
    found = measured_width(renderer, positions, scene)
    return {"camera": name, "size": scene.camera.size[0], "metres": metres, "expected_px": expected,
            "measured_px": found, "error": found / expected - 1}  # fmt: skip
