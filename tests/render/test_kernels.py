from __future__ import annotations

import numpy as np
import pytest

from skelbench.render.kernels import paint, trace_back

DOT = np.array([[3.0, 2.0, 1.0, 0.0, 1.0, 0.5, 1.0, 0.5, 0.25]], np.float32).T.copy()
SIZE, NO_PATCHES = (5, 9), (np.zeros((0, 0, 0), bool), np.zeros(0, np.int64))
STARTS = np.array([0, 1, 1, 1])
REACH = np.float32(-2 * np.log(1e-6))


def test_only_the_asked_pictures_are_written():
    frames = np.full((3, 3, 5, 9), 7, np.float32)
    paint((1, 2), DOT, np.ones(1, np.float32), STARTS, REACH, (frames, *NO_PATCHES, SIZE))
    assert (frames[[0, 2]] == 7).all()
    assert (frames[1] == 0).all()


def test_colours_share_one_alpha():
    frames = np.empty((3, 3, 5, 9), np.float32)
    paint((0, 3), DOT, np.ones(1, np.float32), STARTS, REACH, (frames, *NO_PATCHES, SIZE))
    np.testing.assert_allclose(frames[0, 1], frames[0, 0] / 2, atol=1e-7)
    np.testing.assert_allclose(frames[0, 2], frames[0, 0] / 4, atol=1e-7)
    assert frames[0, 0, 2, 3] == pytest.approx(1 - np.exp(-0.5))


def test_a_picture_nobody_asks_about_gives_no_gradient():
    frames, gradients = np.empty((3, 3, 5, 9), np.float32), np.zeros_like(DOT)
    paint((0, 3), DOT, np.ones(1, np.float32), STARTS, REACH, (frames, *NO_PATCHES, SIZE))
    trace_back(
        (0, 3),
        DOT,
        np.ones(1, np.float32),
        STARTS,
        REACH,
        (frames, np.zeros_like(frames), gradients, *NO_PATCHES, SIZE),
    )
    assert (gradients == 0).all()
    upstream = np.zeros_like(frames)
    upstream[0, 0, 2, 3] = 1  # the red of the centre pixel: d red / d opacity = exp(-o), d red / d r = 1 - exp(-o)
    trace_back((0, 3), DOT, np.ones(1, np.float32), STARTS, REACH, (frames, upstream, gradients, *NO_PATCHES, SIZE))
    expected = [0, 0, 0, 0, 0, np.exp(-0.5), 1 - np.exp(-0.5), 0, 0]
    np.testing.assert_allclose(gradients[:, 0], expected, atol=1e-6)
