import numpy as np
import pytest
import torch

from skelbench.models.baselines.graph import GraphConfig, GraphReader, hops_from, spatial_partition
from skelbench.skeleton import KINECT_V1, Topology

CHAIN = Topology("chain", ("pelvis", "spine", "head"), (("pelvis", "spine"), ("spine", "head")))
SMALL = GraphConfig(moments=8, widths=(8, 16), kernel=3)


def test_the_partition_of_a_chain_by_hand():
    """Pelvis - spine - head: neighbourhoods of 2, 3 and 2 joints, each joint itself among them."""
    same, nearer, farther = spatial_partition(CHAIN)
    np.testing.assert_allclose(same, np.diag([1 / 2, 1 / 3, 1 / 2]))
    np.testing.assert_allclose(nearer, [[0, 0, 0], [1 / 3, 0, 0], [0, 1 / 2, 0]])
    np.testing.assert_allclose(farther, [[0, 1 / 2, 0], [0, 0, 1 / 3], [0, 0, 0]])


def test_every_neighbourhood_is_an_average():
    np.testing.assert_allclose(spatial_partition(KINECT_V1).sum((0, 2)), 1)


def test_hops_are_bones_from_the_root():
    hops = hops_from(KINECT_V1.joint_index["hip_centre"], KINECT_V1)
    assert hops[KINECT_V1.joint_index["left_hand"]] == 6  # spine, shoulder centre, shoulder, elbow, wrist, hand
    assert np.isinf(hops_from(0, Topology("two", ("a", "b"), ()))).tolist() == [False, True]


def test_the_default_has_about_half_a_million_parameters():
    reader = GraphReader(tuple("abcdefghij"), KINECT_V1, GraphConfig())
    assert 0.4e6 < sum(parameter.numel() for parameter in reader.parameters()) < 0.6e6


def test_one_layer_sees_neighbours_and_no_farther(make_clip):
    """With equal features everywhere but at one joint, only that joint and its bones' other ends change."""
    reader = GraphReader(("a", "b"), KINECT_V1, SMALL).eval()
    features = torch.zeros(1, 9, 8, 20)
    moved = features.clone()
    elbow = KINECT_V1.joint_index["left_elbow"]
    moved[..., elbow] = 1.0
    with torch.no_grad():
        change = reader.layers[0](moved, reader.partition) - reader.layers[0](features, reader.partition)
    reached = {KINECT_V1.joints[row] for row in change.abs().amax((0, 1, 2)).nonzero()[:, 0].tolist()}
    assert reached <= {"left_shoulder", "left_elbow", "left_wrist"}
    assert "left_elbow" in reached


def test_a_second_person_is_averaged_in(make_clip):
    """Features are averaged before a linear layer: two people's scores are the mean of each alone."""
    reader = GraphReader(("a", "b"), KINECT_V1, SMALL).eval()
    both = make_clip(people=2)
    absent = [both[1].valid.copy(), both[1].valid.copy()]
    absent[0][:, 1] = absent[1][:, 0] = False
    alone = [make_clip(people=2, valid=seen) for seen in absent]
    with torch.no_grad():
        torch.testing.assert_close(reader([both])[0], reader(alone).mean(0), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("sizes", [(8,), (8, 16, 16)])
def test_layers_as_many_as_asked(sizes, make_clip):
    reader = GraphReader(("a", "b", "c"), KINECT_V1, GraphConfig(8, sizes, 3)).eval()
    assert len(reader.layers) == len(sizes)
    assert reader([make_clip()]).shape == (1, 3)
