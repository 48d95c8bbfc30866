import hashlib

import pytest

from skelbench.errors import ReportError
from skelbench.report.fingerprint import file_sha256, files_of, find_input, input_sha256, recorded_path


def test_a_file_s_hash_is_that_of_its_bytes(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert file_sha256(tmp_path / "a.txt") == hashlib.sha256(b"abc").hexdigest()


def test_a_folder_s_hash_sees_names_and_bytes_but_no_caches(tmp_path):
    folder = tmp_path / "model"
    (folder / "sub").mkdir(parents=True)
    (folder / "a").write_bytes(b"1")
    (folder / "sub" / "b").write_bytes(b"2")
    first = input_sha256(folder)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "c.pyc").write_bytes(b"3")
    assert input_sha256(folder) == first
    assert list(files_of(folder)) == ["a", "sub/b"]
    (folder / "a").rename(folder / "c")
    assert input_sha256(folder) != first


def test_nothing_at_a_path_is_said(tmp_path):
    with pytest.raises(ReportError, match="nothing lies there"):
        input_sha256(tmp_path / "gone")


def test_a_recorded_path_is_never_absolute_and_leads_back(tmp_path, monkeypatch):
    home = tmp_path / "project"
    home.mkdir()
    monkeypatch.setenv("SKELBENCH_HOME", str(home))
    (tmp_path / "clip.bvh").write_text("x")
    recorded = recorded_path(tmp_path / "clip.bvh")
    assert recorded == "../clip.bvh"
    assert find_input(recorded) == tmp_path / "clip.bvh"
