"""What else draws a skeleton, to stand beside our figures: OpenCV's lines, matplotlib, and heat maps in numpy."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import numpy as np
import numpy.typing as npt

from skelbench.errors import RenderError
from skelbench.skeleton import Topology

__all__ = ["heatmap_drawing", "matplotlib_drawing", "opencv_drawing"]

Pixels = npt.NDArray[np.float64]  # (F P J 2) column and row
Drawing = Callable[[], npt.NDArray[np.generic]]

_THICKNESS, _DOT = 2, 3  # pixels
_SIGMA = 0.6 / 56  # of the side: PoseC3D's 0.6 pixels in maps of 56 (Duan et al. 2022)
_PATCH = 3  # standard deviations on each side
_COLOURS = ((66, 135, 245), (66, 200, 120))


def opencv_drawing(pixels: Pixels, topology: Topology, size: int) -> Drawing:
    """Frames (F H W 3) of bytes: an anti-aliased line of two pixels a bone, a filled circle of radius three a joint.

    Where the joints fall on the picture is known beforehand and not part of the work.

    Raises:
        RenderError: OpenCV is not installed.
    """
    cv2 = _library("cv2", "opencv-python-headless")
    cv2.setNumThreads(1)
    people = [[[(int(x), int(y)) for x, y in body] for body in frame] for frame in np.rint(pixels)]
    bones = [(int(first), int(second)) for first, second in topology.bone_rows]

    def draw() -> npt.NDArray[np.uint8]:
        frames = np.zeros((len(people), size, size, 3), np.uint8)
        for frame, bodies in zip(frames, people, strict=True):
            for body in bodies:
                for first, second in bones:
                    cv2.line(frame, body[first], body[second], _COLOURS[0], _THICKNESS, cv2.LINE_AA)
                for joint in body:
                    cv2.circle(frame, joint, _DOT, _COLOURS[1], -1)
        return frames

    return draw


def matplotlib_drawing(pixels: Pixels, topology: Topology, size: int) -> Drawing:
    """Frames (F H W 3) of bytes: one figure, its lines and dots moved from frame to frame.

    Raises:
        RenderError: matplotlib is not installed.
    """
    _library("matplotlib", "matplotlib")
    figures, agg, collections = (
        import_module(f"matplotlib.{name}") for name in ("figure", "backends.backend_agg", "collections")
    )
    figure = figures.Figure(figsize=(size / 100, size / 100), dpi=100, facecolor="black")
    canvas = agg.FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-0.5, size - 0.5), ylim=(size - 0.5, -0.5))
    axes.set_axis_off()
    bones = np.array(topology.bone_rows)
    lines = axes.add_collection(collections.LineCollection([], linewidths=1.4, colors="tab:blue"))
    dots = axes.plot([], [], linestyle="", marker="o", markersize=4, color="tab:green")[0]

    def draw() -> npt.NDArray[np.uint8]:
        frames = np.empty((len(pixels), size, size, 3), np.uint8)
        for frame, bodies in zip(frames, pixels, strict=True):
            lines.set_segments(bodies[:, bones].reshape(-1, 2, 2))
            dots.set_data(*bodies.reshape(-1, 2).T)
            canvas.draw()
            frame[:] = np.asarray(canvas.buffer_rgba())[..., :3]
        return frames

    return draw


def heatmap_drawing(pixels: Pixels, size: int) -> Drawing:
    """Maps (F J H W) of floats, a Gaussian patch a joint, the larger of two people's where they meet (PoseC3D)."""
    sigma = _SIGMA * size
    frames, _, joints, _ = pixels.shape

    def draw() -> npt.NDArray[np.float32]:
        maps = np.zeros((frames, joints, size, size), np.float32)
        for frame, bodies in enumerate(pixels):
            for body in bodies:
                for joint, (column, row) in enumerate(body):
                    _stamp(maps[frame, joint], column, row, sigma)
        return maps

    return draw


def _stamp(plane: npt.NDArray[np.float32], column: float, row: float, sigma: float) -> None:
    reach = _PATCH * sigma
    left, right = max(int(column - reach), 0), min(int(column + reach) + 2, plane.shape[1])
    top, bottom = max(int(row - reach), 0), min(int(row + reach) + 2, plane.shape[0])
    if left >= right or top >= bottom:
        return
    x, y = np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)[:, None]
    patch = np.exp(-((x - column) ** 2 + (y - row) ** 2) / (2 * sigma**2))
    plane[top:bottom, left:right] = np.maximum(plane[top:bottom, left:right], patch)


def _library(module: str, package: str) -> ModuleType:
    try:
        return import_module(module)
    except ImportError as error:
        raise RenderError(
            f"Expected {package} to compare with, which is not installed: pip install 'skelbench[bench]'"
        ) from error
