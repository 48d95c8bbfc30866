import torch

from skelbench.models.baselines.convolution import ConvolutionConfig, ConvolutionReader, root_row
from skelbench.models.joint_network import JointNetwork
from skelbench.skeleton import COCO_17, KINECT_V1, Topology


def test_it_is_the_joint_network_at_even_moments(make_clip):
    """Twelve moments of a clip of twelve frames are its frames."""
    torch.manual_seed(0)
    reader = ConvolutionReader(("a", "b"), KINECT_V1, ConvolutionConfig(12, 8, (1, 2))).eval()
    positions, scene = make_clip()
    assert isinstance(reader.network, JointNetwork)
    wanted = reader.network(positions[:, :, 0], torch.tensor([0.1]))
    torch.testing.assert_close(reader([(positions, scene)]), wanted, rtol=1e-4, atol=1e-5)


def test_the_root_is_the_pelvis_or_the_first_bones_upper_end():
    assert KINECT_V1.joints[root_row(KINECT_V1)] == "hip_centre"
    assert COCO_17.joints[root_row(COCO_17)] == "left_hip"
    assert root_row(Topology("t", ("a", "b"), (("b", "a"),))) == 1
    assert root_row(Topology("t", ("a",), ())) == 0
