"""A motion as pictures for a server: frames of any renderer as PNG in data addresses."""

from __future__ import annotations

import base64
import hashlib
import io
import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from skelbench.errors import ModelError
from skelbench.render import Renderer, render_clip, sample_frames
from skelbench.skeleton import SkeletonSequence, place_in_view

__all__ = ["FrameDrawer", "Picture", "picture_of"]

_DRAWING = threading.Lock()  # compiled kernels may not be entered by two threads at once


@dataclass(frozen=True)
class Picture:
    """A picture as a server takes it, and the hash of its pixels (which no PNG library can change)."""

    address: str  # data:image/png;base64,...
    sha256: str


def picture_of(pixels: npt.NDArray[np.uint8]) -> Picture:
    """A picture (H W 3) of bytes as a PNG."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="PNG")
    told = hashlib.sha256(repr(pixels.shape).encode() + np.ascontiguousarray(pixels).tobytes()).hexdigest()
    return Picture("data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii"), told)


@dataclass(frozen=True, eq=False)
class FrameDrawer:
    """Draws evenly spaced frames of a sequence with one renderer, one clip at a time whatever the threads.

    Raises:
        ModelError: a recording of a single frame, which is no motion.
    """

    renderer: Renderer
    frames: int = 12
    size: int = 448  # pixels

    def __call__(self, sequence: SkeletonSequence) -> tuple[Picture, ...]:
        """The pictures, in order of time."""
        if sequence.frames < 2:
            raise ModelError("A motion needs at least 2 frames, this recording has 1: nothing can be read from it")
        placed = place_in_view(sequence)
        chosen = None if self.renderer.moments is not None else sample_frames(self.frames, placed.frames)
        with _DRAWING:
            drawn = render_clip(self.renderer, placed, chosen, self.size).frames
        rows = np.round(drawn.transpose(0, 2, 3, 1) * 255).astype(np.uint8)
        return tuple(picture_of(row) for row in rows)
