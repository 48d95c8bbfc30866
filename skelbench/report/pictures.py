"""The renderer's frames on a page: small pictures in a row, each with its time and its words."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from skelbench.errors import ReportError
from skelbench.report.markup import Markup

__all__ = ["frames_strip", "png_data"]


def png_data(frame: npt.NDArray[np.floating]) -> str:
    """A frame (3 H W) in [0, 1] as a data address of a PNG.

    Raises:
        ReportError: the array has another shape.
    """
    if frame.ndim != 3 or frame.shape[0] != 3:
        raise ReportError(f"Expected a picture of shape (3 H W), found {frame.shape}")
    pixels = np.round(np.clip(frame.transpose(1, 2, 0), 0, 1) * 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="png", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def frames_strip(
    frames: npt.NDArray[np.floating], times: Sequence[float] | npt.NDArray[np.floating], what: str
) -> Markup:
    """Frames (F 3 H W) side by side.

    Args:
        frames: what the renderer drew, or what the model saw.
        times: seconds of each.
        what: what is shown, in words: the text alternative of each picture begins with it.
    """
    pieces = []
    for frame, time in zip(frames, times, strict=True):
        alt = f"{what}, at {float(time):.2f} s"
        pieces.append(
            f'<figure><img src="{png_data(frame)}" alt="{html.escape(alt)}" width="{frame.shape[2]}" '
            f'height="{frame.shape[1]}"><figcaption>{float(time):.2f} s</figcaption></figure>'
        )
    label = html.escape(f"{what}: {len(pieces)} frames")
    markup = f'<div class="strip scroll" tabindex="0" role="group" aria-label="{label}">{"".join(pieces)}</div>'
    return Markup(markup, f"{what}: {len(pieces)} frames")
