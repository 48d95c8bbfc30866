from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import RenderError
from skelbench.render.measure import rivals
from skelbench.render.measure.rivals import heatmap_drawing, matplotlib_drawing, opencv_drawing
from skelbench.skeleton import Topology

BONE = Topology("bone", ("a", "b"), (("a", "b"),))
PIXELS = np.array([[[[10.0, 20.0], [50.0, 20.0]]]])  # one frame, one person


@pytest.mark.parametrize("drawing", [opencv_drawing, matplotlib_drawing])
def test_lines_lie_between_their_joints(drawing):
    frames = drawing(PIXELS, BONE, 64)()
    assert frames.shape == (1, 64, 64, 3)
    assert frames.dtype == np.uint8
    assert frames[0, 20, 30].max() > 100
    assert frames[0, 20, [10, 50]].max(-1).min() > 100
    assert frames[0, 40].max() == 0


def test_opencv_draws_dots_of_radius_three():
    frames = opencv_drawing(PIXELS, Topology("dots", ("a", "b"), ()), 64)()
    assert np.flatnonzero(frames[0, :, 10].any(-1)).tolist() == list(range(17, 24))


def test_a_heat_map_a_joint_peaks_at_the_joint_with_the_sigma_of_posec3d():
    maps = heatmap_drawing(np.array([[[[28.0, 20.0], [2.0, 60.0]]]]), 56)()
    assert maps.shape == (1, 2, 56, 56)
    assert maps[0, 0, 20, 28] == 1
    assert maps[0, 0, 20, 29] == pytest.approx(np.exp(-1 / (2 * 0.6**2)), rel=1e-5)
    assert maps[0, 1].max() == 0  # outside the picture


def test_a_library_that_is_missing_is_one_sentence(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(rivals, "import_module", missing)
    with pytest.raises(RenderError, match=r"opencv-python-headless .* pip install 'skelbench\[bench\]'"):
        opencv_drawing(PIXELS, BONE, 64)
