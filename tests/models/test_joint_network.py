import pytest
import torch

from skelbench.errors import ModelError
from skelbench.models.joint_network import JointNetwork, JointNetworkShape, joint_features

SMALL = JointNetworkShape(joints=2, width=8, dilations=(1, 2))


def test_the_default_has_about_half_a_million_parameters():
    network = JointNetwork(tuple("abcdefghijklmn"), 0)
    assert 0.4e6 < sum(parameter.numel() for parameter in network.parameters()) < 0.6e6


def test_features_by_hand():
    """Two joints, the second 1 m above; all move at 2 m/s along x, 0.1 s a frame."""
    x = torch.arange(4) * 0.2
    positions = torch.zeros(1, 4, 2, 3)
    positions[0, :, :, 0] = x[:, None]
    positions[0, :, 1, 1] = 1.0
    features = joint_features(positions, torch.tensor([0.1]), root=0).transpose(1, 2).reshape(4, 2, 9)
    assert features[0, 0].tolist() == pytest.approx([-0.3, -0.5, 0, 0, 0, 0, 1.0, 0, 0], abs=1e-6)
    assert features[3, 1].tolist() == pytest.approx([0.3, 0.5, 0, 0, 1, 0, 1.0, 0, 0], abs=1e-6)


def test_where_a_clip_was_recorded_does_not_matter():
    network = JointNetwork(("a", "b"), 0, SMALL).eval()
    positions = torch.randn(3, 16, 2, 3)
    step = torch.full((3,), 0.05)
    torch.testing.assert_close(network(positions + 5, step), network(positions, step), rtol=1e-4, atol=1e-5)


def test_the_gradient_reaches_every_joint_and_frame():
    positions = torch.randn(1, 8, 2, 3, requires_grad=True)
    JointNetwork(("a", "b"), 0, SMALL).eval()(positions, torch.tensor([0.1]))[:, 0].sum().backward()
    assert (positions.grad.abs().sum(-1) > 0).all()


def test_other_joints_are_refused():
    with pytest.raises(ModelError, match="reads 2 joints, found 3"):
        JointNetwork(("a",), 0, SMALL)(torch.zeros(1, 8, 3, 3), torch.ones(1))
