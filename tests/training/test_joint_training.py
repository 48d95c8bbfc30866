import dataclasses

import pytest
import torch

from skelbench.datasets import load
from skelbench.models.joint_network import JointNetworkShape
from skelbench.skeleton import KINECT_V1
from skelbench.training.joint_clips import gather_clips
from skelbench.training.joint_training import JointRecipe, read_joint_clips, restricted, train_joint_network

QUICK = JointRecipe(epochs=25, batch=16, frames=16, shape=JointNetworkShape(width=24, dilations=(1, 2), dropout=0.0))


@pytest.fixture(scope="module")
def clips():
    source = "choreography:seed=3,clips=48,actions=sit down+cheer+bow,topologies=kinect_v1"
    return gather_clips(load(source), ("sit down", "cheer", "bow"), KINECT_V1)


def test_it_learns_to_tell_three_actions_apart(clips):
    network = train_joint_network(clips, ("sit down", "cheer", "bow"), KINECT_V1, 0, QUICK)
    read = read_joint_clips(network, clips, QUICK, KINECT_V1).argmax(1)
    assert (read == clips.labels).float().mean() > 0.8


def test_the_same_seed_gives_the_same_weights(clips):
    short = dataclasses.replace(QUICK, epochs=1)
    networks = [train_joint_network(clips, ("sit down", "cheer", "bow"), KINECT_V1, seed, short) for seed in (1, 1, 2)]
    weights = [network.enter.weight for network in networks]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_two_actions_of_one_label_add_their_probabilities():
    """0.4 against 0.3 + 0.3: the label of the two wins."""
    scores = torch.tensor([[0.4, 0.3, 0.3]]).log()
    assert restricted(scores, {"one": (0,), "two": (1, 2)}) == ["two"]
    assert restricted(scores, {"one": (0,), "other": (1,)}) == ["one"]
