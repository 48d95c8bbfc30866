"""Pictures made of strokes: what the renderers of strokes, sticks and trajectories share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from skelbench.render.capsules import Capsules, capsule_backend, composite_capsules, touched_by_capsules
from skelbench.render.limbs import Strokes, gather_capsules
from skelbench.render.patches import Patches, cut_patches, refuse_partial_patches
from skelbench.render.posing import Clip
from skelbench.render.renderer import Renderer

__all__ = ["StrokePictures"]


class StrokePictures(Renderer):
    """A renderer that says which strokes it draws; its config has `cut`, `threads` and `backend`."""

    config: Any

    @abstractmethod
    def strokes_of(self, clips: Sequence[Clip]) -> list[Strokes]:
        """The strokes of each clip's pictures.

        Raises:
            RenderError: positions do not fit their scene.
        """

    def backend_for(self, tensor: Tensor) -> str:
        """The name of the backend that draws positions of this device and precision."""
        return capsule_backend(self.config.backend, tensor)

    def draw(self, clips: Sequence[Clip]) -> list[Tensor]:
        """Pictures (B F 3 H W) of several clips at once, all of one picture size.

        Raises:
            RenderError: positions do not fit their scene, or the picture sizes differ.
        """
        strokes = self.strokes_of(clips)
        return _by_clip(self._composite(_gathered(strokes, clips)), strokes)

    def draw_patches(self, clips: Sequence[Clip], patch: int = 14) -> list[Patches]:
        """Only those patches of the pictures that a stroke's cover touches above the cut.

        Raises:
            RenderError: as in `draw`, or patches of that side do not fill the pictures.
        """
        refuse_partial_patches([scene.camera.size for _, scene in clips], patch)
        strokes = self.strokes_of(clips)
        capsules = _gathered(strokes, clips)
        pictures = _by_clip(self._composite(capsules), strokes)
        masks = _by_clip(touched_by_capsules(capsules, patch, self.config.cut), strokes)
        return [Patches(cut_patches(*one), one[1]) for one in zip(pictures, masks, strict=True)]

    def _composite(self, capsules: Capsules) -> Tensor:
        return composite_capsules(capsules, self.config.cut, self.config.threads, self.config.backend)


def _gathered(strokes: Sequence[Strokes], clips: Sequence[Clip]) -> Capsules:
    return gather_capsules(strokes, [scene.camera.size for _, scene in clips])


def _by_clip(pictures: Tensor, strokes: Sequence[Strokes]) -> list[Tensor]:
    """(B F ...) of each clip from (M ...) of all."""
    counts = [one.opacity.shape[:2] for one in strokes]
    parts = torch.split(pictures, [variants * frames for variants, frames in counts])
    return [part.reshape(*count, *part.shape[1:]) for part, count in zip(parts, counts, strict=True)]
