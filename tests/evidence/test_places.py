import numpy as np
import pytest

from skelbench.evidence import Measurement, measure
from skelbench.evidence.places import DISTANCES, HEIGHTS


def value(sequence, quantity, side="", statistic="mean", **settings):
    return measure(sequence, Measurement(quantity, statistic, side, **settings)).value


def test_distances_are_those_of_a_ruler(build, seconds):
    sequence = build(seconds, left_hand=(0.3, 1.62, 0.4))
    assert value(sequence, "hand_to_head", "left") == pytest.approx(0.5, abs=1e-5)
    assert value(sequence, "hand_to_hand") == pytest.approx(np.sqrt(0.52**2 + 0.83**2 + 0.4**2), abs=1e-5)


def test_the_mouth_is_in_front_of_the_head_and_the_ears_beside_it(build, seconds):
    in_front, beside = build(seconds, left_hand=(0, 1.56, 0.1)), build(seconds, left_hand=(0.075, 1.62, 0))
    assert value(in_front, "hand_to_mouth", "left") == pytest.approx(0, abs=1e-5)
    assert value(beside, "hand_to_ear", "left") == pytest.approx(0, abs=1e-5)
    assert value(build(seconds, right_hand=(0, 1.73, 0)), "hand_to_crown", "right") == pytest.approx(0, abs=1e-5)


def test_heights_are_signed_and_the_floor_is_under_the_feet(build, seconds):
    sequence = build(seconds)
    assert value(sequence, "hand_above_shoulder", "left") == pytest.approx(0.79 - 1.42, abs=1e-5)
    assert value(sequence, "hand_above_knee", "left") == pytest.approx(0.29, abs=1e-5)
    assert value(sequence, "pelvis_height") == pytest.approx(0.92, abs=1e-5)


def test_offsets_follow_the_body_when_it_turns(build, seconds):
    turned = build(seconds)
    hand = {"left_hand": (0.25, 1.3, 0.45), "right_hand": (-0.25, 1.3, 0.45)}
    for name, place in hand.items():
        turned = turned.changed(positions=_with(turned, name, place))
    quarter = turned.positions[..., [2, 1, 0]] * np.array([1, 1, -1])  # a quarter turn about the vertical
    for sequence in (turned, turned.changed(positions=quarter)):
        assert value(sequence, "hand_forward", "left") == pytest.approx(0.45, abs=1e-4)
        assert value(sequence, "hand_before_face", "right") == pytest.approx(0.45, abs=1e-4)
        assert value(sequence, "hand_outward", "left") == pytest.approx(0.25, abs=1e-4)
        assert value(sequence, "hand_outward", "right") == pytest.approx(0.25, abs=1e-4)
        assert value(sequence, "hand_reach", "left") == pytest.approx(np.hypot(0.05, 0.45), abs=1e-4)


def _with(sequence, name, place):
    positions = sequence.positions.copy()
    positions[:, 0, sequence.topology.joint_index[name]] = place
    return positions


def test_a_body_is_off_the_ground_only_while_feet_and_pelvis_are(build, seconds):
    hop = np.where(abs(seconds - 1.5) < 0.25, 0.2, 0.0)[:, None] * (0, 1, 0)
    left, right = hop + np.array([0.1, 0.08, 0.0]), hop + np.array([-0.1, 0.08, 0.0])
    one, feet = build(seconds, left_ankle=left), build(seconds, left_ankle=left, right_ankle=right)
    whole = build(seconds, left_ankle=left, right_ankle=right, spine_base=hop + np.array([0.0, 0.95, 0.0]))
    assert value(one, "body_lift", statistic="maximum") == pytest.approx(0, abs=1e-6)
    assert value(feet, "body_lift", statistic="maximum") == pytest.approx(0, abs=1e-6)
    assert value(whole, "body_lift", statistic="maximum") == pytest.approx(0.2, abs=0.005)
    assert value(one, "ankle_lift", "left", statistic="maximum") == pytest.approx(0.2, abs=0.005)


def test_strides_are_signed_by_the_foot_in_front(build, seconds):
    assert value(build(seconds, left_ankle=(0.1, 0.08, 0.3)), "stride") == pytest.approx(0.3, abs=1e-5)
    assert value(build(seconds, right_ankle=(-0.1, 0.08, 0.3)), "stride") == pytest.approx(-0.3, abs=1e-5)
    assert value(build(seconds, left_ankle=(0.1, 0.08, 0.3)), "ankle_forward", "left") == pytest.approx(0.3, abs=1e-5)


def test_every_row_of_the_tables_is_a_formula_of_its_own():
    names = [row[0] for row in (*DISTANCES, *HEIGHTS)]
    assert len(names) == len(set(names)) == 18
