import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from skelbench_widgets import player_assets, player_html

from skelbench.errors import SkeletonError
from skelbench.skeleton import Topology


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def data_of(page):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_piece_is_a_still_picture_and_data_and_no_program(clip, seen, values):
    page = player_html(clip, values, seen, [{"start": 0.1, "end": 0.5, "text": "up"}], title="wave", height_px=300)
    tags = Tags(page)
    assert tags.open == []
    assert tags.found[0] == ("div", {"data-skel": "player"})
    assert [attributes for tag, attributes in tags.found if tag == "script"] == [{"type": "application/json"}]
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]
    picture = next(attributes for tag, attributes in tags.found if tag == "svg")
    assert picture["role"] == "img" and "right hand +1.5 nat" in picture["aria-label"]
    assert not re.search(r"(?:src|href)=|https?:|url\(", page)


def test_the_data_say_all_the_player_needs(clip, seen, values):
    data = data_of(player_html(clip, values, seen, title="wave", unit="nat"))
    assert (data["frames"], data["people"], len(data["joints"]), data["title"]) == (30, 1, 25, "wave")
    assert data["positions"]["shape"] == [30, 1, 25, 3]
    assert data["values"]["rows"] == [2, 12, 22]
    assert np.all(np.diff(data["times"]) > 0)


def test_the_same_clip_makes_the_same_bytes(clip, seen, values):
    assert player_html(clip, values, seen) == player_html(clip, values, seen)


def test_hostile_words_end_no_block_and_open_no_tag(clip):
    hostile = "</script><script>alert(1)</script><!-- \u2028 & \"quoted\" 'single'"
    names = (hostile, *(f"joint {index} <img src=x onerror=alert(1)>" for index in range(24)))
    strange = clip.changed(topology=Topology("strange", names, ((names[0], names[1]),)))
    page = player_html(
        strange, np.ones(25), None, [{"start": 0, "end": 1, "text": hostile}], title=hostile, unit=hostile
    )
    tags = Tags(page)
    assert [tag for tag, _ in tags.found].count("script") == 1
    assert "img" not in [tag for tag, _ in tags.found]
    data = data_of(page)
    assert data["title"] == data["spans"][0]["text"] == data["joints"][0] == data["unit"] == hostile


def test_values_that_do_not_fit_are_refused_in_one_sentence(clip):
    with pytest.raises(SkeletonError, match="Expected values of shape"):
        player_html(clip, np.ones(7))


def test_a_second_of_30_frames_costs_less_than_40_kilobytes(clip, seen, values):
    assert len(player_html(clip, values, seen)) < 40_000


def test_the_assets_stand_alone():
    assets = player_assets()
    assert set(assets) == {"player.js", "player.css"}
    assert "export function mount(" in assets["player.js"]
    assert not re.search(r"^\s*import\b|\bimport\(|\bfetch\(|\beval\(|innerHTML", assets["player.js"], re.MULTILINE)
    for text in assets.values():
        assert not re.search(r"</(?:script|style)|@import|url\(", text)
        assert set(re.findall(r"https?://[^\s\"']+", text)) <= {"http://www.w3.org/2000/svg"}
