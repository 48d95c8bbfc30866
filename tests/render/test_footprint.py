from __future__ import annotations

import numpy as np
import torch

from skelbench.render import Scene
from skelbench.render.footprint import footprints
from skelbench.render.posing import gather_cloud, poses_of
from skelbench.render.rig import rig_of


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
