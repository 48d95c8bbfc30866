"""Skeletons to pictures, differentiably."""

from skelbench.render.camera import Camera, fit_camera, published_camera
from skelbench.render.clip import Rendering, render_clip
from skelbench.render.culled import composite_culled
from skelbench.render.draction import DrAction, DrActionConfig
from skelbench.render.heatmaps import HeatmapRenderer, HeatmapsConfig
from skelbench.render.posing import Clip
from skelbench.render.published import load_published
from skelbench.render.reference import composite_reference
from skelbench.render.renderer import (
    RENDERERS,
    Renderer,
    RendererKind,
    new_renderer,
    renderer_from,
    settings_of,
)
from skelbench.render.scene import Scene, sample_frames, scene_of
from skelbench.render.splats import AUTO, BACKENDS, Splats, choose_backend
from skelbench.render.sticks import SticksConfig, SticksRenderer
from skelbench.render.strokes import StrokeRenderer, StrokesConfig
from skelbench.render.tiled import composite_tiled
from skelbench.render.trajectories import TrajectoriesConfig, TrajectoryRenderer

__all__ = [
    "AUTO",
    "BACKENDS",
    "RENDERERS",
    "Camera",
    "Clip",
    "DrAction",
    "DrActionConfig",
    "HeatmapRenderer",
    "HeatmapsConfig",
    "Renderer",
    "RendererKind",
    "Rendering",
    "Scene",
    "Splats",
    "SticksConfig",
    "SticksRenderer",
    "StrokeRenderer",
    "StrokesConfig",
    "TrajectoriesConfig",
    "TrajectoryRenderer",
    "choose_backend",
    "composite_culled",
    "composite_reference",
    "composite_tiled",
    "fit_camera",
    "load_published",
    "new_renderer",
    "published_camera",
    "render_clip",
    "renderer_from",
    "sample_frames",
    "scene_of",
    "settings_of",
]
