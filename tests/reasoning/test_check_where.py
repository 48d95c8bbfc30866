import numpy as np
import pytest

from skelbench.reasoning import check_claims, check_where, parse_claims

assert check_where.__doc__


def verdicts(sequence, text):
    return [one.verdict.value for one in check_claims(sequence, parse_claims(text).claims)]


@pytest.fixture
def overhead(build, seconds):
    """The left hand above the head from 1 s on, the right foot lifted by 0.3 m from 1 s to 2 s."""
    up = np.interp(seconds, [0.8, 1.2], [0.0, 1.0])[:, None]
    foot = np.interp(seconds, [0.8, 1.2, 1.8, 2.2], [0.0, 1.0, 1.0, 0.0])[:, None]
    return build(
        seconds, left_hand=(0.22, 0.79, 0.0) + up * (0.0, 1.1, 0.0),
        right_ankle=(-0.1, 0.08, 0.0) + foot * (0.0, 0.3, 0.0),
    )  # fmt: skip


def test_heights_are_told(overhead):
    assert verdicts(overhead, "The left hand is above the head.") == ["holds"]
    assert verdicts(overhead, "The right hand is above the head.") == ["contradicted"]
    assert verdicts(overhead, "The head is below the left hand.") == ["holds"]


def test_a_foot_leaves_the_floor(overhead):
    assert verdicts(overhead, "The right foot leaves the floor.") == ["holds"]
    assert verdicts(overhead, "The left foot leaves the floor.") == ["contradicted"]


def test_hands_that_meet_touch(build, seconds):
    assert verdicts(build(seconds), "The hands touch each other.") == ["contradicted"]
    near = build(seconds, left_hand=(0.05, 1.2, 0.3), right_hand=(-0.05, 1.2, 0.3))
    assert verdicts(near, "The hands touch each other.") == ["holds"]


def test_a_hand_that_never_left_does_not_return(build, seconds):
    assert verdicts(build(seconds), "The left hand returns to the side of the body.") == ["contradicted"]
