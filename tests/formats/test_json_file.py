from __future__ import annotations

from pathlib import Path

import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording
from skelbench.formats.json_file import parse_json

HERE = Recording(Path("clip.json"))


def test_json_is_parsed_with_and_without_a_byte_order_mark():
    assert parse_json(HERE, b'\xef\xbb\xbf{"a": [1, 2.5, null]}') == {"a": [1, 2.5, None]}
    assert parse_json(HERE, b"[]") == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b'{"a": [1,\n', "Expected JSON, but expecting value.*line 2"),
        (b"\xff\xfe", "binary data at byte 0"),
        (b"[" * 100_000, "Expected JSON, but"),
        (b"1" + b"0" * 5000, "Expected JSON, but"),
        (b"[" + b"{}," * 4_000_000 + b"{}]", r"need 1,\d\d\d,\d\d\d,\d\d\d; cut the recording"),
        (b"[" + b"[]," * 9_000_000 + b"[]]", "cut the recording"),
    ],
    ids=range(7),
)
def test_what_is_broken_or_would_fill_the_memory_is_refused_by_name(content, words):
    with pytest.raises(FormatError, match=words) as error:
        parse_json(HERE, content)
    assert "clip.json" in str(error.value)
