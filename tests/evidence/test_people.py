import numpy as np
import pytest

from skelbench.evidence import body_of
from skelbench.evidence.people import facing_deg, gap_between, reach_to_other
from skelbench.skeleton import SkeletonSequence


@pytest.fixture
def pair(build, seconds):
    """Two people 1.5 m apart face to face; the first one's left hand reaches the other's chest at the end."""
    hand = np.array([0.22, 0.79, 0.0]) + (
        np.clip(seconds, 0, 1)[:, None] * (np.array([-0.22, 0.63, 1.5]) - (0, 0.0, 0))
    )
    one = build(seconds, left_hand=hand)
    two = build(seconds).positions * (-1.0, 1.0, -1.0) + (0.0, 0.0, 1.5)
    positions = np.concatenate([one.positions, two], axis=1)
    return SkeletonSequence(one.topology, positions, seconds, space=one.space)


def test_a_hand_reaches_the_other_person(pair):
    one, two = body_of(pair, 0), body_of(pair, 1)
    left, right = reach_to_other(one, two, "hand", "left"), reach_to_other(one, two, "hand", "right")
    assert left is not None and right is not None
    assert left[0].min() == pytest.approx(0.0, abs=0.02) and right[0].min() > 1.0


def test_the_gap_is_that_of_the_pelvises_and_both_face_each_other(pair):
    one, two = body_of(pair, 0), body_of(pair, 1)
    gap, facing = gap_between(one, two), facing_deg(one, two)
    assert gap is not None and facing is not None
    np.testing.assert_allclose(gap[0], 1.5, atol=1e-3)
    np.testing.assert_allclose(facing[0], 0.0, atol=0.5)
