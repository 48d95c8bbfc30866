from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import ParameterError
from skelbench.render.measure.people import DISTANCE, moving_people, timed_scene
from skelbench.skeleton import KINECT_V2


def test_people_stand_side_by_side_at_three_metres_and_swing_their_limbs():
    joints = moving_people(2, seed=3)
    assert joints.shape == (12, 2, 25, 3)
    assert joints.dtype == np.float32
    np.testing.assert_allclose(np.median(joints[..., 2], axis=(0, 2)), DISTANCE, atol=0.25)
    assert np.ptp(joints[..., 0], axis=0).max() > 0.05
    heights = np.ptp(joints[0, :, :, 1], axis=-1)
    np.testing.assert_allclose(heights, 1.62, atol=0.12)  # from the feet to the middle of the head
    left, right = (KINECT_V2.joints.index(f"{side}_shoulder") for side in ("left", "right"))
    assert (joints[:, :, left, 0] > joints[:, :, right, 0]).all()


def test_the_same_seed_gives_the_same_motion_and_another_seed_another():
    np.testing.assert_array_equal(moving_people(1, 4), moving_people(1, 4))
    assert not np.array_equal(moving_people(1, 4), moving_people(1, 5))


def test_everyone_is_in_the_picture_of_the_published_camera():
    positions, scene = timed_scene(2, 112)
    pixels = scene.camera.pixels(positions[0].double().numpy())
    assert pixels.min() > 0
    assert pixels.max() < 111
    assert scene.frames.tolist() == list(range(12))


def test_nobody_is_an_error():
    with pytest.raises(ParameterError, match="at least 1 person"):
        moving_people(0)
