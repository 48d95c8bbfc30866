from __future__ import annotations

import torch

from skelbench.render import RENDERERS, DrAction, StrokeRenderer, new_renderer
from skelbench.render.renderer import Renderer


class OnlyBlack(Renderer):
    def draw(self, clips):
        return [torch.zeros(len(positions), len(scene.frames), 3, *scene.camera.size) for positions, scene in clips]


def test_the_renderers_of_the_issue_are_registered():
    assert {"draction", "strokes", "sticks", "trajectories", "heatmaps"} <= set(RENDERERS)
    assert {name for name, kind in RENDERERS.items() if kind.learnable} == {"draction", "strokes"}


def test_settings_reach_the_config():
    assert isinstance(new_renderer("draction"), DrAction)
    renderer = new_renderer("strokes", {"width": 0.2})
    assert isinstance(renderer, StrokeRenderer)
    assert renderer.config.width == 0.2


def test_a_renderer_needs_nothing_but_a_way_to_draw(make_sequence):
    from skelbench.render import render_clip, sample_frames

    rendering = render_clip(OnlyBlack(), make_sequence(frames=8), sample_frames(4, 8), 16)
    assert rendering.frames.shape == (4, 3, 16, 16)
    assert rendering.backend == "torch"
    assert not rendering.foreground.any()
