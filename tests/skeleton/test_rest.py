from __future__ import annotations

import numpy as np
import pytest

from skelbench.skeleton import BODY_25, COCO_17, KINECT_V1, KINECT_V2, SMPL_22, Space, Topology, place_in_view
from skelbench.skeleton.rest import rest_pose

SEEN_IN_DEPTH = (KINECT_V2, KINECT_V1, SMPL_22, BODY_25)
BODY = Space(frame="body")


def at(pose: np.ndarray, topology: Topology, landmark: str) -> np.ndarray:
    return pose[0, 0, list(topology.rows_of(landmark))].astype(float).mean(0)


@pytest.mark.parametrize("topology", SEEN_IN_DEPTH, ids=lambda topology: topology.name)
def test_whoever_holds_the_arms_out_rests_with_the_arms_hanging_facing_the_camera(topology, body, clip):
    placed = place_in_view(clip(topology, body(topology), space=BODY))
    rest = rest_pose(placed)
    shoulder, wrist = at(rest, topology, "left_shoulder"), at(rest, topology, "left_wrist")
    assert wrist[1] < shoulder[1] - 0.4
    assert abs(wrist[0] - shoulder[0]) < 0.1
    assert at(rest, topology, "left_wrist")[0] < 0 < at(rest, topology, "right_wrist")[0]
    assert at(rest, topology, "head")[1] > at(rest, topology, "pelvis")[1] > at(rest, topology, "left_knee")[1]


@pytest.mark.parametrize("topology", SEEN_IN_DEPTH, ids=lambda topology: topology.name)
def test_rest_keeps_the_place_of_the_pelvis_and_the_length_of_the_limbs(topology, body, clip):
    points = body(topology, frames=9)
    points += np.linspace(-0.5, 0.5, 9)[:, None, None, None] * np.array([1.0, 0, 0])
    placed = place_in_view(clip(topology, points, space=BODY))
    rest = rest_pose(placed)
    np.testing.assert_allclose(
        at(rest, topology, "pelvis"), np.median(placed.landmark("pelvis")[:, 0], axis=0), atol=1e-6
    )
    for a, b in (("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist"), ("right_hip", "right_knee")):
        length = np.linalg.norm(placed.landmark(a)[0, 0] - placed.landmark(b)[0, 0])
        assert np.linalg.norm(at(rest, topology, a) - at(rest, topology, b)) == pytest.approx(length, abs=1e-5)


def test_nothing_moves_at_rest(body, clip):
    points = body(SMPL_22, frames=8) + np.random.default_rng(0).normal(scale=0.05, size=(8, 1, 22, 3))
    rest = rest_pose(place_in_view(clip(SMPL_22, points, space=BODY)))
    assert rest.shape == points.shape
    assert (rest == rest[:1]).all()


def test_a_joint_never_seen_has_no_place_at_rest_and_a_joint_seen_at_times_has_one(body, clip):
    points = body(KINECT_V2, frames=6, people=2)
    points[:, 0, KINECT_V2.joint_index["left_thumb"]] = np.nan
    points[1:, 0, KINECT_V2.joint_index["right_thumb"]] = np.nan
    points[:, 1] = np.nan
    rest = rest_pose(place_in_view(clip(KINECT_V2, points, space=BODY)))
    missing = np.isnan(rest).any(-1)
    assert missing[:, 0].sum(1).tolist() == [1] * 6
    assert missing[:, 1].all()


def test_a_picture_rests_in_its_own_plane(body, clip):
    flat = np.stack([320 + 100 * body(COCO_17)[..., 0], 300 - 100 * body(COCO_17)[..., 1]], axis=-1)
    rest = rest_pose(place_in_view(clip(COCO_17, flat, space=Space("px", up="-y", frame="image"))))
    np.testing.assert_allclose(rest[..., 2], 3)
    assert at(rest, COCO_17, "left_wrist")[1] < at(rest, COCO_17, "left_shoulder")[1] - 0.3


def test_what_is_no_body_rests_as_it_mostly_is(clip):
    stick = Topology("stick", ("base", "tip", "loose"), (("base", "tip"),))
    points = np.tile(np.array([[0.0, 0, 3], [0.3, 0.4, 3.1], [1, 1, 3]]), (5, 1, 1, 1))
    points[4, 0, 1] += 1  # once in five frames
    rest = rest_pose(clip(stick, points))
    np.testing.assert_allclose(rest[0, 0], points[0, 0], atol=1e-6)
