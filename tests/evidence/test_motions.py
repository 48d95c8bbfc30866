import numpy as np
import pytest

from skelbench.evidence import Measurement, Settings, measure


def value(sequence, quantity, statistic, side=""):
    return measure(sequence, Measurement(quantity, statistic, side, settings=Settings(prominence=0.05))).value


def test_a_hand_moved_evenly_has_the_speed_it_was_given(build, seconds):
    hand = np.array([0.22, 0.9, 0.0]) + 0.5 * seconds[:, None] * (0, 0.6, 0.8)
    sequence = build(seconds, left_hand=hand)
    assert value(sequence, "hand_speed", "mean", "left") == pytest.approx(0.5, abs=0.01)
    assert value(sequence, "hand_forward_speed", "mean", "left") == pytest.approx(0.4, abs=0.01)
    assert value(sequence, "hand_speed", "maximum", "right") == pytest.approx(0.0, abs=1e-6)


def test_a_peak_speed_survives_jitter(build, seconds):
    foot = np.array([0.1, 0.3, 0.0]) + 0.3 * np.sin(2 * np.pi * seconds)[:, None] * (0, 0, 1)
    peak = 0.3 * 2 * np.pi
    assert value(build(seconds, left_ankle=foot), "ankle_speed", "maximum", "left") == pytest.approx(peak, rel=0.03)
    noisy = build(seconds, noise=0.005, left_ankle=foot)
    assert value(noisy, "ankle_speed", "maximum", "left") == pytest.approx(peak, rel=0.12)


def test_a_wave_of_two_hertz_is_measured_at_two_hertz_whatever_its_direction(build, seconds):
    for direction in ((1, 0, 0), (0, 0.6, 0.8)):
        hand = (0.4, 1.6, 0.1) + 0.1 * np.sin(2 * np.pi * 2 * seconds)[:, None] * np.array(direction)
        sequence = build(seconds, left_hand=hand)
        assert value(sequence, "hand_path", "frequency", "left") == pytest.approx(2.0, abs=0.06)
        assert value(sequence, "hand_path", "cycles", "left") == pytest.approx(6.0, abs=0.5)


def test_the_pelvis_moves_as_far_as_it_was_carried(build, seconds):
    pelvis = (0, 0.95, 0) + seconds[:, None] * (0.3, 0.1, 0.4)
    sequence = build(seconds, spine_base=pelvis)
    way = 0.5 * seconds[-1]
    assert value(sequence, "pelvis_path", "spread") == pytest.approx(way, rel=0.02)
    assert value(sequence, "pelvis_path", "travel") == pytest.approx(way, rel=0.02)
    assert value(sequence, "pelvis_speed", "mean") == pytest.approx(np.sqrt(0.26), rel=0.02)
