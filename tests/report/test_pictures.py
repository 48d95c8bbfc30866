import base64
import io

import numpy as np
import pytest
from PIL import Image

from skelbench.errors import ReportError
from skelbench.report.pictures import frames_strip, png_data


def test_a_frame_comes_back_from_its_address():
    frame = np.zeros((3, 2, 4), dtype=np.float32)
    frame[0, 0, 1], frame[1, 1, 3] = 1.0, 2.0
    data = png_data(frame)
    picture = Image.open(io.BytesIO(base64.b64decode(data.split(",", 1)[1])))
    assert picture.size == (4, 2)
    assert picture.getpixel((1, 0)) == (255, 0, 0) and picture.getpixel((3, 1)) == (0, 255, 0)


def test_every_picture_of_a_strip_has_words_and_a_time():
    strip = frames_strip(np.zeros((2, 3, 4, 4)), [0.0, 0.5], 'what the "model" saw')
    assert strip.html.count("<img") == strip.html.count("alt=") == 2
    assert "what the &quot;model&quot; saw, at 0.50 s" in strip.html


def test_a_picture_of_another_shape_is_refused():
    with pytest.raises(ReportError, match=r"shape \(3 H W\), found \(4, 4, 3\)"):
        png_data(np.zeros((4, 4, 3)))
