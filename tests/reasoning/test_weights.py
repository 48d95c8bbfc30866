import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.errors import SkeletonError
from skelbench.reasoning import deciding_joints, deciding_person, joint_shares
from skelbench.reasoning.weights import share_of

CLIP = choreograph("wave", 0, split="held_out")


def weights_on(*joints):
    weights = np.full(CLIP.positions.shape[:3], -0.1)
    weights[::2] = np.nan
    for amount, joint in enumerate(joints, start=1):
        weights[1::2, 0, CLIP.topology.joint_index[joint]] = amount
    return weights


def test_only_positive_weight_decides_and_unseen_frames_weigh_nothing():
    shares = joint_shares(CLIP, weights_on("head", "left_wrist"), 0)
    assert shares["left_wrist"] == pytest.approx(2 / 3) and shares["head"] == pytest.approx(1 / 3)
    assert deciding_joints(shares) == ("left_wrist", "head")
    assert share_of(("head", "head", "left_knee"), shares) == pytest.approx(1 / 3)


def test_without_weights_what_moves_stands_in():
    top = deciding_joints(joint_shares(CLIP, None, 0), count=1)[0]
    assert "hand" in top or "thumb" in top
    assert sum(joint_shares(CLIP, None, 0).values()) == pytest.approx(1.0)


def test_no_weight_at_all_decides_nothing():
    assert deciding_joints(joint_shares(CLIP, np.zeros(CLIP.positions.shape[:3]), 0)) == ()


def test_the_person_with_the_weight_decided():
    pair = choreograph("shake hands", 0)
    weights = np.zeros(pair.positions.shape[:3])
    weights[:, 1, 4] = 1.0
    assert deciding_person(pair, weights) == 1
    assert deciding_person(CLIP, None) == 0


def test_weights_of_another_clip_are_refused():
    with pytest.raises(SkeletonError, match="shape"):
        deciding_person(CLIP, np.zeros((2, 1, 25)))
