import numpy as np
import pytest

from skelbench.evidence import STATISTICS, Settings

TIMES = np.arange(100) / 25.0
RAMP = np.linspace(0.0, 1.0, 100)[None]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mean", 0.5), ("minimum", 0.0), ("maximum", 1.0), ("range", 1.0), ("first", 0.0556), ("last", 0.9444),
        ("change", 0.8889), ("kept_below", 0.7), ("kept_above", 0.3), ("time_of_maximum", 3.96), ("time_of_minimum", 0),
        ("cycles", 0.0), ("repetitions", 1.0), ("frequency", 0.0),
    ],
)  # fmt: skip
def test_a_ramp_from_nought_to_one_has_known_statistics(name, expected):
    assert STATISTICS[name].reduce(RAMP, TIMES, Settings(share=0.7))[0] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("name", "expected"), [("displacement", 0.4444), ("spread", 0.5), ("travel", 0.5)])
def test_a_straight_path_is_as_long_as_it_is_wide(name, expected):
    path = RAMP[..., None] * np.array([0.3, 0.0, 0.4])
    assert STATISTICS[name].reduce(path, TIMES, Settings())[0] == pytest.approx(expected, abs=1e-3)


def test_a_path_swings_along_its_main_axis():
    swing = np.sin(2 * np.pi * 1.5 * TIMES)[None, :, None] * np.array([0.1, -0.1, 0.05])
    assert STATISTICS["frequency"].reduce(swing, TIMES, Settings())[0] == pytest.approx(1.5, abs=0.05)
    assert STATISTICS["cycles"].reduce(swing, TIMES, Settings(prominence=0.1))[0] == pytest.approx(6.0, abs=0.5)


def test_every_copy_is_reduced_on_its_own():
    two = np.concatenate([RAMP, 2 * RAMP])
    for name, statistic in STATISTICS.items():
        if statistic.takes != "path":
            assert statistic.reduce(two, TIMES, Settings()).shape == (2,), name
