import numpy as np
import pytest
import torch

from skelbench.datasets import load
from skelbench.datasets.clips import Entry
from skelbench.training.comparison.draws import Draws, _performance


@pytest.fixture(scope="module")
def draws():
    sets = [
        load(f"choreography:seed={seed},clips=6,actions=wave+sit down,topologies=kinect_v1,texts=no") for seed in (1, 2)
    ]
    return Draws(sets, ("sit down", "wave"), frames=3, size=56)


def test_sets_lie_one_behind_the_other(draws):
    assert len(draws) == 12
    assert len(set(draws.ids)) == 12
    labels = [label for clips in draws.sets for label in clips.labels]
    assert draws.answers == tuple(["sit down", "wave"].index(label) for label in labels)
    assert Draws(draws.sets, ("wave",), 3, 56).answers.count(-1) == labels.count("sit down")


def test_every_clip_once_a_round_and_labels_mixed(draws):
    """In round after round each of the twelve clips comes once, in another order each time."""
    rounds = [[draws.drawn(turn * 12 + place, seed=5)[1] for place in range(12)] for turn in range(2)]
    assert sorted(rounds[0]) == sorted(rounds[1]) == sorted(draws.answers)
    assert rounds[0] != rounds[1]


def test_a_draw_is_the_same_whenever_it_is_drawn(draws):
    (first, scene), answer = draws.drawn(7, seed=5)
    (again, other), same = draws.drawn(7, seed=5)
    torch.testing.assert_close(first, again, rtol=0, atol=0)
    np.testing.assert_array_equal(scene.frames, other.frames)
    assert answer == same
    assert draws.drawn(7, seed=6)[0][0].shape != first.shape or not torch.equal(draws.drawn(7, seed=6)[0][0], first)


def test_a_clip_as_it_is_is_not_varied(draws):
    positions, scene = draws.as_it_is(4)
    np.testing.assert_array_equal(positions[0].numpy(), draws.placed(4).positions)
    assert len(scene.frames) == 3


def test_batches_are_draws_in_order(draws):
    batches = list(draws.batches(5, 4, range(1, 3)))
    assert [answers for _, answers in batches] == [
        [draws.drawn(number, 5)[1] for number in range(start, start + 4)] for start in (4, 8)
    ]


def test_views_of_one_performance_belong_together():
    seen = [
        Entry(f"{view}", "wave", "s1", view, traits={"subject": "s1", "episode": "e1", "view": view}) for view in "ab"
    ]
    assert len({_performance(entry) for entry in seen}) == 1
    assert _performance(Entry("made-7", "wave")) == "made-7"
