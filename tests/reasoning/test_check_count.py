import numpy as np
import pytest

from skelbench.reasoning import check_claims, check_count, parse_claims

assert check_count.__doc__


@pytest.fixture
def waving(build, seconds):
    """The left hand swings from side to side four times in three seconds, 0.15 m each way."""
    side = 0.15 * np.sin(2 * np.pi * seconds * 4 / 3)[:, None] * (1.0, 0.0, 0.0)
    return build(seconds, left_hand=np.array([0.35, 1.6, 0.2]) + side)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The left hand swings from side to side four times.", "holds"),
        ("The left hand swings from side to side seven times.", "contradicted"),
        ("The left hand swings from side to side.", "holds"),
        ("The left hand moves up and down.", "contradicted"),
        ("The right hand swings from side to side.", "contradicted"),
        ("The movement is made four times.", "holds"),
        ("The movement is made eight times.", "contradicted"),
        ("The left hand goes to a point beside the head four times.", "holds"),
        ("The left hand goes to a point beside the head eight times.", "contradicted"),
    ],
)
def test_swings_have_an_axis_and_a_count(waving, text, verdict):
    checked = check_claims(waving, parse_claims(text).claims)
    assert [one.verdict.value for one in checked] == [verdict]
