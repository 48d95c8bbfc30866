from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import RenderError
from skelbench.render import DrAction, DrActionConfig, render_clip, sample_frames


def test_a_rendering_says_when_and_where_and_by_what(make_sequence):
    sequence = make_sequence(frames=8)
    positions = sequence.positions.copy()
    positions[:, 0, 3] = np.nan
    sequence = sequence.changed(positions=positions, present=None)
    rendering = render_clip(DrAction(DrActionConfig(threads=1)), sequence, sample_frames(4, 8), 48)
    assert rendering.frames.shape == (4, 3, 48, 48)
    assert rendering.frames.dtype == np.float32
    np.testing.assert_allclose(rendering.times, sequence.times[[1, 3, 5, 7]])
    assert rendering.joint_pixels.shape == (4, 1, 25, 2)
    assert np.isnan(rendering.joint_pixels[:, 0, 3]).all()
    assert rendering.backend == "cpu"
    columns, rows = np.round(np.delete(rendering.joint_pixels, 3, axis=2)[0, 0]).astype(int).T
    assert rendering.foreground[0, rows, columns].all()
    assert not rendering.foreground[0, 0, 0]


def test_a_rendering_at_learned_moments_says_when_and_where(make_sequence):
    sequence = make_sequence(frames=8)
    renderer = DrAction(DrActionConfig(threads=1, soft_frames=3))
    rendering = render_clip(renderer, sequence, None, 48)
    np.testing.assert_allclose(rendering.times, 7 / 30 * np.array([1, 3, 5]) / 6, rtol=1e-5)
    assert rendering.joint_pixels.shape == (3, 1, 25, 2)
    columns, rows = np.round(rendering.joint_pixels[1, 0]).astype(int).T
    assert rendering.foreground[1, rows, columns].all()
    between = render_clip(renderer, sequence, np.array([3, 4]), 48).joint_pixels  # the middle moment is half way
    np.testing.assert_allclose(rendering.joint_pixels[1], between.mean(0), atol=1e-3)
    with pytest.raises(RenderError, match="renderer that learned its moments, found neither"):
        render_clip(DrAction(), sequence, None, 48)
