from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from skelbench.errors import RenderError
from skelbench.render import Rendering
from skelbench.render.picture import contact_sheet, save_rendering


def rendering(count):
    frames = np.zeros((count, 3, 4, 6), np.float32)
    frames[:, 0] = np.linspace(0.2, 1, count)[:, None, None]
    return Rendering(frames, np.arange(count) * 0.1, np.zeros((count, 1, 1, 2)), np.ones((count, 4, 6), bool), "cpu")


def test_a_contact_sheet_shows_every_frame_in_order():
    sheet = contact_sheet(rendering(10).frames)
    assert sheet.shape == (2 * 4 + 2, 8 * 6 + 7 * 2, 3)
    assert sheet[0, 0].tolist() == [51, 0, 0]
    assert sheet[6, 8].tolist() == [255, 0, 0]


def test_an_animation_keeps_the_pace_of_the_clip(tmp_path):
    save_rendering(rendering(5), tmp_path / "clip.gif")
    with Image.open(tmp_path / "clip.gif") as picture:
        assert (picture.n_frames, picture.size, picture.info["duration"]) == (5, (6, 4), 100)


def test_a_lone_frame_is_an_animation_too(tmp_path):
    save_rendering(rendering(1), tmp_path / "clip.gif")
    with Image.open(tmp_path / "clip.gif") as picture:
        assert picture.size == (6, 4)


def test_other_names_and_missing_folders_are_refused_and_nothing_is_left_behind(tmp_path):
    with pytest.raises(RenderError, match=r"ends in gif or png, found 'clip\.mov'"):
        save_rendering(rendering(2), tmp_path / "clip.mov")
    with pytest.raises(RenderError, match="found no folder"):
        save_rendering(rendering(2), tmp_path / "nowhere" / "clip.png")
    assert list(tmp_path.iterdir()) == []
