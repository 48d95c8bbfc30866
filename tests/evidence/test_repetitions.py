from __future__ import annotations

import numpy as np
import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.datasets import load
from skelbench.errors import SkeletonError
from skelbench.evidence import find_repetitions
from skelbench.skeleton import KINECT_V1, SkeletonSequence, Topology

FPS = 30
ROW = KINECT_V1.joint_index
STANDING = np.zeros((20, 3))
for _joint, _height in {"hip_centre": 0.9, "spine": 1.1, "shoulder_centre": 1.4, "head": 1.6}.items():
    STANDING[ROW[_joint], 1] = _height
_LIMBS = {
    "shoulder": (0.18, 1.4), "elbow": (0.2, 1.1), "wrist": (0.22, 0.88), "hand": (0.22, 0.8),
    "hip": (0.1, 0.9), "knee": (0.1, 0.5), "ankle": (0.1, 0.1), "foot": (0.1, 0.03),
}  # fmt: skip
for _side, _sign in (("left", -1), ("right", 1)):
    for _joint, _at in _LIMBS.items():
        STANDING[ROW[f"{_side}_{_joint}"], :2] = (_sign * _at[0], _at[1])
STANDING[:, 2] = 3.0


def lifting(heights, hand="right_hand", noise=0.0):
    """Somebody who stands and lifts one hand by these heights (metres, a frame each)."""
    frames = np.repeat(STANDING[None], len(heights), axis=0)
    frames[:, ROW[hand], 1] += heights
    frames[:, ROW[hand.replace("hand", "wrist")], 1] += 0.9 * np.asarray(heights)
    frames += np.random.default_rng(5).normal(0, noise, frames.shape)
    return SkeletonSequence(KINECT_V1, frames[:, None].astype(np.float32), np.arange(len(heights)) / FPS)


def bumps(count, seconds=2.0, height=0.6):
    """Heights that rise and fall `count` times."""
    t = np.arange(round(count * seconds * FPS) + 1) / FPS
    return height * (1 - np.cos(2 * np.pi * t / seconds)) / 2


@pytest.mark.parametrize("count", [1, 2, 5, 9])
@pytest.mark.parametrize("noise", [0.0, 0.01])
def test_lifts_are_counted_and_each_spans_its_own_time(count, noise):
    found = find_repetitions(lifting(bumps(count), noise=noise))
    assert found.count == count
    np.testing.assert_allclose(found.spans, [(2 * n, 2 * n + 2) for n in range(count)], atol=0.35)


def test_the_period_is_that_of_the_movement():
    assert find_repetitions(lifting(bumps(6, seconds=1.5))).period == pytest.approx(1.5, abs=0.1)


def test_half_a_repetition_at_the_end_is_none():
    heights = bumps(4)
    assert find_repetitions(lifting(heights[: round(3.5 * 2 * FPS)])).count == 3


def test_a_pause_in_the_middle_breaks_nothing():
    heights = np.concatenate([bumps(2), np.zeros(3 * FPS), bumps(2)])
    assert find_repetitions(lifting(heights)).count == 4


def test_a_movement_that_does_not_come_back_is_no_repetition():
    assert find_repetitions(lifting(bumps(1)[: FPS + 1])).count == 0


@pytest.mark.parametrize("noise", [0.0, 0.005])
def test_somebody_who_stands_still_repeats_nothing(noise):
    assert find_repetitions(lifting(np.zeros(90), noise=noise)).count == 0


def test_five_frames_hold_no_repetition():
    assert find_repetitions(lifting(bumps(1)[:5])).count == 0


def test_a_raised_hand_that_waves_is_counted_by_its_waves():
    t = np.arange(5 * FPS) / FPS
    raised = 0.9 * np.clip(np.minimum(t, 5 - t) / 0.7, 0, 1)
    sequence = lifting(raised)
    waving = np.where((t > 0.9) & (t < 3.9), 0.15 * np.sin(2 * np.pi * (t - 0.9) * 4 / 3), 0)
    positions = sequence.positions.copy()
    positions[:, 0, ROW["right_hand"], 0] += waving
    assert find_repetitions(sequence.changed(positions=positions)).count == 4


def test_coming_and_going_is_no_repetition():
    heights = np.concatenate([np.zeros(FPS), bumps(3), np.zeros(FPS)])
    way = np.concatenate([np.linspace(-1.5, 0, FPS), np.zeros(len(heights) - 2 * FPS), np.linspace(0, 1.5, FPS)])
    positions = lifting(heights).positions.copy()
    positions[..., 0] += way[:, None, None]
    swing = 0.25 * np.sin(2 * np.pi * np.arange(len(way)) / FPS) * (way != 0)  # the legs of a walker
    for side, sign in (("left", 1), ("right", -1)):
        for joint in ("ankle", "foot", "knee"):
            positions[:, 0, ROW[f"{side}_{joint}"], 2] += sign * swing
    assert find_repetitions(lifting(heights).changed(positions=positions)).count == 3


def test_missing_frames_are_bridged_and_a_landmark_that_is_mostly_missing_does_not_count():
    sequence = lifting(bumps(4))
    positions = sequence.positions.copy()
    positions[50:55, 0, ROW["right_hand"]] = np.nan
    positions[:200, 0, ROW["left_hand"]] = np.nan
    assert find_repetitions(sequence.changed(positions=positions)).count == 4


def test_one_hand_can_be_asked_for():
    heights = np.concatenate([bumps(3), np.zeros(6 * FPS)])
    both = lifting(heights).positions.copy()
    both[:, 0, ROW["left_hand"], 1] += np.concatenate([np.zeros(6 * FPS), bumps(6, seconds=1.0)])
    sequence = lifting(heights).changed(positions=both)
    assert find_repetitions(sequence, landmarks=("right_hand",)).count == 3
    assert find_repetitions(sequence, landmarks=("left_hand",)).count == 6


def test_where_nothing_can_be_measured_the_error_says_so():
    chain = Topology("chain", ("a", "b"), (("a", "b"),))
    blob = SkeletonSequence(chain, np.ones((20, 1, 2, 3), np.float32), np.arange(20) / FPS)
    with pytest.raises(SkeletonError, match="hips or a pelvis"):
        find_repetitions(blob)
    positions = lifting(bumps(1)).positions.copy()
    positions[:, :, 1:] = np.nan
    with pytest.raises(SkeletonError, match="in half of the frames, found none"):
        find_repetitions(lifting(bumps(1)).changed(positions=positions))


EXERCISES = ("squat", "lunge", "push-up", "shoulder press", "biceps curl", "sit to stand", "shoulder abduction",
             "hurdle step", "side lunge", "leg raise", "front arm raise")  # fmt: skip


def test_choreographed_exercises_are_counted_as_commanded():
    clips = [choreograph(label, seed, Variation(whole=True, texts=False)) for label in EXERCISES for seed in (100, 101)]
    right = [find_repetitions(clip).count == len(clip.truth.repetitions) for clip in clips]
    assert np.mean(right) >= 0.95


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    ("least", "variation"),
    [
        (0.98, Variation(whole=True, texts=False)),
        (0.93, Variation(whole=True, texts=False, sensor="lifelike")),
        (0.82, Variation(texts=False)),  # begins and ends anywhere: a half seen may be most of a repetition, or not
    ],
    ids=["whole", "by a lifelike sensor", "cut anywhere"],
)
def test_many_choreographed_exercises_are_counted_as_commanded(least, variation):
    clips = [choreograph(label, seed, variation) for label in EXERCISES for seed in range(100, 140)]
    right = [find_repetitions(clip).count == len(clip.truth.repetitions) for clip in clips]
    assert np.mean(right) >= least


def test_a_step_over_and_a_step_back_are_one_repetition():
    t = np.arange(4 * 4 * FPS + 1) / FPS  # four times four seconds, each with two lifts of a foot
    lifted = 0.4 * (1 - np.cos(np.pi * t)) / 2
    ahead = 0.5 * np.clip(1.5 * np.sin(np.pi * (t / 2 - 0.5)) / 1.0 + 0.5, 0, 1)
    positions = lifting(np.zeros(len(t))).positions.copy()
    for joint in ("right_ankle", "right_foot", "right_knee"):
        positions[:, 0, ROW[joint], 1] += lifted
        positions[:, 0, ROW[joint], 2] -= ahead
    assert find_repetitions(lifting(np.zeros(len(t))).changed(positions=positions)).count == 4


def test_a_repetition_that_the_clip_cuts_off_counts_if_most_of_it_is_there():
    heights = bumps(4)
    assert find_repetitions(lifting(heights[round(0.35 * 2 * FPS) :])).count == 4
    assert find_repetitions(lifting(heights[: round(3.7 * 2 * FPS)])).count == 4
    assert find_repetitions(lifting(heights[: round(3.2 * 2 * FPS)])).count == 3


@pytest.mark.realdata
@pytest.mark.timeout(1200)
def test_ten_repetitions_of_ui_prmd_laid_end_to_end_are_counted_as_ten(real_data):
    clips = load("ui_prmd", real_data / "ui_prmd")
    series: dict[tuple[str, str, str], list[np.ndarray]] = {}
    for clip, entry in zip(clips, clips.entries, strict=True):
        key = (entry.label, clip.subject, entry.traits["execution"])
        series.setdefault(key, []).append(clip.sequence.positions)
    topology, right = clips[0].sequence.topology, {"correct": [], "incorrect": []}
    for (_, _, execution), parts in series.items():
        whole = np.concatenate(parts)
        found = find_repetitions(SkeletonSequence(topology, whole, np.arange(len(whole)) / 30))
        right[execution].append(found.count == len(parts) == 10)
    assert np.mean(right["correct"]) >= 0.96 and np.mean(right["incorrect"]) >= 0.92
