"""What every renderer of strokes inherits: dense pictures and their patches are one drawing."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import Scene, published_camera
from skelbench.render.limbs import Strokes
from skelbench.render.stroke_pictures import StrokePictures
from skelbench.skeleton import Topology


class OneLine(StrokePictures):
    """A white line of ten pixels' width from (20, 50) to (80, 50), whoever moves."""

    config = SimpleNamespace(cut=1e-6, threads=0, backend="reference")

    def strokes_of(self, clips):
        ends = torch.tensor([[20.0, 50.0], [80.0, 50.0]])[None, None, None]
        return [
            Strokes(
                pixels=ends, halves=torch.full((1, 1, 1, 2), 5.0), softness=torch.tensor(0.4),
                opacity=torch.ones(1, 1, 1), colours=torch.ones(1, 1, 1, 2, 3), depth=torch.ones(1, 1, 1),
            )
            for _ in clips
        ]  # fmt: skip


@pytest.fixture
def clip():
    there = np.ones((2, 1, 1), bool)
    camera = published_camera(112)
    scene = Scene(
        Topology("dot", ("dot",), ()), there, there[..., 0], None, np.array([0.0, 0.1]), np.array([0]), camera
    )
    return torch.zeros(1, 2, 1, 1, 3), scene


def test_the_line_is_drawn_where_it_is_told(clip):
    (picture,) = OneLine().draw([clip])
    assert picture.shape == (1, 1, 3, 112, 112)
    lit = picture[0, 0, 0] > 0.5
    assert lit[50, 50] and not lit[60, 50] and not lit[50, 95]
    assert float(picture[0, 0, 0, :, 50].sum()) == pytest.approx(10.0, rel=0.02)  # the light across is its width


def test_the_patches_are_those_of_the_dense_picture_that_the_line_touches(clip):
    renderer = OneLine()
    (dense,), (some,) = renderer.draw([clip]), renderer.draw_patches([clip])
    assert 0 < int(some.mask.sum()) < 64
    assert torch.equal(some.pictures(), dense)


def test_clips_are_given_back_one_by_one(clip):
    first, second = OneLine().draw([clip, clip])
    assert torch.equal(first, second) and first.shape[0] == 1


def test_patches_that_do_not_fill_the_picture_are_refused(clip):
    with pytest.raises(RenderError, match="13"):
        OneLine().draw_patches([clip], patch=13)
