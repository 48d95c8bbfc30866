from __future__ import annotations

import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.skeleton import COCO_17, KINECT_V2, Space
from skelbench.skeleton.anatomy import check_anatomy


@pytest.fixture(scope="module")
def clean():
    return choreograph("bow", seed=2)


def kinds(sequence):
    return [problem.kind for problem in check_anatomy(sequence)]


@pytest.mark.parametrize(("factor", "advice"), [(1000, "rather mm"), (100, "rather cm"), (0.001, "no metric unit")])
def test_a_body_of_no_human_size_tells_the_unit(clean, factor, advice):
    (found,) = check_anatomy(clean.changed(positions=clean.positions * factor))
    assert found.kind == "wrong unit" and advice in found.sentence and found.person is None
    assert 1.2 < found.figure / factor < 2.2


def test_where_one_of_two_is_a_giant_it_is_a_ghost(clean):
    both = np.concatenate([clean.positions, clean.positions * 4], axis=1)
    found = list(check_anatomy(clean.changed(positions=both, present=None, truth=None)))
    assert [(one.kind, one.person) for one in found] == [("ghost body", 1)] and found[0].unit == "m"


def test_a_body_that_never_moves_is_a_ghost(body, clip, clean):
    (found,) = check_anatomy(clip(KINECT_V2, body(KINECT_V2, frames=20), space=Space(frame="body")))
    assert (found.kind, found.person, found.figure) == ("ghost body", 0, 0.0) and "never moves" in found.sentence
    assert "ghost body" not in kinds(clip(KINECT_V2, body(KINECT_V2, frames=5)))  # half a second says nothing


def test_bones_of_no_human_proportion_are_a_ghost(clean):
    random = np.random.default_rng(0).normal(size=clean.positions.shape[2:]) * np.geomspace(0.1, 3, 25)[:, None]
    blob = clean.changed(
        positions=clean.positions * 0.02 + random.astype(np.float32) * np.geomspace(0.1, 3, 25)[:, None]
    )
    assert any(one.kind == "ghost body" and "proportions" in one.sentence for one in check_anatomy(blob))


def test_a_bone_that_grows_by_half_is_told_with_its_ends(clean):
    positions = clean.positions.copy()
    elbow, wrist = (clean.topology.joints.index(f"left_{name}") for name in ("elbow", "wrist"))
    beyond = [clean.topology.joints.index(f"left_{name}") for name in ("wrist", "hand", "hand_tip", "thumb")]
    growth = np.linspace(0, 0.5, clean.frames)[:, None, None]
    shift = growth * (positions[:, :, wrist] - positions[:, :, elbow])
    positions[:, :, beyond] += shift[:, :, None]
    (found,) = check_anatomy(clean.changed(positions=positions))
    assert found.kind == "bone drift" and set(found.joints) == {"left_elbow", "left_wrist"}
    assert found.figure == pytest.approx(0.45 / 1.25, abs=0.02)  # of lengths 1 to 1.5, 5th to 95th hundredth


def test_an_axis_that_is_not_up_is_named(body, clip):
    standing = choreograph("drink water", seed=2)
    turned = standing.positions[..., [0, 2, 1]] * np.array([1, -1, 1], dtype=np.float32)
    (found,) = check_anatomy(standing.changed(positions=turned))
    assert found.kind == "wrong axis" and "up is rather z" in found.sentence
    picture = body(COCO_17, frames=5)[..., :2] * 100
    space = Space(unit="px", up="-y", frame="image")
    (found,) = check_anatomy(clip(COCO_17, picture, space=space))
    assert found.kind == "wrong axis" and "rather y" in found.sentence
    assert kinds(clip(COCO_17, picture * [1, -1], space=space)) == []


def test_nobody_has_no_anatomy(clean):
    assert kinds(clean.changed(positions=clean.positions * np.nan, present=None)) == []


@pytest.mark.parametrize("seed", [2, 7, 33, 54])  # the trunk lies along an axis of the sensor
def test_a_push_up_is_no_wrong_axis(seed):
    assert "wrong axis" not in kinds(choreograph("push-up", seed))


@pytest.mark.parametrize(
    ("order", "signs"), [([0, 2, 1], [1, -1, 1]), ([1, 0, 2], [1, -1, 1]), ([0, 1, 2], [-1, -1, 1])]
)
def test_somebody_who_walks_in_a_file_with_a_wrong_axis_is_told(order, signs):
    walking = choreograph("walk", seed=4)
    turned = walking.positions[..., order] * np.array(signs, dtype=np.float32)
    assert "wrong axis" not in kinds(walking) and "wrong axis" in kinds(walking.changed(positions=turned))
