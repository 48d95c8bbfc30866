from __future__ import annotations

import numpy as np

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
