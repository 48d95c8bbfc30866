from __future__ import annotations

import numpy as np
import torch

from skelbench.render import Camera, Scene
from skelbench.render.footprint import footprints
from skelbench.render.posing import gather_cloud, poses_of
from skelbench.render.rig import rig_of
from skelbench.render.spread import Shape


def test_a_ball_casts_the_covariance_of_the_local_perspective(dot, camera):
    point, radius, focal = np.array([0.7, -0.4, 2.0]), 0.3, 10.0
    scene = Scene(dot, np.ones((1, 1, 1), bool), np.ones((1, 1), bool), None, np.zeros(1), np.array([0]), camera)
    poses = poses_of(torch.tensor(point).reshape(1, 1, 1, 1, 3), scene, "stride4")
    u, v, a, b, d = footprints(gather_cloud([poses], [rig_of(dot, 0, radius, radius)]))[0].tolist()
    np.testing.assert_allclose([u, v], camera.pixels(point))
    x, y, z = point
    jacobian = np.array([[focal / z, 0, -focal * x / z**2], [0, -focal / z, focal * y / z**2]])
    covariance = radius**2 * jacobian @ jacobian.T + 1e-5 * np.eye(2)
    np.testing.assert_allclose([[a, b], [b, d]], np.linalg.inv(covariance), rtol=1e-10)


def test_a_tilted_camera_sees_a_long_gaussian_as_it_lies(chain):
    """By hand: the bone points along the world's x; the camera rolls a quarter turn, so it is seen upright."""
    roll = np.eye(4)
    roll[:2, :2] = [[0, -1], [1, 0]]  # the world's x is the camera's y
    camera = Camera(np.array([[10.0, 0, 4], [0, 10, 4], [0, 0, 1]]), roll, (9, 9))
    there = np.ones((1, 1, 3), bool)
    scene = Scene(chain, there, there[..., 0], None, np.zeros(1), np.array([0]), camera)
    joints = torch.tensor([[-0.5, 0, 2], [0.5, 0, 2], [0.5, 0, 4]], dtype=torch.float64).reshape(1, 1, 1, 3, 3)
    rig = rig_of(chain, 1, 0.1, 0.1)
    scales = torch.tensor([[0.4, 0.1, 0.1]], dtype=torch.float64).expand(5, 3)
    cloud = gather_cloud([poses_of(joints, scene, "stride4")], [rig], [Shape(scales=scales)])
    u, v, a, b, d = footprints(cloud)[3].tolist()
    np.testing.assert_allclose([u, v], [4, 4], atol=1e-9)
    # 2 m away, focal 10: 0.1 m across are 0.5 pixels, 0.4 m along are 2 pixels, now from row to row
    np.testing.assert_allclose([1 / a, b, 1 / d], [0.25, 0, 4.0], rtol=1e-4, atol=1e-9)


def test_round_gaussians_written_as_covariances_leave_the_same_ellipses(chain, camera):
    scene = Scene(chain, np.ones((1, 1, 3), bool), np.ones((1, 1), bool), None, np.zeros(1), np.array([0]), camera)
    joints = torch.tensor([[-0.5, 0.3, 2], [0.5, 0, 2], [0.2, -0.7, 3]], dtype=torch.float64).reshape(1, 1, 1, 3, 3)
    rig = rig_of(chain, 2, 0.1, 0.2)
    poses = [poses_of(joints, scene, "stride4")]
    scales = torch.tensor(rig.radii)[:, None].expand(-1, 3)
    torch.testing.assert_close(
        footprints(gather_cloud(poses, [rig], [Shape(scales=scales)])), footprints(gather_cloud(poses, [rig]))
    )
