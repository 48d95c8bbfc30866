"""One joint, one Gaussian: where it falls and what moves it, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from skelbench.render.wearing import MOTION, STATE_ROWS, VISIBLE, trace_bodies, wear_bodies

WIDTH = 16
FOCAL, CENTRE, NEAR = (10.0, 12.0), (4.0, 5.0), 0.05


def rig(radius=0.1):
    """A Gaussian on the first joint, one a quarter of the way to the second, 10 cm above; the rest carries nothing."""
    owners, shares = np.zeros((2, WIDTH), np.int32), np.zeros((2, WIDTH), np.float32)
    offsets, radii = np.zeros((3, WIDTH), np.float32), np.zeros(WIDTH, np.float32)
    shares[0, :2], shares[1, 1], owners[1, 1] = (1.0, 0.75), 0.25, 1
    offsets[1, 1], radii[:2] = 0.1, radius
    return owners, shares, offsets, radii


def scene(joints=2):
    lens = np.array([*FOCAL, *CENTRE, NEAR], np.float32)
    turn = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)  # the world's x is depth, backwards
    return turn, np.array([0, 0, 3], np.float32), lens, np.ones((1, joints), bool), np.ones((1, joints), np.float32)


def worn(positions, view):
    positions = np.array(positions, np.float32)[None]
    velocities = positions * 0 + np.array([0, 0, 2], np.float32)
    table, depth = np.zeros((9, WIDTH), np.float32), np.zeros(WIDTH, np.float32)
    state = np.zeros((1, STATE_ROWS, WIDTH), np.float32)
    wear_bodies((0, 1), (positions, velocities, 0), view, rig(), (table, depth), state)
    return table, depth, state


def test_a_gaussian_falls_where_the_camera_sees_it_as_a_ball_in_perspective():
    table, depth, state = worn([[1.0, 0.4, 0.6], [1.0, 0.8, 0.6]], scene())
    assert depth[0] == 2
    np.testing.assert_allclose(state[0, :MOTION, 0], [0.6, 0.4, 2, 2, 0, 0], atol=1e-6)
    np.testing.assert_allclose(state[0, :MOTION, 1], [0.6, 0.5, 2, 2, 0, 0], atol=1e-6)  # 0.4 + 0.4 / 4, no offset
    x, y, kx, ky = 0.3, 0.2, 10 * 0.1 / 2, 12 * 0.1 / 2
    np.testing.assert_allclose(table[:2, 0], [4 + 10 * x, 5 - 12 * y], rtol=1e-6)
    np.testing.assert_allclose(table[1, 1], 5 - 12 * 0.3, rtol=1e-6)  # 0.5 + 0.1 up
    slant = -kx * ky * x * y
    covariance = [[kx**2 * (1 + x**2) + 1e-5, slant], [slant, ky**2 * (1 + y**2) + 1e-5]]
    conic = np.linalg.inv(covariance)
    np.testing.assert_allclose(table[2:5, 0], [conic[0, 0], conic[0, 1], conic[1, 1]], rtol=1e-5)


def test_what_is_too_near_or_carried_by_a_missing_joint_is_not_seen_and_doubt_is_blended():
    turn, move, lens, drawable, confidence = scene()
    confidence[0] = (1.0, 0.2)
    _, _, state = worn([[1.0, 0, 0], [1.0, 0, 0]], (turn, move, lens, drawable, confidence))
    np.testing.assert_allclose(state[0, VISIBLE, :2], [1, 0.75 + 0.25 * 0.2], rtol=1e-6)
    assert (state[0, VISIBLE, 2:] == 0).all()
    drawable[0, 1] = False
    _, _, state = worn([[1.0, 0, 0], [1.0, 0, 0]], (turn, move, lens, drawable, confidence))
    assert state[0, VISIBLE, :2].tolist() == [1, 0]
    _, _, state = worn([[2.96, 0, 0], [2.0, 0, 0]], (turn, move, lens, drawable | True, confidence))
    assert state[0, VISIBLE, 0] == 0  # 4 cm before the camera
    assert state[0, VISIBLE, 1] > 0


@pytest.mark.parametrize("joint", [0, 1])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_gradients_are_differences_of_what_is_worn(joint, axis):
    positions, weights = np.array([[1.0, 0.4, 0.6], [0.9, 0.8, 0.5]]), np.array([1.0, -2, 30, 20, -10])[:, None]
    table, _, state = worn(positions, scene())
    gradient = np.zeros_like(table)
    gradient[:5, :2] = weights
    flow = np.zeros((1, 11, WIDTH), np.float32)
    flow[0, 6, 1], flow[0, 3, 0] = 3.0, 5.0  # three a metre of the second's depth, five a (m/s) of the first's speed
    down = (np.zeros((1, 2, 3), np.float32), np.zeros((1, 2, 3), np.float32))
    trace_bodies((0, 1), scene(), rig(), (table, gradient, 0, state), flow, down)
    step = 1e-2
    ends = []
    for sign in (1, -1):
        moved = positions.copy()
        moved[joint, axis] += sign * step
        table, depth, _ = worn(moved, scene())
        ends.append((table[:5, :2].astype(float) * weights).sum() + 3 * float(depth[1]))
    assert down[0][0, joint, axis] == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=5e-3, abs=5e-2)
    np.testing.assert_allclose(down[1][0], [[0, 0, 5], [0, 0, 0]])  # sideways for the camera is the world's z
