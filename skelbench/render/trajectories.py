"""Joint trajectory maps: the ways of all joints over the whole clip in one picture, on three planes.

After Wang et al. 2016, "Action recognition based on joint trajectory maps using convolutional neural networks":
hue tells time, brightness tells speed, the planes are front, side and top.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from skelbench.errors import ParameterError
from skelbench.render.limbs import Strokes, known_joints, project, seen_by
from skelbench.render.posing import Clip, Poses
from skelbench.render.renderer import RENDERERS, RendererKind, timed_poses
from skelbench.render.scene import Scene
from skelbench.render.splats import AUTO
from skelbench.render.stroke_pictures import StrokePictures

__all__ = ["PLANES", "TrajectoriesConfig", "TrajectoryRenderer", "shared_planes"]

# Turns of the camera's coordinates about the middle of the clip: as it is; from the side, far to the right; from above,
# far on top.
PLANES = {
    "front": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "side": ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0)),
    "top": ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)),
}
_SOFTNESS = 0.4  # pixels
_FIRST_HUE, _LAST_HUE = 240 / 360, 0.0  # blue at the clip's start, red at its end
_DIMMEST = 0.4  # brightness of what stands still, 1 is the fastest of the clip
_LEAST_ROOM = 0.25  # metres on each side of the middle that the camera is taken to see at least
_LEAST_SPEED = 0.1  # metres per second that count as bright at least


@dataclass(frozen=True)
class TrajectoriesConfig:
    """The lines' width in metres.

    Raises:
        ParameterError: a number is out of range.
    """

    width: float = 0.02
    backend: str = AUTO
    cut: float = 1e-6
    threads: int = 0

    def __post_init__(self) -> None:
        if not (self.width > 0 and 0 <= self.cut < 1 and self.threads >= 0):
            raise ParameterError(
                f"TrajectoriesConfig's width, cut or threads are out of range: {self.width}, {self.cut}, {self.threads}"
            )


class TrajectoryRenderer(StrokePictures):
    """Trajectories of all joints, later ones over earlier ones; nothing is learned.

    The F pictures are shared out among the three planes, front first. Those of one plane show the clip up to later and
    later times, the last of them the whole clip: three frames are the three maps of the paper, one is the front map.
    All T frames of the clip are drawn, not only those that are looked at.
    """

    config: TrajectoriesConfig

    def __init__(self, config: TrajectoriesConfig | None = None) -> None:
        super().__init__()
        self.config = config or TrajectoriesConfig()

    def strokes_of(self, clips: Sequence[Clip]) -> list[Strokes]:
        """The strokes of each clip's pictures.

        Raises:
            RenderError: positions do not fit their scene.
        """
        return [self._strokes(positions, scene) for positions, scene in clips]

    def _strokes(self, positions: Tensor, scene: Scene) -> Strokes:
        whole = timed_poses(positions, replace(scene, frames=np.arange(len(scene.times))))
        points = seen_by(whole.joints, scene.camera)  # (B T P J 3)
        known = torch.tensor(known_joints(whole)).to(points)  # (T P J)
        following = torch.tensor([*range(1, points.shape[1]), points.shape[1] - 1], device=points.device)
        shown = known * known[following] * (known > 0)  # a way needs both its ends
        pictures = [
            self._picture(_on_plane(points, known > 0, plane), following, scene)
            for plane in dict.fromkeys(plane for plane, _ in shared_planes(len(scene.frames)))
        ]
        by_plane = dict(zip(PLANES, pictures, strict=False))
        chosen = [by_plane[plane] for plane, _ in shared_planes(len(scene.frames))]
        until = [share for _, share in shared_planes(len(scene.frames))]
        early = torch.tensor(_seen_until(until, len(scene.times))).to(points)  # (F T)
        opacity = torch.stack([in_front for _, _, in_front in chosen], dim=1) * shown * early[:, :, None, None]
        colours = _colours(whole)
        spread = (points.shape[0], len(scene.frames), *points.shape[1:4])
        late = torch.arange(points.shape[1]).to(points)[:, None, None].expand(spread)
        return Strokes(
            pixels=torch.stack([pixels for pixels, _, _ in chosen], dim=1).flatten(2, 4),
            halves=torch.stack([halves for _, halves, _ in chosen], dim=1).flatten(2, 4),
            softness=torch.tensor(_SOFTNESS),
            opacity=opacity.flatten(2, 4),
            colours=torch.stack([colours, colours[:, following]], dim=-2)[:, None].expand(*spread, 2, 3).flatten(2, 4),
            depth=-late.flatten(2, 4),
        )

    def _picture(self, points: Tensor, following: Tensor, scene: Scene) -> tuple[Tensor, Tensor, Tensor]:
        """Pixels (B T P J 2 2), half widths (B T P J 2) and whether it is in front (B T P J) of every step."""
        view = project(torch.stack([points, points[:, following]], dim=-2), scene.camera)
        return view.pixels, self.config.width * view.scale / 2, view.in_front.all(-1)


def shared_planes(count: int) -> list[tuple[str, float]]:
    """For each of `count` pictures its plane and until which share of the clip it shows the ways.

    >>> shared_planes(4)
    [('front', 0.5), ('front', 1.0), ('side', 1.0), ('top', 1.0)]
    """
    names = list(PLANES)[: min(count, len(PLANES))]
    sizes = [count // len(names) + (place < count % len(names)) for place in range(len(names))]
    return [(name, (step + 1) / size) for name, size in zip(names, sizes, strict=True) for step in range(size)]


def _on_plane(points: Tensor, known: Tensor, plane: str) -> Tensor:
    """Points (B T P J 3) turned about the middle of the clip, made smaller where they would need more room."""
    if plane == "front" or not points.numel():
        return points
    share = known[..., None].to(points)
    count = share.sum().clamp(min=1)
    middle = ((points * share).sum((1, 2, 3)) / count)[:, None, None, None]
    away = (points - middle) * share
    wide, high, deep = away.abs().amax((1, 2, 3)).clamp(min=1e-6).unbind(-1)  # each (B)
    room = torch.maximum(wide, high).clamp(min=_LEAST_ROOM) / (
        torch.maximum(deep, high) if plane == "side" else torch.maximum(wide, deep)
    )
    return middle + (away @ torch.tensor(PLANES[plane]).to(points).T) * room.clamp(max=1)[:, None, None, None, None]


def _seen_until(shares: Sequence[float], total: int) -> npt.NDArray[np.float64]:
    """(F T) 1 for the steps a picture shows, each from its frame to the next: at least one, and all at a share of 1."""
    last = np.where(np.array(shares) < 1, np.maximum(np.round(np.array(shares) * (total - 1)), 1), total)
    return np.asarray(np.arange(total) < last[:, None], dtype=np.float64)


def _colours(poses: Poses) -> Tensor:
    """(B T P J 3) hue by time, brightness by the share of the clip's largest speed."""
    times = poses.scene.times
    share = (times - times[0]) / max(float(times[-1] - times[0]), 1e-9)
    hues = _FIRST_HUE + (_LAST_HUE - _FIRST_HUE) * share
    pure = torch.tensor([colorsys.hsv_to_rgb(hue, 1.0, 1.0) for hue in hues]).to(poses.joints)  # (T 3)
    speed = torch.linalg.vector_norm(poses.velocities, dim=-1)  # (B T P J)
    if not speed.numel():
        return poses.joints
    largest = speed.flatten(1).amax(1).clamp(min=_LEAST_SPEED)[:, None, None, None]
    bright = _DIMMEST + (1 - _DIMMEST) * speed / largest
    colours: Tensor = bright[..., None] * pure[:, None, None]
    return colours


RENDERERS.register("trajectories")(
    RendererKind(
        "fixed: the ways of all joints over the clip, hue by time, on three planes (Wang et al. 2016)",
        TrajectoryRenderer, TrajectoriesConfig, learnable=False, whole_clip=True,
    )
)  # fmt: skip
