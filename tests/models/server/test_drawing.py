import base64
import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from skelbench.errors import ModelError
from skelbench.models.server import FrameDrawer, picture_of
from skelbench.render import RENDERERS, new_renderer
from skelbench.skeleton import KINECT_V2, SkeletonSequence


def opened(picture):
    head, _, data = picture.address.partition(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))


def test_a_picture_arrives_pixel_for_pixel():
    pixels = np.random.default_rng(0).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    assert (opened(picture_of(pixels)) == pixels).all()
    assert picture_of(pixels).sha256 == picture_of(pixels.copy()).sha256
    assert picture_of(pixels).sha256 != picture_of(pixels.reshape(7, 9, 3)).sha256


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_every_renderer_can_draw_for_a_server(name, waving):
    pictures = FrameDrawer(new_renderer(name), frames=3, size=32)(waving)
    assert [opened(picture).shape for picture in pictures] == [(32, 32, 3)] * 3
    assert all(opened(picture).any() for picture in pictures)


def test_threads_draw_what_one_draws(waving):
    draw = FrameDrawer(new_renderer("draction"), frames=2, size=32)
    alone = draw(waving)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw, [waving] * 8)) == [alone] * 8


def test_a_single_frame_is_no_motion():
    still = SkeletonSequence(KINECT_V2, np.zeros((1, 1, 25, 3)), [0.0])
    with pytest.raises(ModelError, match="at least 2 frames"):
        FrameDrawer(new_renderer("sticks"))(still)
