import numpy as np
import pytest

from skelbench.choreography.body import Body, draw_body, stature_split
from skelbench.errors import ParameterError


def rng(seed):
    return np.random.Generator(np.random.PCG64(seed))


def test_a_leg_and_a_foot_make_drillis_and_continis_hip_height():
    body = Body(1.75)
    assert (body.thigh + body.shank + body.ankle_height) / body.stature == pytest.approx(0.530)


def test_an_arm_has_the_published_length():
    body = Body(1.75)
    assert body.upper_arm == pytest.approx(0.186 * 1.75)
    assert body.forearm == pytest.approx(0.146 * 1.75)


def test_shoulders_are_at_the_published_height():
    body = Body(2.0)
    assert (0.530 * 2.0 + body.spine) / 2.0 == pytest.approx(0.818, abs=0.005)


def test_bodies_of_the_two_splits_share_no_stratum_of_stature():
    for split in ("train", "held_out"):
        bodies = [draw_body(rng(seed), split) for seed in range(200)]
        assert {stature_split(body.stature) for body in bodies} == {split}
        assert min(b.stature for b in bodies) >= 1.5 and max(b.stature for b in bodies) <= 1.95


def test_the_asked_stature_is_used_and_an_impossible_one_refused():
    assert draw_body(rng(0), "train", 1.8).stature == 1.8
    with pytest.raises(ParameterError, match=r"stature of 1\.0 to 2\.3 m, found 9"):
        draw_body(rng(0), "train", 9.0)
