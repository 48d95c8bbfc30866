from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from skelbench.errors import RenderError
from skelbench.render import Rendering, picture
from skelbench.render.picture import contact_sheet, save_rendering


def rendering(count):
    frames = np.zeros((count, 3, 4, 6), np.float32)
    frames[:, 0] = np.linspace(0.2, 1, count)[:, None, None]
    return Rendering(frames, np.arange(count) * 0.1, np.zeros((count, 1, 1, 2)), np.ones((count, 4, 6), bool), "cpu")


def test_a_contact_sheet_shows_every_frame_in_order():
    sheet = contact_sheet(rendering(10).frames)
    assert sheet.shape == (2 * 4 + 2, 5 * 6 + 4 * 2, 3)
    assert sheet[0, 0].tolist() == [51, 0, 0]
    assert sheet[9, -1].tolist() == [255, 0, 0]
    assert contact_sheet(rendering(8).frames).shape == (4, 8 * 6 + 7 * 2, 3)


def test_a_wide_frame_has_its_time_under_it_and_a_narrow_one_none():
    frames = np.zeros((2, 3, 20, 120), np.float32)
    sheet = contact_sheet(frames, np.array([0.0, 1.25]))
    assert sheet.shape == (20 + 16, 2 * 120 + 2, 3)
    assert sheet[20:].max() > 150
    assert sheet[:20, :120].max() == 0
    assert not np.array_equal(sheet[20:, :120], sheet[20:, 122:])
    assert contact_sheet(frames[..., :90], np.array([0.0, 1.25])).shape == (20, 182, 3)


def test_an_animation_keeps_the_pace_of_the_clip(tmp_path):
    save_rendering(rendering(5), tmp_path / "clip.gif")
    with Image.open(tmp_path / "clip.gif") as picture:
        assert (picture.n_frames, picture.size, picture.info["duration"]) == (5, (6, 4), 100)


def test_a_lone_frame_is_an_animation_too(tmp_path):
    save_rendering(rendering(1), tmp_path / "clip.gif")
    with Image.open(tmp_path / "clip.gif") as picture:
        assert picture.size == (6, 4)


def test_other_names_and_missing_folders_are_refused_and_nothing_is_left_behind(tmp_path):
    with pytest.raises(RenderError, match=r"ends in gif or mp4 or png, found 'clip\.mov'"):
        save_rendering(rendering(2), tmp_path / "clip.mov")
    with pytest.raises(RenderError, match="found no folder"):
        save_rendering(rendering(2), tmp_path / "nowhere" / "clip.png")
    assert list(tmp_path.iterdir()) == []


def test_a_film_is_what_browsers_play_and_keeps_the_uneven_pace_of_the_clip(tmp_path):
    import av

    frames = np.zeros((4, 3, 33, 65), np.float32)
    frames[:, 1] = np.linspace(0, 1, 4)[:, None, None]
    times = np.array([3.0, 3.1, 3.3, 3.4])
    done = []
    film = Rendering(frames, times, np.zeros((4, 1, 1, 2)), np.ones((4, 33, 65), bool), "cpu")
    save_rendering(film, tmp_path / "clip.mp4", progress=done.append)
    assert sum(done) == 4
    with av.open(str(tmp_path / "clip.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (66, 34)
        pictures = list(container.decode(stream))
    assert [picture.time for picture in pictures] == pytest.approx([0, 0.1, 0.3, 0.4], abs=1e-3)
    green = [picture.to_ndarray(format="rgb24")[:30, :60, 1].mean() for picture in pictures]
    assert green == pytest.approx([0, 85, 170, 255], abs=8)
    content = (tmp_path / "clip.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")  # starts to play before it is all there


def test_without_its_library_a_film_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(picture, "import_module", missing)
    with pytest.raises(RenderError, match=r"pip install 'skelbench\[video\]'"):
        save_rendering(rendering(2), tmp_path / "clip.mp4")
    assert list(tmp_path.iterdir()) == []
