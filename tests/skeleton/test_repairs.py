from __future__ import annotations

import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.errors import SkeletonError
from skelbench.skeleton import (
    SkeletonSequence,
    Topology,
    check_quality,
    drop_repeats,
    fill_gaps,
    smooth,
    track_people,
    unswap_sides,
)
from skelbench.skeleton.repairs import repeated_frames, runs

POINT = Topology("point", ("tip",), ())


@pytest.fixture(scope="module")
def clean():
    return choreograph("drink water", seed=2)


def point(values, times=None, **fields) -> SkeletonSequence:
    values = np.asarray(values, dtype=float)
    times = np.arange(len(values)) / 10 if times is None else times
    return SkeletonSequence(POINT, np.stack([values, -values], axis=-1)[:, None, None], times, **fields)


def test_runs_are_first_and_last():
    assert runs(np.array([True, False, True, True])) == [(0, 0), (2, 3)] and runs(np.zeros(0, dtype=bool)) == []


@pytest.mark.parametrize("repair", [fill_gaps, unswap_sides, track_people, drop_repeats])
def test_a_clean_clip_comes_back_as_it_was(repair, clean):
    assert repair(clean) is clean


def test_a_line_and_a_cubic_are_filled_exactly_at_true_times():
    times = np.array([0.0, 0.1, 0.3, 0.35, 0.5, 0.6])
    for method, track in (("linear", 2 * times + 1), ("cubic", times**3 - 2 * times**2 + 1)):
        holed = track.copy()
        holed[2:4] = np.nan
        out = fill_gaps(point(holed, times), 0.5, method)
        np.testing.assert_allclose(out.positions[:, 0, 0, 0], track, atol=1e-6)
        assert out.present.all() and len(out.history) == 1 and "2 missing joint positions filled" in out.history[0]


def test_long_gaps_and_the_ends_stay_missing():
    nan = np.nan
    out = fill_gaps(point([nan, 1, nan, 3, nan, nan, nan, 7, nan]), 0.2)
    assert out.valid[:, 0, 0].tolist() == [False, True, True, True, False, False, False, True, False]
    assert out.positions[2, 0, 0, 0] == pytest.approx(2)


def test_a_filled_gap_has_the_lower_confidence_and_all_else_is_kept_to_the_bit(clean):
    positions = clean.positions.copy()
    positions[20:23, 0, 5] = np.nan
    confidence = np.full(clean.valid.shape, 0.9)
    confidence[23, 0, 5] = 0.4
    out = fill_gaps(clean.changed(positions=positions, confidence=confidence), method="cubic")
    assert np.abs(out.positions - clean.positions).max() < 0.01  # metres
    kept = np.isfinite(positions)
    np.testing.assert_array_equal(out.positions[kept], clean.positions[kept])
    np.testing.assert_allclose(out.confidence[20:23, 0, 5], 0.4)


@pytest.mark.parametrize(("longest", "method"), [(0, "linear"), (np.nan, "linear"), (0.2, "quartic")])
def test_a_gap_length_or_method_that_is_none_is_refused(longest, method, clean):
    with pytest.raises(SkeletonError, match="longest gap above 0 s"):
        fill_gaps(clean, longest, method)


def middle_gain(frequency: float, cutoff: float) -> tuple[float, float]:
    """Size and phase (rad) of a sine after smoothing at 100 frames per second, away from the ends."""
    times = np.arange(1000) / 100
    out = smooth(point(np.sin(2 * np.pi * frequency * times), times), cutoff).positions[200:800, 0, 0, 0]
    phasor = 2 * np.mean(out * np.exp(-2j * np.pi * frequency * times[200:800]))
    return abs(phasor), float(np.angle(phasor) + np.pi / 2)


def test_at_the_cutoff_a_motion_keeps_one_over_root_two_and_nothing_comes_late():
    for cutoff in (4.0, 10.0):
        size, phase = middle_gain(cutoff, cutoff)
        assert size == pytest.approx(2**-0.5, abs=0.003) and abs(phase) < 0.01
    assert middle_gain(1.0, 10.0)[0] == pytest.approx(1, abs=1e-3) and middle_gain(40.0, 4.0)[0] < 1e-3


def test_gaps_stay_gaps_and_short_stretches_stay_as_they_are(clean):
    rng = np.random.default_rng(0)
    noisy = clean.positions + rng.normal(0, 0.01, clean.positions.shape).astype(np.float32)
    noisy[[30, 33], 0, 7] = np.nan
    sequence = clean.changed(positions=noisy)
    out = smooth(sequence, 4)
    np.testing.assert_array_equal(out.valid, sequence.valid)
    np.testing.assert_array_equal(out.positions[31:33, 0, 7], noisy[31:33, 0, 7])
    assert np.nanstd(out.positions - clean.positions) < 0.75 * np.nanstd(noisy - clean.positions)
    assert out.history[-1].startswith("smoothed: Butterworth low-pass, 4 Hz")


def test_uneven_times_a_wrong_cutoff_and_one_frame_are_refused():
    with pytest.raises(SkeletonError, match=r"after frame 1 .* resample\(sequence, 10\)"):
        smooth(point(np.zeros(5), np.array([0, 0.1, 0.3, 0.4, 0.5])), 2)
    for cutoff in (0, 5, np.nan):
        with pytest.raises(SkeletonError, match=r"half the frame rate \(5 Hz\)"):
            smooth(point(np.zeros(9)), cutoff)
    with pytest.raises(SkeletonError, match="at least 2 frames"):
        smooth(point([1.0]))


def test_sides_exchanged_are_exchanged_back_to_the_bit(clean):
    mirrored = list(clean.topology.mirror_rows)
    confidence = np.random.default_rng(0).uniform(size=clean.valid.shape).astype(np.float32)
    positions, seen = clean.positions.copy(), confidence.copy()
    positions[60:65], seen[60:65] = positions[60:65][:, :, mirrored], seen[60:65][:, :, mirrored]
    out = unswap_sides(clean.changed(positions=positions, confidence=seen))
    np.testing.assert_array_equal(out.positions, clean.positions)
    np.testing.assert_array_equal(out.confidence, confidence)
    assert out.history[-1] == "left and right exchanged back in 5 frames" and check_quality(out).problems == ()


def test_people_exchanged_go_back_to_the_bit(clean):
    other = clean.positions[::-1] + np.array([1.2, 0, 0], dtype=np.float32)
    both = np.concatenate([clean.positions, other], axis=1)
    both[:10, 1] = np.nan  # the second comes later
    mixed = both.copy()
    mixed[40:52] = mixed[40:52, ::-1]
    out = track_people(clean.changed(positions=mixed, present=None, truth=None))
    np.testing.assert_array_equal(out.positions, both)
    assert not out.present[:10, 1].any() and out.history[-1] == "people put back in their places in 12 frames"


def test_a_person_who_moves_on_in_an_empty_place_is_followed(clean):
    positions = np.full((clean.frames, 2, *clean.positions.shape[2:]), np.nan, dtype=np.float32)
    positions[:50, 0], positions[50:, 1] = clean.positions[:50, 0], clean.positions[50:, 0]
    out = track_people(clean.changed(positions=positions, present=None, truth=None))
    np.testing.assert_array_equal(out.positions[:, 0], clean.positions[:, 0])
    assert not out.present[:, 1].any()


def test_repeats_are_dropped_and_the_others_keep_their_times(clean):
    positions = clean.positions.copy()
    positions[31:33] = positions[30]
    sequence = clean.changed(positions=positions)
    assert np.flatnonzero(repeated_frames(sequence)).tolist() == [31, 32]
    out = drop_repeats(sequence)
    np.testing.assert_array_equal(out.times, np.delete(clean.times, [31, 32]))
    np.testing.assert_array_equal(out.positions, np.delete(clean.positions, [31, 32], axis=0))
    assert out.history[-1] == f"2 repeated frames of {clean.frames} dropped"
