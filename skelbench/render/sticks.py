"""Sticks plus velocity: a fixed picture of lines coloured by body part, with a wedge for where each joint is going.

SkeletonLLM (arXiv 2603.18003) compares DrAction with such a renderer, "3D + velocity", without publishing its drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from skelbench.errors import ParameterError
from skelbench.render.limbs import Limbs, Strokes, known_joints, limbs_of, look, part_colours
from skelbench.render.posing import Clip, Poses
from skelbench.render.renderer import RENDERERS, RendererKind, timed_poses
from skelbench.render.splats import AUTO
from skelbench.render.stroke_pictures import StrokePictures

__all__ = ["SticksConfig", "SticksRenderer"]

_SOFTNESS = 0.4  # pixels
_SLOW = 0.25  # metres per second: at this speed a wedge is half opaque, below it fades away
_BEFORE = 0.05  # metres: wedges are painted as if they were this much nearer
_TIP = 0.1  # of a wedge's width is left at its tip
_HUES = (0.0, 2 * np.pi / 3, 4 * np.pi / 3)  # directions in the picture of pure red, green and blue


@dataclass(frozen=True)
class SticksConfig:
    """Widths in metres; `lead` is how many seconds ahead a wedge points.

    Raises:
        ParameterError: a number is out of range.
    """

    width: float = 0.03
    wedge_width: float = 0.04
    lead: float = 0.15
    backend: str = AUTO
    cut: float = 1e-6
    threads: int = 0

    def __post_init__(self) -> None:
        for name in ("width", "wedge_width", "lead"):
            if not getattr(self, name) > 0:
                raise ParameterError(f"SticksConfig's {name} is out of range: {getattr(self, name)}")
        if not 0 <= self.cut < 1 or self.threads < 0:
            raise ParameterError(f"SticksConfig's cut or threads are out of range: {self.cut}, {self.threads}")


class SticksRenderer(StrokePictures):
    """Bones as lines of one width in the colours of their parts, velocities as wedges; nothing is learned.

    A wedge runs from a joint p to p + v lead (v in metres per second at true times) and narrows to its tip. Its colour
    is that of its direction in the camera's x and y: c_k = 1/2 + 1/2 (v . (cos h_k, sin h_k)) / sqrt(|v|^2 + v0^2), its
    opacity |v|^2 / (|v|^2 + v0^2), so that what hardly moves has none.
    """

    config: SticksConfig

    def __init__(self, config: SticksConfig | None = None) -> None:
        super().__init__()
        self.config = config or SticksConfig()

    def strokes_of(self, clips: Sequence[Clip]) -> list[Strokes]:
        """The strokes of each clip's pictures.

        Raises:
            RenderError: positions do not fit their scene.
        """
        poses = [timed_poses(positions, scene) for positions, scene in clips]
        return [_joined(self._sticks(limbs_of(one), one), self._wedges(one)) for one in poses]

    def _sticks(self, limbs: Limbs, poses: Poses) -> Strokes:
        pixels, opacity = limbs.view.pixels.flatten(2, 3), limbs.visible.flatten(2, 3)
        colours = torch.tensor(part_colours(poses.scene.topology)[limbs.rows[:, 1]]).to(pixels)  # (E 3)
        return Strokes(
            pixels=pixels,
            halves=(self.config.width * limbs.view.scale / 2).flatten(2, 3),
            softness=torch.tensor(_SOFTNESS),
            opacity=opacity,
            colours=colours[:, None].expand(*limbs.visible.shape, 2, 3).flatten(2, 3),
            depth=limbs.view.points[..., 2].mean(-1).flatten(2, 3),
        )

    def _wedges(self, poses: Poses) -> Strokes:
        camera = poses.scene.camera
        view = look(
            torch.stack([poses.joints, poses.joints + self.config.lead * poses.velocities], dim=-2), camera
        )  # (B F P J 2 …)
        turn = torch.tensor(camera.world_to_camera[:3, :3]).to(poses.joints)
        across = (poses.velocities @ turn.T)[..., :2]
        speed2 = poses.velocities.square().sum(-1)
        hues = torch.tensor([[np.cos(hue), np.sin(hue)] for hue in _HUES]).to(across)
        colours = 0.5 + 0.5 * (across @ hues.T) / (speed2 + _SLOW**2).sqrt()[..., None]
        known = torch.tensor(known_joints(poses)).to(speed2) * view.in_front.all(-1)
        halves = self.config.wedge_width * view.scale / 2 * torch.tensor([1.0, _TIP]).to(view.scale)
        return Strokes(
            pixels=view.pixels.flatten(2, 3),
            halves=halves.flatten(2, 3),
            softness=torch.tensor(_SOFTNESS),
            opacity=(known * speed2 / (speed2 + _SLOW**2)).flatten(2, 3),
            colours=colours[..., None, :].expand(*colours.shape[:-1], 2, 3).flatten(2, 3),
            depth=(view.points[..., 0, 2] - _BEFORE).flatten(2, 3),
        )


def _joined(first: Strokes, second: Strokes) -> Strokes:
    """Both sets of strokes in the same pictures."""
    return Strokes(
        pixels=torch.cat([first.pixels, second.pixels], dim=2),
        halves=torch.cat([first.halves, second.halves], dim=2),
        softness=first.softness,
        opacity=torch.cat([first.opacity, second.opacity], dim=2),
        colours=torch.cat([first.colours, second.colours], dim=2),
        depth=torch.cat([first.depth, second.depth], dim=2),
    )


RENDERERS.register("sticks")(
    RendererKind("fixed: lines by body part, wedges for velocity", SticksRenderer, SticksConfig, learnable=False)
)
