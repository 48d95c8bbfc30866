"""A rendering as a picture file: an animation or a contact sheet."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from skelbench.errors import RenderError
from skelbench.registry import Registry
from skelbench.render.clip import Rendering

__all__ = ["PICTURES", "contact_sheet", "save_rendering"]

# file name suffix -> writes a rendering to a path
PICTURES: Registry[Callable[[Rendering, Path], None]] = Registry("picture format")
_LONGEST_ROW = 8  # frames side by side on a contact sheet
_GAP = 2  # pixels between them
_SHORTEST_MS, _STILL_MS = 20, 1000  # viewers slow down what is faster; a lone frame stays


def save_rendering(rendering: Rendering, path: Path) -> None:
    """Write a .gif (animated, at the clip's own pace) or a .png (contact sheet), whole or not at all.

    Raises:
        RenderError: the name ends otherwise, or there is no such folder.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in PICTURES:
        raise RenderError(f"Expected a picture name that ends in {' or '.join(PICTURES)}, found '{path.name}'")
    if not path.parent.is_dir():
        raise RenderError(f"Expected a folder to put the picture in, found no folder {path.parent}")
    unfinished = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        PICTURES[kind](rendering, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def contact_sheet(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Pictures (F 3 H W) side by side, at most eight in a row, as bytes (rows columns 3)."""
    pictures = _bytes(frames)
    count, height, width, _ = pictures.shape
    columns = min(count, _LONGEST_ROW)
    rows = -(-count // columns)
    sheet = np.full((rows * (height + _GAP) - _GAP, columns * (width + _GAP) - _GAP, 3), 64, np.uint8)
    for number, picture in enumerate(pictures):
        top, left = number // columns * (height + _GAP), number % columns * (width + _GAP)
        sheet[top : top + height, left : left + width] = picture
    return sheet


@PICTURES.register("gif")
def _save_gif(rendering: Rendering, path: Path) -> None:
    steps = np.diff(rendering.times) * 1000
    shown = np.append(steps, np.median(steps)) if len(steps) else np.array([_STILL_MS])
    first, *rest = (Image.fromarray(picture) for picture in _bytes(rendering.frames))
    first.save(
        path, format="GIF", save_all=True, append_images=rest, loop=0,
        duration=[int(max(_SHORTEST_MS, round(step))) for step in shown],
    )  # fmt: skip


@PICTURES.register("png")
def _save_png(rendering: Rendering, path: Path) -> None:
    Image.fromarray(contact_sheet(rendering.frames)).save(path, format="PNG")


def _bytes(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    return np.asarray(np.round(frames.transpose(0, 2, 3, 1) * 255).astype(np.uint8))
