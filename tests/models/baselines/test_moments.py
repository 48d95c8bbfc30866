import numpy as np
import pytest
import torch

from skelbench.models.baselines.moments import at_even_moments, people_by_motion
from skelbench.skeleton import Topology

CHAIN = Topology("chain", ("a", "b"), (("a", "b"),))


def straight(make_clip, valid=None):
    """Joint a at x = t, joint b at x = 10 t, t in tenths of a second over four frames."""
    positions, scene = make_clip(CHAIN, frames=4, valid=valid)
    moving = torch.zeros_like(positions)
    moving[0, :, 0, :, 0] = torch.tensor([[0.0, 0.0], [0.1, 1.0], [0.2, 2.0], [0.3, 3.0]])
    return moving, scene


def test_moments_are_even_from_first_to_last(make_clip):
    found, step = at_even_moments(straight(make_clip), 0, 7)
    assert found[:, 0, 0].tolist() == pytest.approx([0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3])
    assert step == pytest.approx(0.05)


def test_a_gap_is_bridged_and_ends_are_held(make_clip):
    seen = np.ones((4, 1, 2), bool)
    seen[2, 0, 0] = seen[0, 0, 1] = seen[3, 0, 1] = False
    positions, scene = straight(make_clip, seen)
    positions[0, 2, 0, 0] = positions[0, 0, 0, 1] = positions[0, 3, 0, 1] = 99.0  # what was not seen must not be read
    found, _ = at_even_moments((positions, scene), 0, 4)
    assert found[:, 0, 0].tolist() == pytest.approx([0, 0.1, 0.2, 0.3])
    assert found[:, 1, 0].tolist() == pytest.approx([1, 1, 2, 2])


def test_a_joint_that_was_never_seen_lies_in_the_middle_of_the_others(make_clip):
    seen = np.ones((4, 1, 2), bool)
    seen[:, 0, 1] = False
    found, _ = at_even_moments(straight(make_clip, seen), 0, 4)
    assert found[:, 1, 0].tolist() == pytest.approx([0.15] * 4)


def test_a_clip_in_which_nothing_was_seen_is_all_zeros(make_clip):
    found, _ = at_even_moments(straight(make_clip, np.zeros((4, 1, 2), bool)), 0, 3)
    assert (found == 0).all()


def test_the_gradient_of_a_moment_between_two_frames_is_shared_by_them(make_clip):
    positions, scene = straight(make_clip)
    positions.requires_grad_()
    at_even_moments((positions, scene), 0, 7)[0][1, 0, 0].backward()
    assert positions.grad[0, :, 0, 0, 0].tolist() == pytest.approx([0.5, 0.5, 0, 0])


def test_who_moves_most_comes_first_and_the_absent_not_at_all(make_clip):
    positions, scene = make_clip(CHAIN, people=3)
    assert people_by_motion((positions, scene)) == [2, 1, 0]  # the fixture moves each person more than the one before
    seen = scene.valid.copy()
    seen[:, 2] = False
    assert people_by_motion(make_clip(CHAIN, people=3, valid=seen)) == [1, 0]
