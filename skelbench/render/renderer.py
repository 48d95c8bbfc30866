"""What every renderer is, and the registry of those there are: one interface, so that any can stand before a model."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn

from skelbench.errors import RenderError
from skelbench.registry import Registry, known_settings
from skelbench.render.moments import LearnedMoments
from skelbench.render.patches import Patches, cut_patches, refuse_partial_patches
from skelbench.render.posing import Clip, Poses, poses_of
from skelbench.render.scene import Scene

__all__ = ["RENDERERS", "Renderer", "RendererKind", "new_renderer", "renderer_from", "settings_of", "timed_poses"]


class Renderer(nn.Module, ABC):
    """Joint positions to pictures, differentiable in the positions and in the parameters it may have."""

    config: Any  # a frozen dataclass, from which the same renderer can be made anew

    def __init__(self) -> None:
        super().__init__()
        self.moments: LearnedMoments | None = None  # for renderers that learn when to look

    @abstractmethod
    def draw(self, clips: Sequence[Clip]) -> list[Tensor]:
        """Pictures (B F 3 H W) in [0, 1] of several clips at once, all of one picture size.

        A clip is positions (B T P J 3) and the scene they belong to; F are the frames the scene looks at.

        Raises:
            RenderError: positions do not fit their scene, or the picture sizes differ.
        """

    def draw_patches(self, clips: Sequence[Clip], patch: int = 14) -> list[Patches]:
        """Only those patches of the pictures that something is drawn on, by footprints, not by colours.

        A renderer that does not say where it draws draws everywhere.

        Raises:
            RenderError: as in `draw`, or patches of that side do not fill the pictures.
        """
        refuse_partial_patches([scene.camera.size for _, scene in clips], patch)
        pictures = self.draw(clips)
        masks = [
            torch.ones(*one.shape[:2], one.shape[3] // patch, one.shape[4] // patch, dtype=torch.bool)
            for one in pictures
        ]
        return [Patches(cut_patches(*one), one[1]) for one in zip(pictures, masks, strict=True)]

    def forward(self, positions: Tensor, scene: Scene) -> Tensor:
        """Pictures (B F 3 H W) in [0, 1] of B variants (B T P J 3) of the clip the scene belongs to."""
        return self.draw([(positions, scene)])[0]

    def backend_for(self, tensor: Tensor) -> str:
        """The name of the backend that draws positions of this device and precision."""
        return "torch"


def timed_poses(positions: Tensor, scene: Scene) -> Poses:
    """Joints (B F P' J 3) and velocities, metres per second, in the scene's frames; nothing else may be asked for.

    Raises:
        RenderError: positions do not fit their scene, or it asks for learned moments.
    """
    if scene.learned_times:
        raise RenderError("The scene asks for learned moments, this renderer draws given frames only")
    return poses_of(positions, scene, "per_second")


@dataclass(frozen=True)
class RendererKind:
    """How a renderer is made, and what it says of itself."""

    summary: str
    make: Callable[[Any], Renderer]  # from its config
    config: type  # a frozen dataclass whose fields all have defaults
    learnable: bool  # whether it has parameters
    whole_clip: bool = False  # whether a picture shows much of the clip rather than one moment of it


RENDERERS: Registry[RendererKind] = Registry("renderer")
DEFAULT = "draction"  # what settings that name no kind are of


def new_renderer(name: str, settings: Mapping[str, Any] | None = None) -> Renderer:
    """A new renderer of a registered kind; `settings` are fields of its config.

    Raises:
        UnknownNameError: no renderer is called that.
        ParameterError: its config has no such field, or a value is out of range.
    """
    kind = RENDERERS[name]
    given = known_settings(kind.config, settings or {}, f"The renderer '{name}'")
    return kind.make(kind.config(**given))


def renderer_from(settings: Mapping[str, Any]) -> Renderer:
    """A new renderer of its settings: under `kind` its name (`draction` where there is none), and fields of its config.

    Raises:
        UnknownNameError: no renderer is called that.
        ParameterError: its config has no such field, or a value is out of range.
    """
    rest = dict(settings)
    return new_renderer(rest.pop("kind", DEFAULT), rest)


def settings_of(renderer: Renderer) -> dict[str, Any]:
    """What `renderer_from` makes the same kind of renderer of, parameters apart.

    Raises:
        RenderError: it is of no registered kind.
    """
    names = [name for name, kind in RENDERERS.items() if isinstance(renderer.config, kind.config)]
    if not names:
        raise RenderError(f"Expected a renderer of a registered kind, found {type(renderer).__name__}")
    return ({} if names[0] == DEFAULT else {"kind": names[0]}) | asdict(renderer.config)
