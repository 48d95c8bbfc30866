"""Pinhole cameras that look along +z: as published, and fitted to a clip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.errors import RenderError

__all__ = ["NEAR", "Camera", "camera_at", "fit_camera", "published_camera"]

FloatArray = npt.NDArray[np.float64]

NEAR = 0.05  # metres; what is nearer than this contributes nothing
_SQUARE = 1e-4  # how far a rotation's axes may be from square and of length 1
_LEAST_DISTANCE = 3.0  # metres from a fitted camera to the middle of what it looks at
_LEAST_CLEARANCE = 1.5  # metres from a fitted camera to the nearest joint
_LEAST_SPAN = 0.5  # metres that fill the picture at least, so that a lone joint is not blown up
_OUTLIER_SHARE = 0.005  # share of joints at either end that may lie out of view ...
_OUTLIER_STRETCH = 1.5  # ... when seeing them all would make the picture this much smaller


@dataclass(frozen=True, eq=False)
class Camera:
    """A pinhole camera; pixel centres lie at whole numbers, rows grow downward, y grows up.

    A point X Y Z in its coordinates falls on column f_x X / Z + c_x and row c_y - f_y Y / Z. A matrix of the usual
    computer vision kind, whose y grows down, needs its second row negated and its handedness looked after.

    Raises:
        RenderError: a matrix has a wrong shape or a number that is not finite, the intrinsics are not those of a
            pinhole without skew, the camera is turned by something that is no rotation, the picture has no pixels, or
            `near` is not before the camera.
    """

    intrinsics: FloatArray  # (3 3) pixels: f_x 0 c_x, 0 f_y c_y, 0 0 1
    world_to_camera: FloatArray  # (4 4) a rotation and metres
    size: tuple[int, int]  # height, width
    near: float = NEAR  # metres

    def __post_init__(self) -> None:
        for name, side in (("intrinsics", 3), ("world_to_camera", 4)):
            matrix = np.array(getattr(self, name), dtype=np.float64)
            if matrix.shape != (side, side) or not np.isfinite(matrix).all():
                raise RenderError(f"A camera's {name} need finite numbers of shape ({side}, {side}), found {matrix}")
            matrix.setflags(write=False)
            object.__setattr__(self, name, matrix)
        if min(self.size) < 1:
            raise RenderError(f"A picture needs at least one pixel each way, found size {self.size}")
        if not self.near > 0:
            raise RenderError(f"A camera sees from a distance above 0 m on, found near {self.near:g}")
        self._check_pinhole()

    def _check_pinhole(self) -> None:
        k, pose = self.intrinsics, self.world_to_camera
        expected = _intrinsics(1.0, k[0, 2], k[1, 2])
        expected[[0, 1], [0, 1]] = k[[0, 1], [0, 1]]
        if not (k == expected).all() or k[0, 0] <= 0 or k[1, 1] <= 0:
            raise RenderError(
                f"A camera's intrinsics are f_x 0 c_x, 0 f_y c_y, 0 0 1 with focal lengths above 0, found {k.tolist()}"
            )
        turn = pose[:3, :3]
        square = np.abs(turn @ turn.T - np.eye(3)).max()
        if square > _SQUARE or np.linalg.det(turn) < 0 or not (pose[3] == (0, 0, 0, 1)).all():
            raise RenderError(
                "A camera's world_to_camera is a rotation (no mirror, no scale), metres and a last row 0 0 0 1, "
                f"found {pose.tolist()}"
            )

    def see(self, points: FloatArray) -> FloatArray:
        """World points (… 3) in the camera's coordinates."""
        return np.asarray(points @ self.world_to_camera[:3, :3].T + self.world_to_camera[:3, 3])

    def pixels(self, points: FloatArray) -> FloatArray:
        """Column and row (… 2) of world points (… 3); NaN for points nearer than `near`."""
        x, y, z = np.moveaxis(self.see(np.asarray(points, dtype=np.float64)), -1, 0)
        z = np.where(z >= self.near, z, np.nan)
        columns = self.intrinsics[0, 0] * x / z + self.intrinsics[0, 2]
        rows = self.intrinsics[1, 2] - self.intrinsics[1, 1] * y / z
        return np.stack([columns, rows], axis=-1)


def published_camera(size: int) -> Camera:
    """SkeletonLLM's fixed camera: 60 degrees both ways, at the origin, principal point at size / 2."""
    focal = size / (2 * np.tan(np.deg2rad(60) / 2))
    return Camera(_intrinsics(focal, size / 2, size / 2), np.eye(4), (size, size))


def camera_at(place: npt.ArrayLike, towards: npt.ArrayLike, size: int, fov_deg: float = 60.0) -> Camera:
    """A camera at `place` that looks at `towards` (both x y z in metres), upright, its axis through the middle pixel.

    Raises:
        RenderError: there is no direction to look in, it is straight up or down, or the angle is not between 0 and 180.
    """
    eye, ahead = np.asarray(place, dtype=np.float64), np.asarray(towards, dtype=np.float64)
    z = ahead - eye
    x = np.cross((0.0, 1.0, 0.0), z)
    if not np.linalg.norm(x) > 1e-9 or not 0 < fov_deg < 180:
        raise RenderError(
            f"Expected a camera that looks from {eye.tolist()} at another place, not straight up or down, "
            f"with an angle between 0 and 180 degrees, found {ahead.tolist()} and {fov_deg:g}"
        )
    axes = [x, np.cross(z, x), z]
    world_to_camera = np.eye(4)
    world_to_camera[:3, :3] = [axis / np.linalg.norm(axis) for axis in axes]
    world_to_camera[:3, 3] = -world_to_camera[:3, :3] @ eye
    focal = size / (2 * np.tan(np.deg2rad(fov_deg) / 2))
    return Camera(_intrinsics(focal, (size - 1) / 2, (size - 1) / 2), world_to_camera, (size, size))


def fit_camera(positions: FloatArray, valid: npt.NDArray[np.bool_], size: int, margin: float = 0.08) -> Camera:
    """One camera for a whole clip: all frames and people fill the picture but for `margin` on each side.

    The camera looks along +z from `_LEAST_DISTANCE` or more before the middle of the clip. A few stray joints
    (`_OUTLIER_SHARE`) are left out of view when they alone would make everything much smaller.

    Args:
        positions: joints (T P J 3) of `place_in_view`.
        valid: which of them exist (T P J).
        size: pixels on a side.
        margin: share of the picture kept free on each side.

    Raises:
        RenderError: no joint is valid.
    """
    points = np.asarray(positions, dtype=np.float64)[valid]
    if not len(points):
        raise RenderError("Expected at least one valid joint to fit a camera to, found none")
    low, high = _bounds(points)
    middle = (low + high) / 2
    distance = max(_LEAST_DISTANCE, (high[2] - low[2]) / 2 + _LEAST_CLEARANCE)
    world_to_camera = np.eye(4)
    world_to_camera[:3, 3] = (0.0, 0.0, distance) - middle
    seen = points[((points >= low) & (points <= high)).all(-1)] + world_to_camera[:3, 3]
    left, right = _range(seen[:, 0] / seen[:, 2])
    bottom, top = _range(seen[:, 1] / seen[:, 2])
    half = max(right - left, top - bottom, _LEAST_SPAN / distance) / 2
    focal = (1 - 2 * margin) * (size - 1) / 2 / half if size > 1 else 0.5 / half
    centre = (size - 1) / 2
    column, row = centre - focal * (left + right) / 2, centre + focal * (bottom + top) / 2
    return Camera(_intrinsics(focal, column, row), world_to_camera, (size, size))


def _intrinsics(focal: float, column: float, row: float) -> FloatArray:
    return np.array([[focal, 0.0, column], [0.0, focal, row], [0.0, 0.0, 1.0]])


def _range(values: FloatArray) -> tuple[float, float]:
    return (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)


def _bounds(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    low, high = points.min(0), points.max(0)
    inner_low, inner_high = np.quantile(points, [_OUTLIER_SHARE, 1 - _OUTLIER_SHARE], axis=0)
    stretched = high - low > _OUTLIER_STRETCH * np.maximum(inner_high - inner_low, _LEAST_SPAN)
    return np.where(stretched, inner_low, low), np.where(stretched, inner_high, high)
