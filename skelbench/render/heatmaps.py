"""Heat maps of joints, as PoseC3D stacks them (Duan et al. 2022, "Revisiting skeleton-based action recognition")."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from skelbench.errors import ParameterError, RenderError
from skelbench.render.limbs import known_joints, look, part_colours
from skelbench.render.patches import Patches, cut_patches, refuse_partial_patches
from skelbench.render.posing import Clip
from skelbench.render.renderer import RENDERERS, Renderer, RendererKind, timed_poses
from skelbench.render.scene import Scene

__all__ = ["HeatmapRenderer", "HeatmapsConfig"]

_PUBLISHED = 0.6 / 56  # of the side: 0.6 pixels in maps of 56


@dataclass(frozen=True)
class HeatmapsConfig:
    """`sigma_px` is the Gaussian's standard deviation; 0: PoseC3D's, 0.6 pixels in a picture of 56.

    Raises:
        ParameterError: a number is out of range.
    """

    sigma_px: float = 0.0
    cut: float = 1e-6  # values below it are left out

    def __post_init__(self) -> None:
        if not (self.sigma_px >= 0 and 0 < self.cut < 1):
            raise ParameterError(f"HeatmapsConfig's sigma_px or cut is out of range: {self.sigma_px}, {self.cut}")


class HeatmapRenderer(Renderer):
    """A Gaussian at every joint, in the colour of its part; nothing is learned.

    h_j(p) = confidence exp(-|p - u_j|^2 / (2 sigma^2)); for three channels C = 1 - prod_j (1 - h_j c_j) over all joints
    and people, so that light adds up and never passes 1. `stack` gives a channel a joint, as PoseC3D reads them.
    """

    config: HeatmapsConfig

    def __init__(self, config: HeatmapsConfig | None = None) -> None:
        super().__init__()
        self.config = config or HeatmapsConfig()

    def draw(self, clips: Sequence[Clip]) -> list[Tensor]:
        """Pictures (B F 3 H W) of several clips, all of one picture size.

        Raises:
            RenderError: positions do not fit their scene, or the picture sizes differ.
        """
        sizes = {scene.camera.size for _, scene in clips}
        if len(sizes) != 1:
            raise RenderError(f"Expected clips of one picture size to draw together, found {sorted(sizes)}")
        return [self._picture(positions, scene) for positions, scene in clips]

    def draw_patches(self, clips: Sequence[Clip], patch: int = 14) -> list[Patches]:
        """Only those patches of the pictures that lie within the reach of some joint's Gaussian.

        Raises:
            RenderError: as in `draw`, or patches of that side do not fill the pictures.
        """
        refuse_partial_patches([scene.camera.size for _, scene in clips], patch)
        masks = [self._touched(positions, scene, patch) for positions, scene in clips]
        return [Patches(cut_patches(*one), one[1]) for one in zip(self.draw(clips), masks, strict=True)]

    def _touched(self, positions: Tensor, scene: Scene, patch: int) -> Tensor:
        """(B F rows columns) patches that some value above the cut falls on."""
        values, places, inside = self._patches(positions.detach(), scene)
        height, width = scene.camera.size
        number = places // width // patch * (width // patch) + places % width // patch
        mask = torch.zeros(*values.shape[:2], height // patch * (width // patch), dtype=torch.uint8)
        lit = (inside & (values > 0)).flatten(2).to(torch.uint8).cpu()
        mask = mask.scatter_reduce(2, number.flatten(2).cpu(), lit, "amax")
        return mask.bool().reshape(*values.shape[:2], height // patch, width // patch)

    def stack(self, positions: Tensor, scene: Scene) -> Tensor:
        """Maps (B F J H W) in [0, 1], a channel a joint, the larger where two people's meet.

        Raises:
            RenderError: positions do not fit their scene.
        """
        values, places, inside = self._patches(positions, scene)
        height, width = scene.camera.size
        shape = (*values.shape[:2], len(scene.topology.joints), height * width)
        values, places = (part.transpose(2, 3).flatten(3) for part in (values * inside, places))  # (B F J P*K*K)
        maps = torch.zeros(shape, dtype=values.dtype, device=values.device)
        return maps.scatter_reduce(3, places, values, "amax", include_self=True).reshape(*shape[:3], height, width)

    def _picture(self, positions: Tensor, scene: Scene) -> Tensor:
        values, places, inside = self._patches(positions, scene)
        colours = torch.tensor(part_colours(scene.topology)).to(values)  # (J 3)
        dark = torch.log1p(-(values * inside)[..., None] * colours[:, None])  # (B F P J K*K 3)
        height, width = scene.camera.size
        variants, frames = values.shape[:2]
        total = torch.zeros((variants, frames, 3, height * width), dtype=values.dtype, device=values.device)
        everywhere = places.reshape(variants, frames, 1, -1).expand(-1, -1, 3, -1)
        total = total.scatter_add(3, everywhere, dark.reshape(variants, frames, -1, 3).transpose(2, 3))
        return -torch.expm1(total).reshape(variants, frames, 3, height, width)

    def _patches(self, positions: Tensor, scene: Scene) -> tuple[Tensor, Tensor, Tensor]:
        """Values, pixel numbers and whether they lie in the picture, of the square around each joint (B F P J K*K)."""
        poses = timed_poses(positions, scene)
        view = look(poses.joints, scene.camera)
        known = torch.tensor(known_joints(poses)).to(poses.joints) * view.in_front
        height, width = scene.camera.size
        sigma = self.config.sigma_px or _PUBLISHED * max(height, width)
        reach = sigma * math.sqrt(-2 * math.log(self.config.cut))
        steps = torch.arange(-math.ceil(reach), math.ceil(reach) + 1, device=positions.device)
        far = 2.0 * max(height, width) + reach  # beyond this a joint lights nothing
        centre = view.pixels.clamp(-far, far)[..., None, :]  # (B F P J 1 2)
        columns, rows = (centre[..., axis].detach().round().long() + steps for axis in (0, 1))  # (B F P J K)
        dx2, dy2 = (columns - centre[..., 0]) ** 2, (rows - centre[..., 1]) ** 2
        square = dx2[..., None, :] + dy2[..., None]  # (B F P J K K)
        values = known[..., None, None] * torch.exp(-square / (2 * sigma**2))
        there = (
            ((columns >= 0) & (columns < width))[..., None, :]
            & ((rows >= 0) & (rows < height))[..., None]
            & (square.detach() <= reach**2)
        )
        places = rows.clamp(0, height - 1)[..., None] * width + columns.clamp(0, width - 1)[..., None, :]
        return values.flatten(-2), places.flatten(-2), there.flatten(-2)


RENDERERS.register("heatmaps")(
    RendererKind(
        "fixed: a Gaussian a joint in its part's colour (Duan et al. 2022)",
        HeatmapRenderer, HeatmapsConfig, learnable=False,
    )
)  # fmt: skip
