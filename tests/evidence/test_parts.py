import numpy as np
import pytest

from skelbench.evidence import body_of
from skelbench.evidence.parts import PART_NAMES, marks_of, motion_spans, part_speed, symmetry_index, travel

HAND = np.array([0.22, 0.79, 0.0])


def raised(seconds):
    """The left hand goes up 0.6 m between 1 s and 2 s."""
    way = np.zeros((len(seconds), 3))
    way[:, 1] = 0.6 * np.clip(seconds - 1.0, 0.0, 1.0)
    return HAND + way


def test_a_hand_that_goes_up_travels_its_way_and_the_other_none(build, seconds):
    body = body_of(build(seconds, left_hand=raised(seconds)))
    left, right = travel(body, "hand", "left"), travel(body, "hand", "right")
    assert left is not None and right is not None
    assert left[0] == pytest.approx(0.6, abs=0.03) and right[0] == 0.0
    assert symmetry_index(float(left[0]), float(right[0])) == pytest.approx(2.0)


def test_a_motion_has_its_span(build, seconds):
    body = body_of(build(seconds, left_hand=raised(seconds)))
    (span,) = motion_spans(body, "hand", "left")
    assert span[0] == pytest.approx(1.0, abs=0.1) and span[1] == pytest.approx(2.0, abs=0.1)
    assert motion_spans(body, "head", "") == []


def test_a_part_without_a_side_is_the_faster_of_both(build, seconds):
    body = body_of(build(seconds, left_hand=raised(seconds)))
    both, left = part_speed(body, "hand", ""), part_speed(body, "hand", "left")
    assert both is not None and left is not None
    np.testing.assert_allclose(both, left, atol=1e-6)


def test_symmetry_is_0_for_alike_and_for_nothing():
    assert symmetry_index(1.0, 1.0) == 0.0 and symmetry_index(0.0, 0.0) == 0.0
    assert symmetry_index(1.0, 3.0) == 1.0


def test_every_part_has_landmarks():
    assert all(marks_of(part, "left") for part in PART_NAMES)
