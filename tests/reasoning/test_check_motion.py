import numpy as np
import pytest

from skelbench.reasoning import check_claims, check_motion, parse_claims
from skelbench.skeleton import SkeletonSequence

assert check_motion.__doc__


def verdicts(sequence, text, person=0):
    return [one.verdict.value for one in check_claims(sequence, parse_claims(text).claims, person)]


@pytest.fixture
def meeting(build, seconds):
    """The first person comes nearer by 1 m, the second stands."""
    way = np.interp(seconds, [0.5, 2.0], [0.0, 1.0])[:, None, None, None] * (0.0, 0.0, 1.0)
    still = build(seconds).positions
    positions = np.concatenate([still + way, still * (-1.0, 1.0, -1.0) + (0.0, 0.0, 2.5)], axis=1)
    return SkeletonSequence(build(seconds).topology, positions, seconds, space=build(seconds).space)


def test_who_moves_more_and_whether_they_come_nearer(meeting):
    assert verdicts(meeting, "One person moves more than the other.") == ["holds"]
    assert verdicts(meeting, "The other person moves more than the first.") == ["contradicted"]
    assert verdicts(meeting, "The two people come closer to each other.") == ["holds"]
    assert verdicts(meeting, "The two people move apart.") == ["contradicted"]
    assert verdicts(meeting, "The first person acts.") == ["holds"]


def test_a_body_that_leaves_the_floor_jumps(build, seconds):
    up = np.interp(seconds, [1.0, 1.2, 1.4], [0.0, 0.3, 0.0])[:, None, None, None] * (0.0, 1.0, 0.0)
    still = build(seconds)
    jumping = still.changed(positions=still.positions + up)
    assert verdicts(jumping, "The person jumps.") == ["holds"] and verdicts(still, "The person jumps.") == [
        "contradicted"
    ]


def test_a_lying_trunk_has_fallen(build, seconds):
    lying = build(seconds, neck=(0.0, 0.95, 0.55))
    assert verdicts(lying, "The whole body falls over.") == ["holds"]
    assert verdicts(build(seconds), "The whole body falls over.") == ["contradicted"]
