from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render.body import BodyConfig, FixedBody, TopologyBody
from skelbench.render.rig import PART_ROWS
from skelbench.skeleton import KINECT_V2, SMPL_22


def test_left_and_right_start_with_features_far_apart():
    body = TopologyBody(BodyConfig(10, 0.03, 0.03))
    features = body.features(body.rig(KINECT_V2)).detach().numpy()
    left, right = (features[KINECT_V2.joint_index[f"{side}_wrist"]] for side in ("left", "right"))
    assert np.linalg.norm(left - right) >= 2


def test_a_fixed_body_draws_its_own_joints_only():
    rig = TopologyBody(BodyConfig(10, 0.02, 0.02)).rig(KINECT_V2)
    body = FixedBody(rig, KINECT_V2.joints, torch.zeros(265, 3))
    assert body.rig(KINECT_V2) is rig
    assert body.features(rig).shape == (265, 3)
    with pytest.raises(RenderError, match=r"draw the 25 joints .* found topology 'smpl_22' with 22 joints"):
        body.rig(SMPL_22)


def test_a_learned_blend_starts_at_the_topologys_and_slides_along_the_bone():
    body = TopologyBody(BodyConfig(3, 0.03, 0.03, blend="learned"))
    rig = body.rig(KINECT_V2)
    np.testing.assert_allclose(body.shape(rig).weights.detach(), rig.weights, atol=1e-6)
    with torch.no_grad():
        body.blend_shifts[:, 1] = 1.0  # the middle sample of every bone
    weights = body.shape(rig).weights.detach().numpy()
    np.testing.assert_allclose(
        weights[25 + 1][list(rig.between[25 + 1])], [1 / (1 + math.e), math.e / (1 + math.e)], rtol=1e-5
    )
    np.testing.assert_allclose(weights.sum(1), 1, rtol=1e-5)
    np.testing.assert_allclose(weights[25], rig.weights[25], atol=1e-6)


def test_scales_stretch_bones_and_are_learned_by_part():
    body = TopologyBody(BodyConfig(1, 0.03, 0.02, bone_stretch=3, learned_scales=True))
    rig = body.rig(KINECT_V2)
    np.testing.assert_allclose(body.shape(rig).scales.detach()[[0, 25]], [[0.03] * 3, [0.06, 0.02, 0.02]], rtol=1e-6)
    with torch.no_grad():
        body.log_scales[1, PART_ROWS.index("left_arm"), 2] = math.log(2)
    forearm = 25 + KINECT_V2.bones.index(("left_elbow", "left_wrist"))
    np.testing.assert_allclose(body.shape(rig).scales.detach()[forearm], [0.06, 0.02, 0.04], rtol=1e-6)
    assert TopologyBody(BodyConfig(1, 0.03, 0.02)).shape(rig).scales is None


def test_saliency_is_a_value_for_each_parts_joints_and_bones():
    body = TopologyBody(BodyConfig(1, 0.03, 0.02, learned_gate=True))
    rig = body.rig(KINECT_V2)
    with torch.no_grad():
        body.part_saliency[0, PART_ROWS.index("neck")] = -4.0
    logits = body.saliency(rig).detach()
    assert logits[KINECT_V2.joint_index["head"]] == -4
    assert logits[25:].unique().tolist() == [2.0]


def test_what_is_not_asked_for_has_no_parameters():
    assert [name for name, _ in TopologyBody(BodyConfig(1, 0.03, 0.02)).named_parameters()] == ["part_features"]
