from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import RenderError
from skelbench.render import Camera, fit_camera, published_camera
from skelbench.render.camera import camera_at


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
    with pytest.raises(RenderError, match=r"no mirror, no scale\), metres and a last row"):
        Camera(np.eye(3), np.diag([1.0, -1, 1, 1]), (4, 4))
    with pytest.raises(RenderError, match="no mirror, no scale"):
        Camera(np.eye(3), 2 * np.eye(4), (4, 4))
    with pytest.raises(RenderError, match="focal lengths above 0"):
        Camera(np.array([[-5.0, 0, 2], [0, 5, 2], [0, 0, 1]]), np.eye(4), (4, 4))
    with pytest.raises(RenderError, match="f_x 0 c_x, 0 f_y c_y"):
        Camera(np.array([[5.0, 0.3, 2], [0, 5, 2], [0, 0, 1]]), np.eye(4), (4, 4))
    with pytest.raises(RenderError, match="from a distance above 0 m on, found near 0"):
        Camera(np.eye(3), np.eye(4), (4, 4), near=0)


def test_a_camera_at_the_side_sees_depth_as_breadth():
    """By hand: it stands 2 m to the +x side and looks along -x; what lies away (+z) of its axis is at its +x."""
    camera = camera_at((2, 0, 3), (0, 0, 3), 101, fov_deg=90)
    np.testing.assert_allclose(camera.see(np.array([0.0, 0, 3])), [0, 0, 2], atol=1e-12)
    np.testing.assert_allclose(camera.see(np.array([0.0, 0.5, 4])), [1, 0.5, 2], atol=1e-12)
    # focal 50.5: 1 m aside at 2 m is 25.25 pixels, 0.5 m up is 12.625
    np.testing.assert_allclose(shown(camera, [[0, 0, 3], [0, 0.5, 4]]), [[50, 50], [75.25, 37.375]])


def test_a_camera_straight_ahead_is_the_published_one_half_a_pixel_on():
    ahead, published = camera_at((0, 0, 0), (0, 0, 5), 112), published_camera(112)
    np.testing.assert_allclose(ahead.world_to_camera, np.eye(4), atol=1e-15)
    np.testing.assert_allclose(shown(ahead, [0.3, 0.2, 2]) + 0.5, shown(published, [0.3, 0.2, 2]))


@pytest.mark.parametrize(("towards", "fov"), [((0, 0, 0), 60), ((0, 4, 0), 60), ((0, 0, 1), 180)])
def test_a_camera_needs_somewhere_to_look(towards, fov):
    with pytest.raises(RenderError, match=r"looks from \[0.0, 0.0, 0.0\] at another place"):
        camera_at((0, 0, 0), towards, 8, fov)
