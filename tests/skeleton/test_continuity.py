from __future__ import annotations

import numpy as np
import pytest

from skelbench.skeleton import COCO_17, KINECT_V2, SkeletonSequence, Topology
from skelbench.skeleton.continuity import body_size, identities, limb_pairs, side_exchanges

POINT = Topology("point", ("tip", "end"), ())


def test_limbs_hold_the_mirrored_joints_of_both_sides():
    pairs = limb_pairs(COCO_17)
    names = {limb: {COCO_17.joints[left] for left, _ in rows} for limb, rows in pairs.items()}
    assert names["arm"] >= {"left_elbow", "left_wrist"} and names["leg"] >= {"left_knee", "left_ankle"}
    assert all(COCO_17.joints[right].startswith("right") for rows in pairs.values() for _, right in rows)


def test_a_body_is_as_large_as_its_largest_extent(body, clip):
    positions = body(KINECT_V2)
    spans = positions[0, 0].max(0) - positions[0, 0].min(0)
    assert body_size(clip(KINECT_V2, positions)) == pytest.approx(spans.max(), rel=1e-6)
    assert np.isnan(body_size(clip(KINECT_V2, positions * np.nan)))


def walkers(exchanged: slice) -> SkeletonSequence:
    """Two pairs of points that walk past each other along x, 1 m apart in y, in each other's place for some frames."""
    x = np.linspace(-1, 1, 21)
    positions = np.zeros((21, 2, 2, 2))
    positions[:, 0, :, 0], positions[:, 1, :, 0] = x[:, None], -x[:, None]
    positions[:, 1, :, 1] = 1.0
    positions[:, :, 1, 1] += 1.0
    positions[exchanged] = positions[exchanged, ::-1]
    return SkeletonSequence(POINT, positions, np.arange(21) / 10)


def test_people_who_pass_each_other_keep_their_places_and_exchanged_ones_are_found():
    assert (identities(walkers(slice(0, 0))) == [0, 1]).all()
    order = identities(walkers(slice(4, 7)))
    assert (order[4:7] == [1, 0]).all() and (np.delete(order, [4, 5, 6], axis=0) == [0, 1]).all()


def test_crossed_hands_are_no_exchange_and_a_whole_arm_is(body, clip):
    positions = body(KINECT_V2)
    left = [KINECT_V2.joints.index(f"left_{name}") for name in ("shoulder", "elbow", "wrist", "hand")]
    right = [KINECT_V2.joints.index(f"right_{name}") for name in ("shoulder", "elbow", "wrist", "hand")]
    crossed = positions.copy()
    crossed[6:, :, left[2:]], crossed[6:, :, right[2:]] = positions[6:, :, right[2:]], positions[6:, :, left[2:]]
    assert not side_exchanges(clip(KINECT_V2, crossed)).any()
    rows = limb_pairs(KINECT_V2)["arm"]
    for a, b in rows:
        positions[8:10, :, [a, b]] = positions[8:10, :, [b, a]]
    wrong = side_exchanges(clip(KINECT_V2, positions))
    assert np.flatnonzero(wrong.any((1, 2))).tolist() == [8, 9]
    assert set(np.flatnonzero(wrong.any((0, 1)))) == {row for pair in rows for row in pair}
