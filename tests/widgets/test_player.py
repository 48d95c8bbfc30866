import numpy as np
import pytest
import traitlets
from skelbench_widgets import Player, player_html

from skelbench.errors import SkeletonError
from skelbench.skeleton import place_in_view


@pytest.fixture
def player(clip, seen, values):
    return Player(clip, values, seen, [{"start": 0.1, "end": 0.5, "text": "up"}], title="wave")


def test_positions_travel_as_bytes_in_the_cameras_frame(player, clip):
    packed = player.get_state()["clip"]["positions"]
    sent = np.frombuffer(packed["view"], "<f4").reshape(packed["shape"])
    np.testing.assert_array_equal(sent, place_in_view(clip).positions)


def test_values_travel_as_bytes_with_nan_where_nothing_was_seen(player, seen):
    packed = player.get_state()["values"]
    sent = np.frombuffer(packed["view"], "<f4").reshape(packed["shape"])
    assert np.isnan(sent[~seen]).all()
    assert np.nanmax(sent) == 0.5 and np.nanmin(sent) == -0.25


def test_no_array_is_sent_as_a_list_of_numbers(player):
    state = player.get_state()
    longest = max(len(item) for item in state["clip"].values() if isinstance(item, list) and len(item))
    assert longest == 30  # the times; positions and values are buffers


def test_a_cell_moves_it_and_reads_it(player, clip):
    player.frame = 12
    assert player.time == clip.times[12]
    player.joint, player.person, player.turn_deg, player.playing = "head", 0, 40, True
    assert (player.joint, player.turn_deg, player.playing) == ("head", 40.0, True)


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [("frame", 30, "0 to 29"), ("person", 1, "0 to 0"), ("joint", "tail", "found 'tail'"), ("speed", 0, "speed"),
     ("colour", "red", "colour"), ("frame", -1, "frame")],
)  # fmt: skip
def test_what_the_clip_does_not_have_cannot_be_set(player, trait, value, words):
    before = getattr(player, trait)
    with pytest.raises(traitlets.TraitError, match=words):
        setattr(player, trait, value)
    assert getattr(player, trait) == before


def test_other_values_can_be_set_and_wrong_ones_are_refused(player):
    player.values = np.ones(25)
    assert player.values.shape == (1, 1, 25)
    with pytest.raises(SkeletonError, match="Expected values of shape"):
        player.values = np.ones(3)
    player.values = None
    assert player.get_state()["values"] is None


def test_a_map_over_few_frames_starts_with_the_sum_and_a_full_one_with_the_frame(clip, seen, values):
    assert Player(clip, values, seen).colour == "clip"
    assert Player(clip, values).colour == "frame"
    assert Player(clip, np.ones(25)).colour == "frame"
    assert Player(clip, values, seen, colour="frame").colour == "frame"


def test_a_span_that_ends_before_it_starts_is_refused(player):
    with pytest.raises(SkeletonError, match="Span 0"):
        player.spans = [{"start": 3, "end": 1, "text": "x"}]


def test_its_plain_text_is_stable_and_its_twin_is_the_page_piece(player, clip, seen, values):
    data, _ = player._repr_mimebundle_()
    assert data["text/plain"] == "Player(wave, 30 frames, 1 person, 25 joints)"
    assert data["text/html"].startswith('<div data-skel="player">') and "<script>" not in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data
    still = player_html(clip, values, seen, player.spans, title="wave")
    assert data["text/html"].split("<script")[0] == still.split("<script")[0]


def test_the_twin_shows_what_was_on_the_screen(player):
    player.frame, player.turn_deg, player.joint = 7, 30, "head"
    twin = player.to_html()
    assert '"frame":7' in twin and '"turn_deg":30.0' in twin and '"joint":"head"' in twin


def test_a_clip_with_nobody_in_it_is_refused(clip):
    with pytest.raises(SkeletonError, match="nobody"):
        Player(clip.changed(positions=np.full_like(clip.positions, np.nan), present=None))
