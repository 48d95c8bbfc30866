from __future__ import annotations

import numpy as np

from skelbench.render.capsule_kernels import paint_capsules, trace_capsules

# u0 v0 r0 u1 v1 r1, softness, opacity, colours of both ends
BAR = [4.0, 4.0, 1.5, 12.0, 4.0, 1.5, 0.3, 1.0, 1.0, 0.5, 0.0, 1.0, 0.5, 0.0]


def painted(rows, count=1):
    table = np.array(rows, np.float32).reshape(-1, 14)
    frames = np.zeros((count, 3, 9, 17), np.float32)
    starts = np.linspace(0, len(table), count + 1).astype(np.int64)
    paint_capsules((0, count), table, np.arange(len(table)), starts, np.float32(20), frames)
    return frames


def test_the_first_in_the_order_hides_the_next():
    other = [*BAR[:8], 0, 0, 1, 0, 0, 1]
    table = np.array([other, BAR], np.float32)
    frames = np.zeros((1, 3, 9, 17), np.float32)
    paint_capsules((0, 1), table, np.array([1, 0]), np.array([0, 2]), np.float32(20), frames)
    np.testing.assert_allclose(frames[0, :, 4, 8], [1, 0.5, 0], atol=0.02)


def test_only_the_asked_span_of_pictures_is_drawn():
    table = np.array([BAR, BAR], np.float32)
    frames = np.zeros((2, 3, 9, 17), np.float32)
    paint_capsules((1, 2), table, np.arange(2), np.array([0, 1, 2]), np.float32(20), frames)
    assert frames[0].max() == 0
    np.testing.assert_array_equal(frames[1], painted(BAR)[0])


def test_nothing_is_drawn_of_what_is_out_of_the_picture_or_without_opacity_or_number():
    away, clear, broken = list(BAR), list(BAR), list(BAR)
    away[1] = away[4] = 400.0
    clear[7] = 0.0
    broken[0] = np.nan
    assert painted([away, clear, broken]).max() == 0


def test_the_gradient_of_light_by_opacity_is_the_light_and_by_colour_the_cover():
    table, light = np.array([BAR], np.float64), painted(BAR)[0]
    gradients = np.zeros_like(table)
    flow = (np.ones((1, 3, 9, 17)), gradients)
    trace_capsules((0, 1), table, np.arange(1), np.array([0, 1]), 20.0, flow)
    np.testing.assert_allclose(gradients[0, 7], light.sum(), rtol=1e-5)
    np.testing.assert_allclose(gradients[0, [8, 11]].sum(), light[0].sum(), rtol=1e-5)
    np.testing.assert_allclose(gradients[0, 8], gradients[0, 11], rtol=1e-5)  # the bar is symmetric
