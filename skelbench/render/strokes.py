"""The stroke renderer: every bone a soft capsule whose width tells how fast it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor, nn

from skelbench.errors import ParameterError
from skelbench.render.colour_map import ColourMap
from skelbench.render.limbs import Limbs, Strokes, limbs_of
from skelbench.render.posing import Clip
from skelbench.render.renderer import RENDERERS, RendererKind, timed_poses
from skelbench.render.splats import AUTO
from skelbench.render.stroke_pictures import StrokePictures

__all__ = ["DEPTH_SPAN", "StrokeRenderer", "StrokesConfig"]

Hue = Literal["depth", "confidence"]
DEPTH_SPAN = 1.0  # metres that the colour map spans at least


@dataclass(frozen=True)
class StrokesConfig:
    """What the stroke renderer starts from; width, growth, softness and the colour map are learned from there.

    Raises:
        ParameterError: a number is out of range.
    """

    width: float = 0.05  # metres, of a bone at rest
    growth: float = 0.02  # metres of width for each metre per second of the mean speed of the bone's ends
    softness: float = (
        0.35  # pixels, scale of the logistic that blurs the edge; its standard deviation is 1.8 times that
    )
    hue: Hue = "depth"  # what the colour map is read at: near to far, or sure to unsure
    backend: str = AUTO  # "cpu", "reference", or the one that fits the device
    cut: float = 1e-6  # cover below it may be left out
    threads: int = 0  # 0: SKELBENCH_THREADS, or two

    def __post_init__(self) -> None:
        wrong = {
            "width": self.width > 0,
            "growth": self.growth > 0,
            "softness": self.softness > 0,
            "hue": self.hue in get_args(Hue),
            "cut": 0 <= self.cut < 1,
            "threads": self.threads >= 0,
        }
        for name in [name for name, fine in wrong.items() if not fine]:
            raise ParameterError(f"StrokesConfig's {name} is out of range: {getattr(self, name)}")


class StrokeRenderer(StrokePictures):
    """Each bone a soft capsule of width w0 + a (|v1| + |v2|) / 2, nearest first.

    The width is metres in the scene, seen through the camera: w f / Z pixels at a point of depth Z, that of a flat
    ribbon that faces the picture. The light across a stroke sums to that width whatever its softness, and at half of
    full cover it is that wide, within 1 % from five softnesses up. The velocities v of the bone's ends are metres per
    second at true times. The edge has a softness s in pixels (`skelbench.render.capsules`). A missing joint takes its
    bones away, a doubtful one makes them faint. Parameters are the logarithms of how w0, a and s differ from their
    start, and the colours of the map.
    """

    config: StrokesConfig

    def __init__(self, config: StrokesConfig | None = None) -> None:
        super().__init__()
        self.config = config or StrokesConfig()
        self.log_width = nn.Parameter(torch.zeros(()))
        self.log_growth = nn.Parameter(torch.zeros(()))
        self.log_softness = nn.Parameter(torch.zeros(()))
        self.colours = ColourMap()

    @property
    def width(self) -> Tensor:
        """w0, metres."""
        return self.config.width * self.log_width.exp()

    @property
    def growth(self) -> Tensor:
        """a, metres for each metre per second."""
        return self.config.growth * self.log_growth.exp()

    @property
    def softness(self) -> Tensor:
        """s, pixels."""
        return self.config.softness * self.log_softness.exp()

    def strokes_of(self, clips: Sequence[Clip]) -> list[Strokes]:
        """The strokes of each clip's pictures.

        Raises:
            RenderError: positions do not fit their scene.
        """
        return [self._strokes(limbs_of(timed_poses(positions, scene))) for positions, scene in clips]

    def _strokes(self, limbs: Limbs) -> Strokes:
        width = self.width + self.growth * limbs.speeds.mean(-1)  # (B F P E)
        value = _depth_share(limbs) if self.config.hue == "depth" else (1 - limbs.known).expand_as(limbs.speeds)
        return Strokes(
            pixels=limbs.view.pixels.flatten(2, 3),
            halves=(width[..., None] * limbs.view.scale / 2).flatten(2, 3),
            softness=self.softness,
            opacity=limbs.visible.flatten(2, 3),
            colours=self.colours(value).flatten(2, 3),
            depth=limbs.view.points[..., 2].mean(-1).flatten(2, 3),
        )


def _depth_share(limbs: Limbs) -> Tensor:
    """(B F P E 2) from 0, the nearest of the clip, to 1, the farthest; a flat clip lies around the middle."""
    depth, drawn = limbs.view.points[..., 2], (limbs.visible > 0)[..., None]
    if not limbs.visible.numel():
        return depth
    variants = depth.shape[0]
    nearest = torch.where(drawn, depth, torch.inf).reshape(variants, -1).amin(1)
    farthest = torch.where(drawn, depth, -torch.inf).reshape(variants, -1).amax(1)
    empty = torch.isinf(nearest)
    nearest, farthest = torch.where(empty, 1.0, nearest), torch.where(empty, 1.0, farthest)
    middle, span = (nearest + farthest) / 2, (farthest - nearest).clamp(min=DEPTH_SPAN)
    return 0.5 + (depth - middle[:, None, None, None, None]) / span[:, None, None, None, None]


RENDERERS.register("strokes")(
    RendererKind("each bone a soft stroke, wider the faster it moves", StrokeRenderer, StrokesConfig, learnable=True)
)
