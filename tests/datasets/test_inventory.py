from __future__ import annotations

import gzip
import hashlib
import shutil

import pytest

from skelbench.datasets import read_card, take_inventory
from skelbench.datasets.inventory import content_digest, read_checksums, save_checksums
from skelbench.errors import FormatError, ParameterError, RecordError

CARD = """title = "Tiny"
summary = "s"
licence = "l"
origin = "o"
how_to_load = "tiny"
splits = "p"
[files]
format = "sbu"
pattern = '(?P<subject>s\\d)/(?P<action>a\\d)\\.txt'
count = 4
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project of one card, and a folder of its set: two people, two actions."""
    (tmp_path / "home" / "data" / "cards").mkdir(parents=True)
    (tmp_path / "home" / "data" / "cards" / "tiny.toml").write_text(CARD)
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path / "home"))
    for person in ("s1", "s2"):
        (tmp_path / "set" / person).mkdir(parents=True)
        for action in ("a1", "a2"):
            (tmp_path / "set" / person / f"{action}.txt").write_text(f"{person} {action}")
    return tmp_path


def test_a_digest_is_the_beginning_of_the_sha256_of_what_is_in_a_file_packed_or_not(tmp_path):
    (tmp_path / "a").write_bytes(b"content")
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"content"))
    digits = hashlib.sha256(b"content").hexdigest()[:16]
    assert content_digest(tmp_path / "a") == content_digest(tmp_path / "a.gz") == digits


def test_a_whole_folder_holds_wherever_it_lies_and_however_it_is_packed(home):
    save_checksums("tiny", home / "set")
    assert list(read_checksums("tiny")) == ["s1/a1.txt", "s1/a2.txt", "s2/a1.txt", "s2/a2.txt"]
    shutil.move(home / "set", home / "elsewhere" / "deep" / "set")
    place = home / "elsewhere" / "deep" / "set" / "s1" / "a1.txt"
    place.with_name("a1.txt.gz").write_bytes(gzip.compress(place.read_bytes()))
    place.unlink()
    found = take_inventory(read_card("tiny"), home / "elsewhere")
    assert found.holds and (found.expected, found.present, found.unknown) == (4, 4, 0)


def test_what_is_missing_changed_or_strange_is_counted_and_named(home):
    save_checksums("tiny", home / "set")
    (home / "set" / "s1" / "a1.txt").unlink()
    (home / "set" / "s2" / "a1.txt").write_text("another")
    (home / "set" / "notes.txt").write_text("mine")
    seen = []
    found = take_inventory(read_card("tiny"), home / "set", lambda: seen.append(1))
    assert found.missing == ("s1/a1.txt",) and found.changed == ("s2/a1.txt",) and found.unknown == 1
    assert not found.holds and len(seen) == 4
    assert found.verdict == "3 of 4 files are there, 1 are missing, 1 differ from the published ones"


def test_without_a_list_files_are_counted_against_the_card(home):
    found = take_inventory(read_card("tiny"), home / "set")
    assert found.holds and not found.checked and "no checksums of this set are known" in found.verdict
    (home / "set" / "s1" / "a1.txt").unlink()
    assert not take_inventory(read_card("tiny"), home / "set").holds


def test_a_broken_list_is_named_by_its_line(home):
    save_checksums("tiny", home / "set").write_text("[s1]\nno digits a1.txt\n")
    with pytest.raises(RecordError, match=r"line 2 of tiny\.txt"):
        take_inventory(read_card("tiny"), home / "set")


def test_what_cannot_be_checked_says_so(home):
    with pytest.raises(FormatError, match="Expected the folder of tiny, found none"):
        take_inventory(read_card("tiny"), home / "nowhere")
    (home / "empty").mkdir()
    with pytest.raises(FormatError, match="Expected the files of tiny"):
        save_checksums("tiny", home / "empty")


def test_a_source_without_files_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="'choreography' has no files to check"):
        take_inventory(read_card("choreography"), tmp_path)


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "files"), [("nw_ucla", 1484), ("utkinect", 22), ("ui_prmd", 4000), ("sbu_kinect", 282)]
)
def test_the_recordings_are_whole_and_as_they_were_published(real_data, name, files):
    found = take_inventory(read_card(name), real_data / name)
    assert found.holds and found.checked and (found.expected, found.present) == (files, files)
