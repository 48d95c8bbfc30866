import pytest

from skelbench.training import transfer
from skelbench.training.transfer import clips_per_second, made_source


def test_what_is_trained_on_is_made_and_nothing_else():
    name = made_source(2, ("wave", "clap"))
    assert name == "choreography:seed=11,clips=4,actions=wave+clap,topologies=kinect_v1,sensor=lifelike"


def test_figures_by_hand():
    """Two networks over four clips: 3 and 2 right, mean 5/8; clip 3 is read wrongly by both."""
    labels = ["a", "a", "b", "b"]
    found = transfer._figures(labels, [["a", "a", "b", "a"], ["a", "b", "b", "a"]])
    assert found.accuracy.estimate == pytest.approx(5 / 8)
    assert found.by_seed == (0.75, 0.5)
    assert found.confusions[0] == ("b", "a", 1.0)
    assert found.by_label == {"a": 0.75, "b": 0.5}
    assert found.to_json()["clips"] == 4


def test_speed_is_measured():
    assert clips_per_second(seconds=0.05) > 1
