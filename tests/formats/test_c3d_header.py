from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording
from skelbench.formats.c3d_header import parse_c3d_header


@pytest.fixture
def parsed(tmp_path, make_c3d):
    def make(**said):
        (tmp_path / "x.c3d").write_bytes(make_c3d(np.ones((3, 2, 3)), ["A", "B"], **said))
        return parse_c3d_header(Recording(Path(tmp_path / "x.c3d")))

    return make


def test_the_header_says_where_the_points_are_and_what_they_mean(parsed):
    header = parsed(rate=50.0, unit="cm", axes=("+X", "+Y"), first=7, analog=4)
    assert (header.processor, header.markers, header.frames, header.analog, header.first_frame) == ("intel", 2, 3, 4, 7)
    assert header.is_float and header.scale == 1 and header.data_start == 5 * 512 and header.rate == 50
    assert header.labels == ("A", "B") and header.unit == "cm" and header.axes == ("+X", "+Y")


def test_whole_numbers_carry_their_scale_and_the_other_byte_order_is_read(parsed):
    header = parsed(kind="int", order=">")
    assert header.processor == "mips" and not header.is_float and header.scale == pytest.approx(0.1)


def test_parameters_that_point_back_or_nowhere_end_the_walk(tmp_path, make_c3d):
    content = bytearray(make_c3d(np.ones((3, 2, 3)), ["A", "B"]))
    for value in (b"\x00\x00", b"\x01\x00", b"\xff\xff"):
        broken = content[:]
        broken[512 + 4 + 2 + 5 : 512 + 4 + 2 + 7] = value  # behind the group's name: how far to the next record
        (tmp_path / "x.c3d").write_bytes(broken)
        header = parse_c3d_header(Recording(tmp_path / "x.c3d"))
        assert header.labels == ("", "")
    lost = content[:]
    lost[512 + 2] = 1
    lost[512 + 4] = 127
    (tmp_path / "x.c3d").write_bytes(lost[: 512 + 100] + b"\0" * 2000)
    with pytest.raises(FormatError, match=r"x\.c3d"):
        parse_c3d_header(Recording(tmp_path / "x.c3d"))


def test_a_scale_that_would_leave_the_numbers_is_refused(tmp_path, make_c3d):
    content = make_c3d(np.ones((3, 2, 3)), ["A", "B"], kind="int")
    for scale in (2e34, np.nan, 0.0):
        new = np.float32(scale).tobytes()
        (tmp_path / "x.c3d").write_bytes(content.replace(np.float32(0.1).tobytes(), new))
        with pytest.raises(FormatError, match="Expected a scale and a rate of frames, found"):
            parse_c3d_header(Recording(tmp_path / "x.c3d"))
