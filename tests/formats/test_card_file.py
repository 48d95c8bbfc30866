from __future__ import annotations

import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording
from skelbench.formats.card_file import built_in_topologies, parse_card

CARD = """
topology = "kinect_v2"
space = {unit = "m", up = "y", frame = "camera"}
time = {fps = 30}
"""


@pytest.fixture
def card(tmp_path):
    def make(text):
        path = tmp_path / "card.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Recording(path)

    return make


def test_what_a_card_leaves_out_has_a_default_that_is_said(card):
    parsed = parse_card(card(CARD.replace(', up = "y", frame = "camera"', "")))
    assert (parsed.space.up, parsed.space.frame, parsed.space.handedness) == ("y", "body", "right")
    assert parsed.table.values == ("x", "y", "z")
    assert parsed.guesses == tuple(
        f"{k} is taken as {v}: the card does not say" for k, v in (("up", "y"), ("frame", "body"))
    )
    assert parse_card(card(CARD)).guesses == ()
    assert parse_card(card(b"\xef\xbb\xbf" + CARD.replace("\n", "\r\n").encode())).time.fps == 30


def test_the_named_topologies_are_those_of_the_package():
    assert {"kinect_v1", "kinect_v2", "smpl_22", "coco_17", "coco_18", "body_25", "body_25b"} <= set(
        built_in_topologies()
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"kinect_v2"', '"kinect_v3"', r"topology among.*found 'kinect_v3'\. Did you mean 'kinect_v2'\?"),
        ('"kinect_v2"', "3", "name or a table with joints and bones"),
        ('"kinect_v2"', "{joints = []}", "0 joints are listed"),
        ('"kinect_v2"', '{joints = ["a", "a"]}', "names joints twice: a"),
        ('"kinect_v2"', '{joints = ["a"], bones = [["a", "b"]]}', "does not list: b"),
        ('"kinect_v2"', '{joints = ["a"], bones = [["a"]]}', "pair of names"),
        ('"kinect_v2"', '{joints = ["a", 3]}', "list of names"),
        ('"kinect_v2"', '{joints = ["a"], landmarks = 3}', "has no attribute|groups of joints"),
        ('"kinect_v2"', '{joints = ["a"], limbs = []}', r"in \[topology\], found 'limbs'"),
        ('unit = "m"', 'unit = "metres"', r"space.unit among m, cm.*found 'metres'"),
        ('unit = "m"', "unit = 3", "Expected str for space.unit, found 3"),
        ('unit = "m", ', "", "space.unit among"),
        ("unit =", "units =", r"in \[space\], found 'units'\. Did you mean 'unit'\?"),
        ('up = "y"', 'up = "x"', "space.up among y, z, -y, found 'x'"),
        ("fps = 30", "", "a positive fps, or with column"),
        ("fps = 30", "fps = -1", "a positive fps"),
        ("fps = 30", "fps = true", "Expected float for time.fps, found True"),
        ("fps = 30", "fps = nan", "Expected float for time.fps, found nan"),
        ("fps = 30", 'column = "t", unit = "hours"', "time.unit among s, ms, us, ns, frame"),
        ("fps = 30", 'column = "t", unit = "frame"', "a positive fps"),
        ("time = {fps = 30}", 'time = "30"', r"a table \[time\]"),
        ("time =", "clock =", "found 'clock'"),
        ("time =", "label = 3\ntime =", "text for 'label', found 3"),
        ("time =", "table = {people = 0}\ntime =", "table.people between 1 and 100"),
        ("time =", 'table = {values = ["x"]}\ntime =', "name x, y and"),
        ("time =", 'table = {values = ["x", "y", "y"]}\ntime =', "name x, y and"),
        ("time =", 'table = {axes = "T J"}\ntime =', "hold each of D J once"),
        ("time =", 'table = {axes = "T J J D"}\ntime =', "hold each of D J once"),
        ("time =", 'table = {axes = "T J D", columns = "{joint}"}\ntime =', "where no columns are named"),
        ("time =", "time = [", "in TOML, but"),
        ("time =", "x = " + "[" * 5000, "in TOML, but"),
        ("time =", "\0", "in TOML, but"),
    ],
)
def test_a_card_with_a_mistake_is_refused_by_name(card, old, new, words):
    assert old in CARD
    with pytest.raises(FormatError, match=words) as error:
        parse_card(card(CARD.replace(old, new, 1)))
    assert "card.toml" in str(error.value)


def test_a_binary_and_a_huge_card_are_refused(card, tmp_path):
    with pytest.raises(FormatError, match="in TOML, but"):
        parse_card(card(b"\xff\xfe\x00"))
    with pytest.raises(FormatError, match="at most 1,000,000 bytes"):
        parse_card(card("# " + "x" * 1_100_000))
    with pytest.raises(FormatError, match="readable file"):
        parse_card(Recording(tmp_path / "none.toml"))
