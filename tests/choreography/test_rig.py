import numpy as np

from skelbench.choreography.rig import turned, unit

ZERO, RIGHT_ANGLE = np.zeros(1), np.full(1, np.pi / 2)


def test_turning_bending_and_leaning_go_the_way_they_say():
    ahead, up = np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])
    np.testing.assert_allclose(turned(RIGHT_ANGLE, ZERO, ZERO)[0] @ ahead, [1, 0, 0], atol=1e-12)  # to the left
    np.testing.assert_allclose(turned(ZERO, RIGHT_ANGLE, ZERO)[0] @ up, [1, 0, 0], atol=1e-12)  # to the left
    np.testing.assert_allclose(turned(ZERO, ZERO, RIGHT_ANGLE)[0] @ up, [0, 0, 1], atol=1e-12)  # forward


def test_a_unit_vector_is_one_long():
    np.testing.assert_allclose(unit(np.array([[3.0, 0.0, 4.0]])), [[0.6, 0.0, 0.8]])
