import pytest

from skelbench.training.schedule import half_cosine


def test_it_warms_up_peaks_and_falls_to_two_percent():
    assert half_cosine(0, 100, 1.0, 0.1) == pytest.approx(0.1)
    assert half_cosine(9, 100, 1.0, 0.1) == pytest.approx(1.0)
    assert half_cosine(10, 100, 1.0, 0.1) == pytest.approx(1.0)
    assert half_cosine(55, 100, 1.0, 0.1) == pytest.approx(0.51)  # half way down: 0.02 + 0.98 / 2
    assert half_cosine(100, 100, 1.0, 0.1) == pytest.approx(0.02)
