"""Patches of pictures that something was drawn on, cut as a vision encoder reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.culled import touched
from skelbench.render.splats import Splats

__all__ = ["Patches", "cut_patches", "refuse_partial_patches", "touched_patches"]


@dataclass(frozen=True, eq=False)
class Patches:
    """The patches of a clip's pictures that some Gaussian touches above the cut; all others are black."""

    patches: Tensor  # (K 3 p p)
    mask: Tensor  # (B F rows columns) bool

    @property
    def patch_index(self) -> Tensor:
        """(K 4) variant, frame, row and column of each patch, in that order."""
        return self.mask.nonzero()

    def pictures(self) -> Tensor:
        """Whole pictures (B F 3 H W), black wherever there is no patch."""
        (variants, frames, rows, columns), side = self.mask.shape, self.patches.shape[-1]
        whole = self.patches.new_zeros(variants, frames, rows, columns, 3, side, side)
        whole = whole.index_put(tuple(self.patch_index.T), self.patches)
        return whole.permute(0, 1, 4, 2, 5, 3, 6).reshape(variants, frames, 3, rows * side, columns * side)


def cut_patches(pictures: Tensor, mask: Tensor) -> Tensor:
    """(K 3 p p) the marked patches of pictures (B F 3 H W).

    Args:
        pictures: whole ones.
        mask: (B F rows columns), rows and columns dividing the picture.
    """
    variants, frames, rows, columns = mask.shape
    side = pictures.shape[-2] // rows
    grid = pictures.reshape(variants, frames, 3, rows, side, columns, side).permute(0, 1, 3, 5, 2, 4, 6)
    return grid[mask.to(pictures.device)]


def refuse_partial_patches(sizes: Sequence[tuple[int, int]], patch: int) -> None:
    """Patches must fill the pictures.

    Raises:
        RenderError: they do not.
    """
    for height, width in sizes:
        if patch < 1 or height % patch or width % patch:
            raise RenderError(f"Expected patches that fill pictures of {height} by {width} pixels, found side {patch}")


def touched_patches(splats: Splats, patch: int, limits: tuple[float, int]) -> Tensor:
    """(M rows columns) which patches any splat touches above the cut, whatever backend draws them.

    Args:
        splats: of M pictures.
        patch: pixels on a side.
        limits: the cut (none counts as 1e-12) and how many threads.
    """
    table = splats.table.detach().float().T.contiguous().cpu().numpy()
    return torch.from_numpy(touched(table, splats.starts.numpy(), splats.size, patch, limits))
