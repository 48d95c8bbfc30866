from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import RenderError
from skelbench.render import Camera, fit_camera, published_camera


def shown(camera, points):
    return camera.pixels(np.asarray(points, dtype=float))


def test_the_published_camera_sees_sixty_degrees():
    camera = published_camera(448)
    assert camera.intrinsics[0, 0] == pytest.approx(387.98, abs=0.01)
    edge = np.tan(np.deg2rad(30))
    np.testing.assert_allclose(shown(camera, [edge, 0, 1]), [448, 224])
    np.testing.assert_allclose(shown(camera, [0, edge, 1]), [224, 0], atol=1e-9)


def test_points_behind_the_camera_have_no_pixel():
    assert np.isnan(shown(published_camera(112), [[0, 0, -1], [0, 0, 0.01]])).all()


def test_a_fitted_camera_fills_the_picture_but_for_its_margins():
    rng = np.random.default_rng(0)
    points = rng.uniform(-1, 1, (5, 2, 25, 3)) * (0.4, 0.9, 0.3) + (2.0, -1.0, 6.0)
    camera = fit_camera(points, np.ones(points.shape[:3], bool), 101, margin=0.1)
    pixels = shown(camera, points).reshape(-1, 2)
    low, high = pixels.min(0), pixels.max(0)
    np.testing.assert_allclose((low + high) / 2, [50, 50], atol=1e-6)
    assert (high - low).max() == pytest.approx(0.8 * 100)
    assert np.nanmin(camera.see(points)[..., 2]) >= 1.5


def test_a_fitted_camera_leaves_a_stray_joint_out_rather_than_shrink_everything():
    rng = np.random.default_rng(1)
    points = rng.uniform(-0.5, 0.5, (40, 1, 25, 3)) + np.array([0, 0, 3.0])
    points[3, 0, 4] = (40, 0, 3)
    camera = fit_camera(points, np.ones(points.shape[:3], bool), 112)
    others = np.delete(shown(camera, points).reshape(-1, 2), 3 * 25 + 4, axis=0)
    assert np.ptp(others[:, 1]) > 60


@pytest.mark.parametrize("size", [1, 2, 112])
def test_a_lone_joint_lands_in_the_middle(size):
    camera = fit_camera(np.full((1, 1, 1, 3), 2.0), np.ones((1, 1, 1), bool), size)
    np.testing.assert_allclose(shown(camera, [2, 2, 2]), [(size - 1) / 2] * 2)


def test_missing_joints_do_not_count_and_nobody_at_all_is_refused():
    points = np.zeros((1, 1, 2, 3)) + np.array([0, 0, 3.0])
    points[0, 0, 1] = np.nan
    valid = np.array([[[True, False]]])
    assert np.isfinite(fit_camera(points, valid, 16).intrinsics).all()
    with pytest.raises(RenderError, match="at least one valid joint"):
        fit_camera(points, np.zeros_like(valid), 16)


def test_a_camera_checks_its_numbers():
    with pytest.raises(RenderError, match=r"intrinsics need finite numbers of shape \(3, 3\)"):
        Camera(np.full((3, 3), np.nan), np.eye(4), (4, 4))
    with pytest.raises(RenderError, match="at least one pixel"):
        Camera(np.eye(3), np.eye(4), (0, 4))
