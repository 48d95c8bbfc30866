import json
import os

import pytest

from skelbench.models.server.cache import ReplyCache
from skelbench.models.server.replies import Reply, TokenChoices

ASKED = {"model": "tiny", "request": "What?", "pictures": ["aa", "bb"]}
REPLY = Reply("wave", (TokenChoices("wave", -0.1, (("wave", -0.1), ("bow", -3.0))),), 10, 1, "stop")


def test_what_was_kept_is_found_again_and_by_the_same_request_alone(tmp_path):
    cache = ReplyCache(tmp_path)
    cache.keep(ASKED, REPLY)
    assert ReplyCache(tmp_path).find(dict(reversed(ASKED.items()))) == REPLY
    assert cache.find({**ASKED, "pictures": ["bb", "aa"]}) is None


def test_without_a_folder_nothing_is_kept():
    cache = ReplyCache(None)
    cache.keep(ASKED, REPLY)
    assert cache.find(ASKED) is None


@pytest.mark.parametrize("damage", ["half", "text", "other", "list"])
def test_a_damaged_file_counts_as_none(tmp_path, damage):
    cache = ReplyCache(tmp_path)
    cache.keep(ASKED, REPLY)
    (path,) = tmp_path.rglob("*.json")
    content = json.loads(path.read_text())
    broken = {
        "half": path.read_text()[:40],
        "text": json.dumps({**content, "reply": {**content["reply"], "text": None}}),
        "other": json.dumps({**content, "asked": {}}),
        "list": "[]",
    }[damage]
    path.write_text(broken)
    assert cache.find(ASKED) is None


def test_a_write_that_is_stopped_leaves_no_half_reply(tmp_path, monkeypatch):
    cache = ReplyCache(tmp_path)

    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        cache.keep(ASKED, REPLY)
    assert [name for _, _, names in os.walk(tmp_path) for name in names] == []
