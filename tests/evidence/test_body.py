import numpy as np
import pytest

from skelbench.errors import SkeletonError
from skelbench.evidence import acting_person, body_of
from skelbench.evidence.body import DRAWS, Body
from skelbench.skeleton import COCO_17, SMPL_22, SkeletonSequence, Space


def test_the_recording_comes_first_and_its_noisy_copies_follow(build, seconds):
    body = Body(build(seconds, noise=0.01), 0)
    assert body.tracks.shape == (1 + DRAWS, 90, 25, 3)
    assert np.median(body.noise) == pytest.approx(0.01, rel=0.3)
    spread = body.tracks[1:].std(0).mean()
    assert 0.003 < spread < 0.01  # smaller than the noise: the filter takes part of it


def test_a_still_body_without_noise_has_no_error(build, seconds):
    body = Body(build(seconds), 0)
    assert body.noise.max() < 1e-6
    assert body.moving.all()  # nothing moves, so there is no part of the clip to prefer


def test_the_body_frame_looks_where_the_person_faces(build, seconds):
    body = Body(build(seconds), 0)  # a camera's guest looks along -z, its left along -x
    np.testing.assert_allclose(body.forward[0, 0], (0, 0, -1), atol=1e-6)
    np.testing.assert_allclose(body.left[0, 0], (-1, 0, 0), atol=1e-6)


def test_the_moving_part_is_that_in_which_something_moves(build, seconds):
    hand = np.array([0.22, 0.79, 0.0]) + np.clip(seconds - 1, 0, 1)[:, None] * (0.0, 0.5, 0.0)
    moving = Body(build(seconds, left_wrist=hand), 0).moving
    assert seconds[moving].min() == pytest.approx(1.0, abs=0.1)
    assert seconds[moving].max() == pytest.approx(2.0, abs=0.1)


def test_a_missing_hand_is_put_a_palm_beyond_the_wrist(seconds):
    positions = np.zeros((90, 1, 22, 3))
    for name, place in (("left_elbow", (0, 1, 0)), ("left_wrist", (0.25, 1, 0))):
        positions[:, 0, SMPL_22.joint_index[name]] = place
    body = Body(SkeletonSequence(SMPL_22, positions, seconds), 0)
    gap = body.point("left_hand")[0, 0] - body.point("left_wrist")[0, 0]
    np.testing.assert_allclose(gap, (0.08, 0, 0), atol=1e-6)
    assert body.joints_of("left_hand") == ("left_wrist",)


def test_a_picture_is_flat_and_not_metric_and_unknown_units_are_not_metric(build, seconds):
    flat = SkeletonSequence(COCO_17, _picture(), seconds, space=Space("px", "-y", frame="image"))
    assert Body(flat, 0).is_flat and not Body(flat, 0).is_metric
    unknown = build(seconds).changed(space=Space("unknown", frame="body"))
    body = Body(unknown, 0)
    assert not body.is_flat and not body.is_metric
    torso = np.linalg.norm(body.point("neck")[0, 0] - body.point("pelvis")[0, 0])
    assert torso == pytest.approx(0.5, abs=1e-6)


def _picture():
    return np.random.default_rng(0).uniform(100, 400, (1, 1, 17, 2)).repeat(90, 0)


def test_what_a_topology_lacks_is_said(build, seconds):
    body = body_of(build(seconds))
    assert body.has("crown", "mouth", "frame") and not body.has("tail")
    with pytest.raises(SkeletonError, match="tail"):
        body.point("tail")


def test_the_person_who_moves_most_acts(build, seconds):
    still, moved = build(seconds), build(seconds, left_hand=np.cumsum(np.full((90, 3), 0.01), 0))
    two = still.changed(
        positions=np.concatenate([still.positions, moved.positions], 1), valid=None,
        present=np.ones((90, 2), dtype=bool),
    )  # fmt: skip
    assert acting_person(two) == 1
    assert acting_person(still) == 0
    assert body_of(two).person == 1
