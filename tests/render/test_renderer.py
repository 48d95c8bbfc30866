from __future__ import annotations

import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import RENDERERS, DrAction, StrokeRenderer, new_renderer, renderer_from, settings_of
from skelbench.render.renderer import Renderer


class OnlyBlack(Renderer):
    config = None

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


@pytest.mark.parametrize("name", list(RENDERERS))
def test_settings_make_the_same_renderer_again(name):
    settings = settings_of(new_renderer(name, {"cut": 1e-4}))
    assert settings.get("kind", "draction") == name
    again = renderer_from(settings)
    assert type(again) is type(new_renderer(name))
    assert again.config.cut == 1e-4


def test_settings_without_a_kind_are_dractions_as_they_always_were():
    assert "kind" not in settings_of(DrAction())
    assert renderer_from({"modulation": False}).modulation_head is None


def test_a_renderer_nobody_registered_has_no_settings():
    with pytest.raises(RenderError, match="registered kind, found OnlyBlack"):
        settings_of(OnlyBlack())
