import numpy as np
import pytest

from skelbench.choreography.variation import Variation, View, draw_view, pitch_split, yaw_split
from skelbench.errors import ParameterError


def test_views_of_the_two_splits_share_no_bin():
    for split in ("train", "held_out"):
        views = [draw_view(np.random.Generator(np.random.PCG64(seed)), split, Variation()) for seed in range(200)]
        assert {yaw_split(view.yaw_deg) for view in views} == {split}
        assert {pitch_split(view.pitch_deg) for view in views} == {split}


def test_a_wished_view_is_kept():
    view = draw_view(np.random.Generator(np.random.PCG64(0)), "train", Variation(yaw_deg=30.0, pitch_deg=5.0))
    assert (view.yaw_deg, view.pitch_deg) == (30.0, 5.0)


def test_a_person_who_faces_the_camera_has_the_left_hand_on_the_sensors_right():
    seen = View(0.0, 0.0, 1.0, 3.0, 0.0).seen(np.array([[0.3, 1.0, 0.2]]))
    np.testing.assert_allclose(seen, [[-0.3, 0.0, 2.8]])  # x to the sensor's left; nearer by what reaches forward


def test_a_camera_that_looks_down_sees_the_feet_farther_up():
    level, tilted = (View(0.0, pitch, 1.5, 3.0, 0.0).seen(np.array([0.0, 0.0, 0.0])) for pitch in (0.0, 20.0))
    assert tilted[1] > level[1]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"side": "top"}, "side must be None or left or right, found 'top'"),
        ({"frame": "world"}, "frame must be camera or body"),
        ({"tempo": 0.0}, "tempo must lie between 0.3 and 3"),
        ({"fps": 1000.0}, "fps must lie between 5 and 240"),
    ],
)
def test_an_impossible_wish_is_refused(wish, said):
    with pytest.raises(ParameterError, match=said):
        Variation(**wish)


def test_an_unknown_set_of_styles_is_refused():
    with pytest.raises(ParameterError, match="styles must be base or all, found 'old'"):
        Variation(styles="old")
