from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render.body import FixedBody, TopologyBody
from skelbench.skeleton import KINECT_V2, SMPL_22


def test_left_and_right_start_with_features_far_apart():
    body = TopologyBody(10, 0.03, 0.03)
    features = body.features(body.rig(KINECT_V2)).detach().numpy()
    left, right = (features[KINECT_V2.joint_index[f"{side}_wrist"]] for side in ("left", "right"))
    assert np.linalg.norm(left - right) >= 2


def test_a_fixed_body_draws_its_own_joints_only():
    rig = TopologyBody(10, 0.02, 0.02).rig(KINECT_V2)
    body = FixedBody(rig, KINECT_V2.joints, torch.zeros(265, 3))
    assert body.rig(KINECT_V2) is rig
    assert body.features(rig).shape == (265, 3)
    with pytest.raises(RenderError, match=r"draw the 25 joints .* found topology 'smpl_22' with 22 joints"):
        body.rig(SMPL_22)
