import numpy as np
import pytest

from skelbench.evidence import signals

TIMES = np.arange(120) / 30.0


def test_smoothing_keeps_a_constant_and_its_gaps():
    values = np.full((120, 2), 3.0)
    values[10, 1] = np.nan
    smoothed = signals.smooth(values, TIMES)
    np.testing.assert_array_equal(np.isnan(smoothed), np.isnan(values))
    np.testing.assert_allclose(smoothed[np.isfinite(smoothed)], 3.0, rtol=1e-12)


def test_a_sine_at_the_cut_off_loses_three_decibels():
    times = np.arange(2000) / 500.0
    wave = np.sin(2 * np.pi * 5.0 * times)
    middle = slice(500, 1500)
    ratio = np.ptp(signals.smooth(wave, times, cutoff_hz=5.0)[middle]) / 2
    assert ratio == pytest.approx(np.sqrt(0.5), abs=0.003)


def test_smoothing_does_the_same_at_twice_the_rate():
    slow, fast = np.arange(121) / 30.0, np.arange(241) / 60.0
    a = signals.smooth(np.sin(2 * np.pi * slow), slow)[20:-20]
    b = signals.smooth(np.sin(2 * np.pi * fast), fast)[::2][20:-20]
    np.testing.assert_allclose(a, b, atol=0.003)


def test_the_noise_level_finds_the_noise_and_not_the_motion():
    noise = np.random.default_rng(0).standard_normal((2000, 3)) * 0.01
    times = np.arange(2000) / 30.0
    moving = noise + 0.3 * np.sin(2 * np.pi * 0.5 * times)[:, None]
    np.testing.assert_allclose(signals.noise_level(moving), 0.01, rtol=0.08)


def test_the_noise_of_a_few_frames_is_unknown():
    assert np.isnan(signals.noise_level(np.zeros((7, 2)))).all()


def test_the_rate_of_a_parabola_is_a_line():
    rate = signals.rate_of_change(TIMES**2, TIMES)
    np.testing.assert_allclose(rate[1:-1], 2 * TIMES[1:-1], atol=1e-9)


@pytest.mark.parametrize("hertz", [1.0, 2.0, 3.5])
def test_a_sine_is_measured_at_its_own_frequency(hertz):
    assert signals.dominant_frequency(np.sin(2 * np.pi * hertz * TIMES), TIMES) == pytest.approx(hertz, abs=0.05)


def test_a_frequency_is_found_at_uneven_times():
    times = np.sort(np.random.default_rng(1).uniform(0, 4, 90))
    assert signals.dominant_frequency(np.sin(2 * np.pi * 2 * times), times) == pytest.approx(2.0, abs=0.06)


@pytest.mark.parametrize(
    "series", [np.zeros(120), TIMES, np.random.default_rng(2).standard_normal(120), 1 / (1 + np.exp(-8 * (TIMES - 2)))]
)
def test_what_does_not_oscillate_has_no_frequency(series):
    assert signals.dominant_frequency(series, TIMES) == 0.0


def test_three_swings_are_three_cycles_and_three_repetitions():
    swing = np.sin(2 * np.pi * 0.75 * TIMES[:120])  # 3 periods in 4 seconds
    assert signals.count_cycles(swing, 0.5) == 3.0
    assert signals.count_repetitions(1 - np.cos(2 * np.pi * 0.75 * TIMES), 0.5) == 3.0


def test_small_jitter_is_no_cycle_and_one_up_and_down_is_half_of_one():
    assert signals.count_cycles(0.01 * np.sin(40 * TIMES), 0.05) == 0.0
    assert signals.count_cycles(np.sin(np.pi * TIMES / 4), 0.05) == 0.5


@pytest.mark.parametrize(("mask", "run"), [([0, 1, 1, 0, 1], (1, 2)), ([1, 1], (0, 1)), ([0, 0], (0, -1))])
def test_the_longest_run_is_found(mask, run):
    assert signals.longest_run(np.array(mask, dtype=bool)) == run
