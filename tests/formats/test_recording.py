from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import recording as module
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import LineCursor, Recording, number_table
from skelbench.skeleton import KINECT_V2

HERE = Recording(Path("clip.txt"))


def test_lines_are_counted_from_one_whatever_ends_them(tmp_path):
    for ends in ("\n", "\r\n", "\r"):
        (tmp_path / "x").write_bytes(ends.join(["first", "7", "x"]).encode())
        cursor = LineCursor(Recording(tmp_path / "x"))
        assert cursor.take("a word") == "first" and cursor.take_count("a number") == 7 and cursor.left == 1
        with pytest.raises(FormatError, match=r"Expected a number, found 'x' \(.*x, line 3\)"):
            cursor.take_count("a number")
        with pytest.raises(FormatError, match=r"Expected more, found the end of the file \(.*x, line 4\)"):
            cursor.take("more")


def test_a_table_keeps_its_numbers_and_empty_cells_are_nan():
    table = number_table(HERE, ["1,2,3", "4,,6"], [1, 2], ",")
    np.testing.assert_array_equal(table, [[1, 2, 3], [4, np.nan, 6]])
    np.testing.assert_array_equal(number_table(HERE, ["1 a 3"], [1], None, [2, 0]), [[3, 1]])
    with pytest.raises(FormatError, match=r"Expected 3 values, found 2 \(clip.txt, line 9\)"):
        number_table(HERE, ["1 2 3", "4 5"], [8, 9])


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    (tmp_path / "x").write_bytes(b"0" * 100)
    with pytest.raises(FormatError, match=r"at most 99 bytes, found 100; cut the recording"):
        Recording(tmp_path / "x").content_of(tmp_path / "x", 99)
    monkeypatch.setattr(module, "MOST_POSITIONS", 100)
    HERE.check_size(4, 25)
    with pytest.raises(FormatError, match="at most 100 positions, found 5 x 25"):
        HERE.check_size(5, 25)


def test_text_that_is_no_utf_8_is_refused_with_the_byte(tmp_path):
    (tmp_path / "x").write_bytes("HIERARCHÿ".encode("latin-1"))
    with pytest.raises(FormatError, match="binary data at byte 8"):
        _ = Recording(tmp_path / "x").text


def test_a_body_further_away_than_anything_is_refused_with_frame_and_joint(tmp_path):
    (tmp_path / "x").write_text("x")
    recording = Recording(tmp_path / "x")
    positions = np.ones((3, 1, 25, 3))
    positions[2, 0, 4, 1] = 2e6
    with pytest.raises(FormatError, match="frame 2, joint left_shoulder"):
        recording.sequence(recording.source("ntu"), KINECT_V2, positions, np.arange(3.0))
    with pytest.raises(FormatError, match="Times must increase strictly"):
        recording.sequence(recording.source("ntu"), KINECT_V2, np.ones((2, 1, 25, 3)), np.zeros(2))


def test_every_format_says_what_it_is():
    for name, reader in FORMATS.items():
        assert isinstance(reader, FormatReader) and reader.summary and reader.suffixes, name


def test_text_too_long_for_the_memory_is_refused_before_it_is_read(tmp_path, monkeypatch):
    (tmp_path / "x").write_text("1 2 3\n" * 30)
    monkeypatch.setattr(module, "LARGEST_ROWS", 100)
    with pytest.raises(FormatError, match=r"at most 100 bytes, found 180; cut the recording into parts \(.*x\)"):
        Recording(tmp_path / "x").text  # noqa: B018
    monkeypatch.setattr(module, "_MOST_NUMBERS", 5)
    with pytest.raises(FormatError, match=r"at most 5 numbers, found 2 rows of 3; cut the recording"):
        number_table(HERE, ["1 2 3", "4 5 6"], [1, 2])


def test_a_column_that_is_not_there_is_told_with_its_line():
    with pytest.raises(FormatError, match=r"Expected 4 values, found 2 \(clip.txt, line 7\)"):
        number_table(HERE, ["1,2"], [7], ",", [0, 3])
