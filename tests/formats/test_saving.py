from __future__ import annotations

import pytest

from skelbench.errors import FormatError
from skelbench.formats.saving import save_bytes, save_text


def test_a_file_appears_whole_in_a_folder_made_for_it(tmp_path):
    save_text(tmp_path / "a" / "b.txt", "für alle\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "für alle\n".encode()
    save_bytes(tmp_path / "a" / "b.txt", b"new")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(FormatError, match="a place to write"):
        save_text(tmp_path / "file" / "below.txt", "x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FormatError, match="Expected to write"):
        save_text(tmp_path / "folder", "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
