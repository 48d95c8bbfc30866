"""Skeletons to pictures, differentiably."""

from skelbench.render.camera import Camera, fit_camera, published_camera
from skelbench.render.clip import Rendering, render_clip
from skelbench.render.culled import composite_culled
from skelbench.render.draction import DrAction, DrActionConfig
from skelbench.render.posing import Clip
from skelbench.render.published import load_published
from skelbench.render.reference import composite_reference
from skelbench.render.scene import Scene, sample_frames, scene_of
from skelbench.render.splats import AUTO, BACKENDS, Splats, choose_backend
from skelbench.render.tiled import composite_tiled

__all__ = [
    "AUTO",
    "BACKENDS",
    "Camera",
    "Clip",
    "DrAction",
    "DrActionConfig",
    "Rendering",
    "Scene",
    "Splats",
    "choose_backend",
    "composite_culled",
    "composite_reference",
    "composite_tiled",
    "fit_camera",
    "load_published",
    "published_camera",
    "render_clip",
    "sample_frames",
    "scene_of",
]
