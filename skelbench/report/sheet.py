"""A contact sheet: one row a clip, the skeleton at even times, left limbs and right limbs in their own colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from skelbench.report.theme import PARTED
from skelbench.skeleton import SkeletonSequence, place_in_view

__all__ = ["contact_sheet"]

CELL_PX, TITLE_PX, FRAMES = 96, 12, 9  # one picture is a square; a row is a line of words above its pictures
TURN_DEG = 25.0  # seen a little from the side, so that what goes forward can be seen
PAIR_TURN_DEG = 10.0  # two people stand in profile already


def contact_sheet(clips: Sequence[SkeletonSequence], titles: Sequence[str], columns: int = 2) -> Image.Image:
    """Every clip as a row of nine pictures under its title; everybody faces the reader.

    Args:
        clips: the motions; each is drawn to a scale of its own.
        titles: a line for each.
        columns: clips side by side.
    """
    rows = -(-len(clips) // columns)
    wide = FRAMES * CELL_PX + 8
    sheet = Image.new("RGB", (columns * wide, rows * (CELL_PX + TITLE_PX)), "white")
    draw = ImageDraw.Draw(sheet)
    for number, (clip, title) in enumerate(zip(clips, titles, strict=True)):
        left, top = number % columns * wide, number // columns * (CELL_PX + TITLE_PX)
        draw.text((left + 2, top), title, fill="black")
        _draw_row(draw, clip, left, top + TITLE_PX)
    return sheet


def _draw_row(draw: ImageDraw.ImageDraw, clip: SkeletonSequence, left: int, top: int) -> None:
    points = _flat(clip)
    seen = points[np.isfinite(points).all(-1)]
    low, high = seen.min(0), seen.max(0)
    scale = (CELL_PX - 8) / max(float((high - low).max()), 0.5)
    middle = 0.5 * (low + high)
    parts = [_part(clip, a, b) for a, b in clip.topology.bone_rows]
    for cell, frame in enumerate(np.linspace(0, len(points) - 1, FRAMES).round().astype(int)):
        corner = np.array([left + (cell + 0.5) * CELL_PX, top + 0.5 * CELL_PX])
        for person in range(points.shape[1]):
            pixels = corner + (points[frame, person] - middle) * (scale, -scale)
            for (a, b), part in zip(clip.topology.bone_rows, parts, strict=True):
                if np.isfinite(pixels[[a, b]]).all():
                    draw.line([*pixels[a], *pixels[b]], fill=PARTED.get(part, "black"), width=2)
            _draw_head(draw, clip, pixels, scale)


def _draw_head(
    draw: ImageDraw.ImageDraw, clip: SkeletonSequence, pixels: npt.NDArray[np.float64], scale: float
) -> None:
    row = clip.topology.joint_index.get("head", clip.topology.joint_index.get("nose"))
    if row is not None and np.isfinite(pixels[row]).all():
        x, y = pixels[row]
        radius = 0.09 * scale
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], outline="black")


def _flat(clip: SkeletonSequence) -> npt.NDArray[np.float64]:
    """(T P J 2) right and up on the page, in metres, as somebody sees it who stands in front."""
    points = place_in_view(clip).positions.astype(np.float64)
    if points.shape[-1] == 2:
        return points
    turn = np.deg2rad(TURN_DEG if clip.people == 1 else PAIR_TURN_DEG)
    return np.stack([-points[..., 0] * np.cos(turn) - points[..., 2] * np.sin(turn), points[..., 1]], -1)


def _part(clip: SkeletonSequence, a: int, b: int) -> str:
    names = {clip.topology.joints[a], clip.topology.joints[b]}
    inside = [part for part, joints in clip.topology.parts.items() if names & set(joints)]
    return next((part for part in inside if part not in ("torso", "neck")), inside[0] if inside else "")
