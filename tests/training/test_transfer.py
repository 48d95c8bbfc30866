import pytest

from skelbench.datasets import ClipSet, Entry
from skelbench.training import transfer
from skelbench.training.transfer import clips_per_second, made_source


def test_what_is_trained_on_is_made_and_nothing_else():
    name = made_source(2, ("wave", "clap"))
    assert name == "choreography:seed=11,clips=4,actions=wave+clap,topologies=kinect_v1,sensor=lifelike,texts=no"


def test_figures_by_hand():
    """Two seeds over four clips of two performances: 3 and 2 right, mean 5/8; clip 3 is read wrongly by both."""
    entries = tuple(
        Entry(f"{label}{view}", label, traits={"episode": label, "view": view}) for label in "ab" for view in "12"
    )
    recorded = ClipSet("two views", entries, lambda entry: None)
    found = transfer._figures(recorded, [["a", "a", "b", "a"], ["a", "b", "b", "a"]])
    assert found.accuracy.estimate == pytest.approx(5 / 8)
    assert found.by_seed == (0.75, 0.5)
    assert found.confusions[0] == ("b", "a", 1.0)
    assert found.by_label == {"a": 0.75, "b": 0.5}
    assert found.to_json()["clips"] == 4
    assert (found.accuracy.lower, found.accuracy.upper) == (0.5, 0.75)  # both views of a performance come together


def test_speed_is_measured():
    assert clips_per_second(seconds=0.05) > 1
