from __future__ import annotations

import numpy as np
import pytest

from skelbench.formats.units import axes_of_body, metres_of_body
from skelbench.skeleton import KINECT_V2, Topology


@pytest.fixture
def body(kinect_pose):
    """(4 1 25 3), metres, body frame: the camera frame turned by half a turn about y."""
    return np.tile(kinect_pose * np.array([-1, 1, -1]), (4, 1, 1, 1))


@pytest.mark.parametrize(("unit", "metres"), [("m", 1), ("cm", 0.01), ("mm", 0.001), ("inches", 0.0254)])
@pytest.mark.parametrize("size", [0.75, 1.0, 1.2])
def test_a_body_of_any_size_in_any_unit_comes_out_in_metres(body, unit, metres, size):
    found, said = metres_of_body(KINECT_V2, body * size / metres)
    np.testing.assert_allclose(found, body * size, rtol=1e-12)
    assert f"unit {unit} " in said


@pytest.mark.parametrize(("size", "unit"), [(60, "cm"), (0.06, "m"), (600, "mm"), (2.0, "m"), (1e9, "cm")])
def test_an_animals_unit_follows_from_its_whole_size(size, unit):
    snake = Topology("snake", ("head", "tail"), (("head", "tail"),))
    positions = np.array([[[[0, 0, 0], [size, 0, 0]]]], dtype=float)
    if (size, unit) == (0.06, "m"):
        positions *= 10
    _, said = metres_of_body(snake, positions)
    assert f"unit {unit} by the size of the whole skeleton" in said


def test_y_up_right_handed_and_facing_z_changes_nothing(body):
    found, said = axes_of_body(KINECT_V2, body)
    np.testing.assert_array_equal(found, body)
    assert said == ["y is up by the line from ankles to head"]


def test_z_up_is_turned_and_left_handed_axes_are_mirrored(body):
    x, y, z = np.moveaxis(body, -1, 0)
    found, said = axes_of_body(KINECT_V2, np.stack([x, -z, y], axis=-1))
    np.testing.assert_allclose(found, body)
    assert "z is up" in said[0]
    found, said = axes_of_body(KINECT_V2, body * np.array([-1, 1, 1]))
    np.testing.assert_allclose(found, body)
    assert "left-handed" in said[1]


def test_a_body_turned_away_and_a_lying_one_are_said(body):
    _, said = axes_of_body(KINECT_V2, body * np.array([-1, 1, -1]))
    assert any("turned by 180 deg" in one or "turned by -180 deg" in one for one in said)
    x, y, z = np.moveaxis(body, -1, 0)
    _, said = axes_of_body(KINECT_V2, np.stack([y, x, -z], axis=-1))
    assert "does not follow an axis" in said[0]


@pytest.mark.parametrize("missing", [range(25), [0], [12, 13, 14, 16, 17, 18], [3, 14, 18]])
def test_joints_that_are_never_seen_are_left_out_of_every_guess_without_a_word_of_warning(body, missing):
    body[..., list(missing), :] = np.nan
    found, said = metres_of_body(KINECT_V2, body * 1000)
    assert said.startswith("unit ") and found.shape == body.shape
    if len(missing) < 25:
        np.testing.assert_allclose(found, body)
    _, axes = axes_of_body(KINECT_V2, found)
    assert axes


def test_an_animal_with_a_gap_in_every_frame_keeps_its_size():
    snake = Topology("snake", ("head", "middle", "tail"), ())
    positions = np.array([[[[0, 0, 0], [np.nan] * 3, [600.0, 0, 0]]]])
    assert "unit mm by the size of the whole skeleton, 600 mm" in metres_of_body(snake, positions)[1]
