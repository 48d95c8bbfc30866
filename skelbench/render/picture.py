"""A rendering as a file: an animation, a film or a contact sheet."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from skelbench.errors import RenderError
from skelbench.registry import Registry
from skelbench.render.clip import Rendering

__all__ = ["PICTURES", "contact_sheet", "save_rendering"]

Progress = Callable[[int], None]  # called with how many more frames are done

# file name suffix -> writes a rendering to a path; the last is whether captions are wanted
PICTURES: Registry[Callable[[Rendering, Path, Progress, bool], None]] = Registry("picture format")
_LONGEST_ROW = 8  # frames side by side on a contact sheet
_GAP = 2  # pixels between them
_CAPTION, _CAPTION_FROM = 16, 96  # height of the line under a frame, and how wide a frame must be to have one
_PAPER, _INK = (64, 64, 64), (230, 230, 230)
_SHORTEST_MS, _STILL_MS = 20, 1000  # viewers slow down what is faster; a lone frame stays
_TICKS = 90_000  # a second in a film's own clock


def save_rendering(
    rendering: Rendering, path: Path, progress: Progress = lambda done: None, captions: bool = True
) -> None:
    """Write a .gif or .mp4 at the clip's own pace, or a .png (contact sheet), whole or not at all.

    The pictures of a sheet have their times under them unless `captions` are not wanted. Films are H.264 in 4:2:0,
    which every browser plays.

    Raises:
        RenderError: the name ends otherwise, there is no such folder, or what writes films is not installed.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in PICTURES:
        raise RenderError(f"Expected a picture name that ends in {' or '.join(PICTURES)}, found '{path.name}'")
    if not path.parent.is_dir():
        raise RenderError(f"Expected a folder to put the picture in, found no folder {path.parent}")
    unfinished = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        PICTURES[kind](rendering, unfinished, progress, captions)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def contact_sheet(
    frames: npt.NDArray[np.float32], times: npt.NDArray[np.float64] | None = None
) -> npt.NDArray[np.uint8]:
    """Pictures (F 3 H W) in even rows of at most eight, as bytes (rows columns 3); under each its time, if given.

    Frames too narrow for a line of text have none.
    """
    pictures = _bytes(frames)
    count, height, width, _ = pictures.shape
    rows = -(-count // _LONGEST_ROW)
    columns = -(-count // rows)
    line = _CAPTION if times is not None and width >= _CAPTION_FROM else 0
    step = height + line + _GAP
    sheet = np.full((rows * step - _GAP, columns * (width + _GAP) - _GAP, 3), _PAPER, np.uint8)
    for number, picture in enumerate(pictures):
        top, left = number // columns * step, number % columns * (width + _GAP)
        sheet[top : top + height, left : left + width] = picture
        if line and times is not None:
            sheet[top + height : top + height + line, left : left + width] = _caption(times[number], width)
    return sheet


def _caption(seconds: float, width: int) -> npt.NDArray[np.uint8]:
    """A line of text (rows width 3)."""
    line = Image.new("RGB", (width, _CAPTION), _PAPER)
    font = ImageFont.load_default(_CAPTION - 5)
    ImageDraw.Draw(line).text((width / 2, _CAPTION / 2), f"{seconds:.2f} s", fill=_INK, font=font, anchor="mm")
    return np.asarray(line)


@PICTURES.register("gif")
def _save_gif(rendering: Rendering, path: Path, progress: Progress, captions: bool) -> None:
    steps = np.diff(rendering.times) * 1000
    shown = np.append(steps, np.median(steps)) if len(steps) else np.array([_STILL_MS])

    def pictures() -> Any:
        for frame in rendering.frames:
            progress(1)
            yield Image.fromarray(_bytes(frame[None])[0])

    drawn = pictures()
    next(drawn).save(
        path, format="GIF", save_all=True, append_images=drawn, loop=0,
        duration=[int(max(_SHORTEST_MS, round(step))) for step in shown],
    )  # fmt: skip


@PICTURES.register("mp4")
def _save_mp4(rendering: Rendering, path: Path, progress: Progress, captions: bool) -> None:
    av = _film_library()
    ticks = np.round((rendering.times - rendering.times[0]) * _TICKS).astype(np.int64)
    pace = float(np.median(np.diff(rendering.times))) if len(ticks) > 1 else _STILL_MS / 1000
    height, width = rendering.frames.shape[2:]
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        stream = film.add_stream("libx264", rate=Fraction(1 / pace).limit_denominator(1001), options={"crf": "16"})
        stream.width, stream.height = width + width % 2, height + height % 2  # 4:2:0 needs even sides
        stream.pix_fmt, stream.codec_context.time_base = "yuv420p", Fraction(1, _TICKS)
        for tick, frame in zip(ticks, rendering.frames, strict=True):
            padded = np.zeros((stream.height, stream.width, 3), np.uint8)
            padded[:height, :width] = _bytes(frame[None])[0]
            picture = av.VideoFrame.from_ndarray(padded, format="rgb24")
            picture.pts, picture.time_base = int(tick), Fraction(1, _TICKS)
            film.mux(stream.encode(picture))
            progress(1)
        film.mux(stream.encode())


def _film_library() -> Any:
    try:
        return import_module("av")
    except ImportError as error:
        raise RenderError(
            "Expected PyAV to write an mp4, which is not installed: pip install 'skelbench[video]'"
        ) from error


@PICTURES.register("png")
def _save_png(rendering: Rendering, path: Path, progress: Progress, captions: bool) -> None:
    Image.fromarray(contact_sheet(rendering.frames, rendering.times if captions else None)).save(path, format="PNG")
    progress(len(rendering.frames))


def _bytes(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    return np.asarray(np.round(frames.transpose(0, 2, 3, 1) * 255).astype(np.uint8))
