"""Skeletons to pictures, differentiably."""

from skelbench.render.camera import Camera, camera_at, fit_camera, published_camera
from skelbench.render.clip import Rendering, render_clip
from skelbench.render.cuda import composite_cuda
from skelbench.render.culled import composite_culled
from skelbench.render.draction import DrAction, DrActionConfig
from skelbench.render.exporting import save_published
from skelbench.render.heatmaps import HeatmapRenderer, HeatmapsConfig
from skelbench.render.patches import Patches, cut_patches
from skelbench.render.posing import Clip
from skelbench.render.published import load_published
from skelbench.render.recovery import JointErrors, RecoveryConfig, joint_errors, recover_joints
from skelbench.render.reference import composite_reference
from skelbench.render.renderer import (
    RENDERERS,
    Renderer,
    RendererKind,
    new_renderer,
    renderer_from,
    settings_of,
)
from skelbench.render.scene import Scene, published_frames, sample_frames, scene_of, seen_alone
from skelbench.render.sensitivity import MotionSensitivity, motion_sensitivity
from skelbench.render.splats import AUTO, BACKENDS, Splats, choose_backend
from skelbench.render.sticks import SticksConfig, SticksRenderer
from skelbench.render.strokes import StrokeRenderer, StrokesConfig
from skelbench.render.tiled import composite_tiled
from skelbench.render.trajectories import TrajectoriesConfig, TrajectoryRenderer
from skelbench.render.transfer import transferred

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
    "JointErrors",
    "MotionSensitivity",
    "Patches",
    "RecoveryConfig",
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
    "camera_at",
    "choose_backend",
    "composite_cuda",
    "composite_culled",
    "composite_reference",
    "composite_tiled",
    "cut_patches",
    "fit_camera",
    "joint_errors",
    "load_published",
    "motion_sensitivity",
    "new_renderer",
    "published_camera",
    "published_frames",
    "recover_joints",
    "render_clip",
    "renderer_from",
    "sample_frames",
    "save_published",
    "scene_of",
    "seen_alone",
    "settings_of",
    "transferred",
]
