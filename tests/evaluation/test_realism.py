"""Statistics of motions worked out by hand: a hand on a circle, a bending knee, a walking pelvis."""

import numpy as np
import pandas as pd
import pytest

from skelbench.datasets import Clip, load
from skelbench.errors import ParameterError
from skelbench.evaluation import MOTION_UNITS, compare_statistics, motion_statistics
from skelbench.skeleton import COCO_17, KINECT_V2, SkeletonSequence, Space

TIMES = np.arange(150) / 30.0
STANDING = {
    "spine_base": (0.0, 0.95, 0.0), "spine_mid": (0.0, 1.2, 0.0), "spine_shoulder": (0.0, 1.42, 0.0),
    "neck": (0.0, 1.5, 0.0), "head": (0.0, 1.62, 0.0), "shoulder": (0.2, 1.42, 0.0), "elbow": (0.22, 1.12, 0.0),
    "wrist": (0.22, 0.87, 0.0), "hand": (0.22, 0.79, 0.0), "hand_tip": (0.22, 0.71, 0.0), "thumb": (0.22, 0.8, 0.04),
    "hip": (0.1, 0.93, 0.0), "knee": (0.1, 0.5, 0.0), "ankle": (0.1, 0.08, 0.0), "foot": (0.1, 0.03, 0.12),
}  # fmt: skip


def positions_of(**moves):
    """(T 1 J 3): a body that stands still, with some joints elsewhere."""
    out = np.zeros((len(TIMES), 1, len(KINECT_V2.joints), 3))
    for row, joint in enumerate(KINECT_V2.joints):
        x, y, z = STANDING[joint.removeprefix("left_").removeprefix("right_")]
        out[:, 0, row] = moves.get(joint, (-x if joint.startswith("right_") else x, y, z))
    return out


def row_of(positions, topology=KINECT_V2, label="a", unit="m"):
    sequence = SkeletonSequence(topology, positions, TIMES, space=Space(frame="body", unit=unit))
    return motion_statistics([Clip("one", sequence, label)]).iloc[0]


def circle(radius, hz, centre=(-0.4, 1.2, 0.3)):
    """A circle in the frontal plane."""
    turn = 2 * np.pi * hz * TIMES
    return np.array(centre) + radius * np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], -1)


def test_a_body_that_stands_still_has_no_motion_and_its_duration():
    row = row_of(positions_of())
    assert row["duration"] == pytest.approx(149 / 30)
    assert row[[name for name in MOTION_UNITS if name != "duration"]].astype(float).abs().max() < 1e-6


def test_a_hand_on_a_circle_moves_at_two_pi_radius_frequency():
    """v = 2 π r f, a = (2 π f)² r, height 2 r; the filter at 6 Hz passes 99 % of 1 Hz."""
    row = row_of(positions_of(right_hand=circle(0.25, 1.0)))
    assert row["hand speed"] == pytest.approx(2 * np.pi * 0.25, rel=0.03)
    assert row["hand acceleration"] == pytest.approx((2 * np.pi) ** 2 * 0.25, rel=0.05)
    assert row["hand height range"] == pytest.approx(0.5, rel=0.03)
    assert row["hand frequency"] == pytest.approx(1.0, abs=0.03)
    assert row["foot speed"] < 1e-6 and row["pelvis path"] < 1e-6


def test_twice_as_often_is_twice_as_fast_and_four_times_the_acceleration():
    slow, fast = (row_of(positions_of(right_hand=circle(0.1, hz))) for hz in (0.5, 1.0))
    assert fast["hand speed"] / slow["hand speed"] == pytest.approx(2, rel=0.03)
    assert fast["hand acceleration"] / slow["hand acceleration"] == pytest.approx(4, rel=0.06)
    assert fast["hand frequency"] / slow["hand frequency"] == pytest.approx(2, rel=0.05)


def test_the_side_that_moves_more_is_the_one_that_counts():
    both = positions_of(right_hand=circle(0.1, 0.5), left_hand=circle(0.2, 1.0, (0.4, 1.2, 0.3)))
    assert row_of(both)["hand speed"] == pytest.approx(2 * np.pi * 0.2, rel=0.03)
    assert row_of(both)["hand frequency"] == pytest.approx(1.0, abs=0.03)


def test_angles_range_from_the_5th_to_the_95th_percentile():
    """A knee that bends by 30° (1 − cos): its 5th and 95th percentiles lie cos(π/20) of 60° apart."""
    bend = np.radians(30 * (1 - np.cos(2 * np.pi * 0.4 * TIMES)))
    hip, shank = np.array([0.1, 0.93, 0.0]), 0.42
    knee = np.broadcast_to([0.1, 0.5, 0.0], (len(TIMES), 3))
    ankle = knee + shank * np.stack([np.zeros_like(bend), -np.cos(bend), -np.sin(bend)], -1)
    row = row_of(positions_of(left_hip=hip, left_knee=knee, left_ankle=ankle))
    assert row["knee flexion range"] == pytest.approx(60 * np.cos(np.pi / 20), abs=1.0)
    assert row["elbow flexion range"] < 1e-6


def test_the_pelvis_path_is_the_length_walked():
    moved = positions_of()
    moved[..., 2] += (1.2 * TIMES)[:, None, None]
    row = row_of(moved)
    assert row["pelvis path"] == pytest.approx(1.2 * TIMES[-1], rel=0.03)
    assert row["hand speed"] < 0.05  # relative to the chest


def test_a_frame_that_is_missing_costs_nothing():
    holes = positions_of(right_hand=circle(0.25, 1.0))
    holes[40:44, 0, KINECT_V2.joint_index["right_hand"]] = np.nan
    row = row_of(holes)
    assert row["hand speed"] == pytest.approx(2 * np.pi * 0.25, rel=0.04)
    assert row["hand frequency"] == pytest.approx(1.0, abs=0.03)


def test_a_picture_has_angles_and_times_but_no_metres():
    flat = np.random.default_rng(0).uniform(0, 400, (len(TIMES), 1, 17, 2))
    sequence = SkeletonSequence(COCO_17, flat, TIMES, space=Space(frame="image", unit="px"))
    row = motion_statistics([Clip("one", sequence, "a")]).iloc[0]
    assert np.isnan([row[name] for name, unit in MOTION_UNITS.items() if unit.startswith("m")]).all()
    assert np.isfinite(row["elbow flexion range"]) and row["duration"] == pytest.approx(149 / 30)


def test_a_set_gives_a_row_a_clip_under_its_own_name():
    found = motion_statistics(load("choreography:seed=1,clips=2,actions=wave+clap,texts=no"))
    assert found["set"].tolist() == ["choreography"] * 2 and sorted(found["label"]) == ["clap", "wave"]
    assert np.isfinite(found[list(MOTION_UNITS)].to_numpy(float)).all()


def table(name, label, values):
    return pd.DataFrame({"id": "x", "set": name, "label": label, **dict.fromkeys(MOTION_UNITS, values)})


def test_distances_by_hand_largest_first_and_labels_matched():
    """{1 2 3 4} against {3 4 5 6}: the distributions part by a half at most; against {7 8 9} they do not overlap."""
    made = pd.concat([table("choreography", "walk", [1.0, 2.0, 3.0, 4.0]), table("choreography", "wave", [1.0, 2.0])])
    recorded = pd.concat([table("utkinect", "walk", [3.0, 4.0, 5.0, 6.0]), table("utkinect", "wave hands", [7.0, 8.0])])
    found = compare_statistics(made, recorded)
    assert len(found) == 2 * len(MOTION_UNITS)
    assert found["distance"].tolist() == [1.0] * len(MOTION_UNITS) + [0.5] * len(MOTION_UNITS)
    assert found["label"].iloc[0] == "wave hands"
    last = found.iloc[-1]
    assert (last["made_lower"], last["made_median"], last["made_upper"], last["made_clips"]) == (1.75, 2.5, 3.25, 4)
    assert last["recorded_median"] == 4.5


def test_several_actions_may_stand_for_one_label():
    ours = [table("choreography", f"pick up with {hands}", [1.0]) for hands in ("one hand", "two hands")]
    found = compare_statistics(pd.concat(ours), table("utkinect", "pick up", [1.0, 1.0]))
    assert found["made_clips"].unique().tolist() == [2] and (found["distance"] == 0).all()


def test_labels_that_nothing_was_made_for_are_an_error_only_where_none_is_left():
    with pytest.raises(ParameterError, match="none of: wave hands"):
        compare_statistics(table("choreography", "walk", [1.0]), table("utkinect", "wave hands", [1.0]))
