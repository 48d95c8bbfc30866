from __future__ import annotations

import gzip

import pytest

from skelbench.errors import FormatError
from skelbench.formats.gzipped import unpacked, unpacked_head
from skelbench.formats.recording import Recording


@pytest.fixture
def packed(tmp_path):
    def make(content):
        path = tmp_path / "x.gz"
        path.write_bytes(content)
        return Recording(path)

    return make


def test_packed_or_not_the_bytes_are_the_same(packed):
    for content in (b"1,2,3\n", gzip.compress(b"1,2,3\n")):
        recording = packed(content)
        assert unpacked(recording, recording.content, 100) == unpacked_head(recording) == b"1,2,3\n"


def test_of_a_bomb_no_more_is_unpacked_than_allowed(packed):
    recording = packed(gzip.compress(b"0" * 50_000_000))
    assert len(recording.content) < 60_000
    with pytest.raises(FormatError, match="at most 1,000 bytes once unpacked"):
        unpacked(recording, recording.content, 1000)
    assert len(unpacked_head(recording, 500)) == 500


def test_broken_packing_is_named(packed):
    whole = gzip.compress(b"1,2,3\n" * 50)
    for content, said in ((whole[:-9], "breaks off after"), (whole[:5] + b"\xff" * 40, "Expected a gzip file, but")):
        recording = packed(content)
        with pytest.raises(FormatError, match=said):
            unpacked(recording, recording.content, 10_000)
    assert unpacked_head(packed(b"\x1f\x8b\xff\xff")) == b""
