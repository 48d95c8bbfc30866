from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import SkeletonError
from skelbench.skeleton import SkeletonSequence, Topology, resample

POINT = Topology("point", ("tip",), ())


def moving(times: np.ndarray, **fields: object) -> SkeletonSequence:
    """A point that leaves (1, 2, 3) with velocity (0.5, -1, 2)."""
    positions = np.array([1.0, 2, 3]) + np.asarray(times)[:, None] * np.array([0.5, -1, 2])
    return SkeletonSequence(POINT, positions[:, None, None], np.asarray(times), **fields)


@pytest.mark.parametrize("fps", [1, 7, 24, 30, 60, 1000])
def test_a_straight_motion_is_exact_at_any_rate_however_unevenly_it_was_recorded(fps):
    out = resample(moving([0.0, 0.1, 0.13, 0.5, 0.8, 2.0]), fps)
    assert out.frames == 2 * fps + 1
    np.testing.assert_allclose(np.diff(out.times), 1 / fps)
    np.testing.assert_allclose(out.positions, moving(out.times).positions, atol=1e-6)


def test_at_its_own_rate_a_recording_comes_back_unchanged():
    times = 12.3 + np.arange(50) / 30
    sequence = moving(times)
    np.testing.assert_array_equal(resample(sequence, 30).positions, sequence.positions)


def test_the_last_time_is_never_passed():
    assert resample(moving([0.0, 0.25]), 10).times.tolist() == pytest.approx([0, 0.1, 0.2])


def test_nothing_is_invented_beside_a_missing_joint():
    sequence = moving(np.arange(5) / 10)
    positions = sequence.positions.copy()
    positions[2] = np.nan
    out = resample(sequence.changed(positions=positions, present=None), 20)
    assert out.valid[:, 0, 0].tolist() == [True, True, True, False, False, False, True, True, True]
    assert out.present[:, 0].tolist() == out.valid[:, 0, 0].tolist()


def test_somebody_present_whose_joints_are_hidden_stays_present():
    sequence = moving(np.arange(5) / 10)
    positions = sequence.positions.copy()
    positions[2] = np.nan
    assert resample(sequence.changed(positions=positions), 20).present.all()


def test_confidence_is_blended_and_orientations_are_dropped_aloud():
    confidence = np.array([0.0, 1.0]).reshape(2, 1, 1)
    turns = np.tile([1.0, 0, 0, 0], (2, 1, 1, 1))
    out = resample(moving([0.0, 1.0], confidence=confidence, orientations=turns), 4)
    np.testing.assert_allclose(out.confidence[:, 0, 0], [0, 0.25, 0.5, 0.75, 1])
    assert out.orientations is None
    assert out.history == ("resampled to 4 frames per second, orientations dropped",)


@pytest.mark.parametrize("fps", [0, -3, float("nan"), float("inf")])
def test_a_rate_that_is_none_is_refused(fps):
    with pytest.raises(SkeletonError, match="positive rate"):
        resample(moving([0.0, 1.0]), fps)


def test_one_frame_cannot_be_resampled():
    with pytest.raises(SkeletonError, match="at least 2 frames, found 30 and 1"):
        resample(moving([0.0]), 30)
