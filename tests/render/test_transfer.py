"""Weights of one skeleton on another."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import Camera, DrAction, Scene, load_published
from skelbench.render.body import FixedBody
from skelbench.render.draction import DrActionConfig
from skelbench.render.posing import Poses
from skelbench.render.rig import PART_ROWS, rig_of
from skelbench.render.transfer import released_transfer, resampled_rows, transferred
from skelbench.skeleton import KINECT_V1, KINECT_V2, SMPL_22, Topology


def fixed(topology):
    """A renderer whose features say left or right (x), the share of each arm and leg, and joint or bone."""
    rig = rig_of(topology, 10, 0.03, 0.03)
    left, right = (
        rig.parts[:, [PART_ROWS.index(f"{side}_{limb}") for limb in ("arm", "leg")]].sum(1)
        for side in ("left", "right")
    )
    legs = rig.parts[:, [PART_ROWS.index("left_leg"), PART_ROWS.index("right_leg")]].sum(1)
    features = np.stack([left - right, legs, np.arange(len(rig)) < len(topology.joints)], axis=1)
    return DrAction(
        DrActionConfig(threads=1), FixedBody(rig, topology.joints, torch.tensor(features, dtype=torch.float32))
    )


def test_rows_are_resampled_between_fixed_ends():
    rows = torch.tensor([[0.0, 5], [1, 5], [4, 5]])
    np.testing.assert_allclose(resampled_rows(rows, 5)[:, 0], [0, 0.5, 1, 2.5, 4])
    assert torch.equal(resampled_rows(rows, 3), rows)
    assert resampled_rows(rows[:1], 2).tolist() == [[0, 5], [0, 5]]


@pytest.mark.realdata
def test_the_released_transfer_to_humanml3d_draws_the_released_pictures(reference_data):
    """From the weights of a Kinect's skeleton alone, against what the released code drew of a HumanML3D clip."""
    renderer = load_published(reference_data / "draction" / "draction_candidate_01.safetensors")
    with np.load(reference_data / "draction" / "hml_c1.npz") as file:
        golden = {name: file[name] for name in file.files}
    moved = released_transfer(renderer, golden["poses"][0, 0])
    features = moved.body.canonical_features.detach()
    torch.testing.assert_close(features, torch.tensor(golden["state_canonical_features"]), atol=1e-6, rtol=0)
    there = np.ones((4, 1, 22), bool)
    camera = Camera(golden["K112"][0].astype(float), golden["w2c"][0].astype(float), (112, 112))
    scene = Scene(SMPL_22, there, there[..., 0], None, np.arange(4) / 20, np.arange(4), camera)
    poses = Poses(torch.tensor(golden["poses"])[None], torch.tensor(golden["vels"])[None], scene)
    with torch.no_grad():
        pictures = moved.draw_poses([poses])[0][0].permute(0, 2, 3, 1).numpy()
    np.testing.assert_allclose(pictures, golden["frames112"], atol=1e-5, rtol=0)


@pytest.mark.parametrize("target", [SMPL_22, KINECT_V1], ids=lambda topology: topology.name)
def test_by_anatomy_the_left_leg_stays_the_left_leg_and_joints_stay_joints(target):
    moved = transferred(fixed(KINECT_V2), KINECT_V2, target)
    wanted = fixed(target).body.canonical_features.detach()
    found = moved.body.canonical_features.detach()
    joint = target.joint_index
    for name, side, leg in (("left_knee", 1, 1), ("right_ankle", -1, 1), ("left_elbow", 1, 0), ("right_wrist", -1, 0)):
        np.testing.assert_allclose(found[joint[name]], [side, leg, 1], atol=1e-3)
    by_rows = transferred(fixed(KINECT_V2), KINECT_V2, target, by="rows").body.canonical_features.detach()
    assert (found - wanted).abs().mean() < 0.1
    assert (by_rows - wanted).abs().mean() > 3 * (found - wanted).abs().mean()
    assert torch.equal(found[len(target.joints) :, 2], torch.zeros(len(found) - len(target.joints)))


def test_a_transfer_onto_itself_changes_nothing_and_the_heads_are_copied():
    renderer = fixed(KINECT_V2)
    for by in ("anatomy", "rows"):
        same = transferred(renderer, KINECT_V2, KINECT_V2, by)
        torch.testing.assert_close(dict(same.state_dict()), dict(renderer.state_dict()), atol=1e-4, rtol=0)


def test_what_needs_no_transfer_or_has_no_rest_pose_is_refused():
    with pytest.raises(RenderError, match="found one that draws any topology"):
        transferred(DrAction(), KINECT_V2, SMPL_22)
    with pytest.raises(RenderError, match="needs rest_directions, topology 'dot' has none"):
        transferred(fixed(KINECT_V2), KINECT_V2, Topology("dot", ("dot",), ()))
    with pytest.raises(RenderError, match=r"pose \(22 3\) to transfer them to, found FixedBody and \(25, 3\)"):
        released_transfer(fixed(KINECT_V2), np.zeros((25, 3)))
    with pytest.raises(RenderError, match="draw the 25 joints"):
        transferred(fixed(KINECT_V2), SMPL_22, KINECT_V2)
