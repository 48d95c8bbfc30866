from __future__ import annotations

import functools
import http.server
import threading

import pytest

from skelbench.datasets import download, read_card, save_checksums
from skelbench.errors import FormatError, ParameterError

CARD = """title = "Tiny"
summary = "s"
licence = "public domain"
origin = "o"
how_to_load = "tiny"
splits = "p"
download = "{url}"
[files]
format = "sbu"
pattern = '(?P<subject>s \\d)/(?P<action>a\\d)\\.txt'
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 (filled by every request of a test)

    def do_GET(self):
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, *words):
        pass


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A set of two files behind a server of its own; the folder that is served."""
    served = tmp_path / "served"
    (served / "s 1").mkdir(parents=True)
    for action in ("a1", "a2"):
        (served / "s 1" / f"{action}.txt").write_text(f"content of {action}")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=served))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "data" / "cards").mkdir(parents=True)
    url = f"http://127.0.0.1:{server.server_port}/"
    (tmp_path / "data" / "cards" / "tiny.toml").write_text(CARD.replace("{url}", url))
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    save_checksums("tiny", served)
    Quiet.asked.clear()
    yield served
    server.shutdown()
    server.server_close()


def test_what_is_there_and_right_is_not_fetched_again(published, tmp_path):
    folder = tmp_path / "mine"
    assert download(read_card("tiny"), folder) == 2
    assert (folder / "s 1" / "a2.txt").read_text() == "content of a2"
    Quiet.asked.clear()
    assert download(read_card("tiny"), folder) == 0 and Quiet.asked == []
    (folder / "s 1" / "a1.txt").write_text("half")
    assert download(read_card("tiny"), folder) == 1 and Quiet.asked == ["/s%201/a1.txt"]


def test_a_file_that_is_not_the_published_one_does_not_arrive(published, tmp_path):
    (published / "s 1" / "a2.txt").write_text("something else")
    with pytest.raises(FormatError, match="Expected a file of checksum"):
        download(read_card("tiny"), tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").rglob("*.*")] == ["a1.txt"]


def test_a_file_that_cannot_be_fetched_is_named_with_its_address(published, tmp_path):
    (published / "s 1" / "a1.txt").unlink()
    with pytest.raises(FormatError, match=r"Expected a1\.txt from http://.*, but 404"):
        download(read_card("tiny"), tmp_path / "mine")


def test_where_the_licence_forbids_it_the_sentence_says_where_to_ask(tmp_path):
    with pytest.raises(ParameterError, match=r"'nw_ucla' cannot be downloaded from here .* Ask for it where"):
        download(read_card("nw_ucla"), tmp_path)


def test_only_what_is_in_the_public_domain_is_downloaded():
    assert "Public Domain" in read_card("ui_prmd").licence and read_card("ui_prmd").download
    assert not any(read_card(name).download for name in ("nw_ucla", "utkinect", "sbu_kinect", "ntu_60", "humanml3d"))
