import pytest

from skelbench.datasets import ClipSet, Entry, load, made_labels
from skelbench.training import JointRecipe, transfer
from skelbench.training.transfer import clips_per_second, judge_source, made_source


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


def test_networks_that_are_kept_are_not_trained_again(tmp_path, monkeypatch):
    """Two small networks; what is recorded is made as well, so that no recording is needed."""
    source = load(made_source(1, made_labels()))
    recorded = {"utkinect": load("choreography:seed=5,clips=3,actions=walk+throw,topologies=kinect_v1,texts=no")}
    recipe = JointRecipe(networks=2, epochs=1, batch=7, frames=8)
    first = judge_source(source, recorded, seeds=(0,), recipe=recipe, keep=tmp_path)
    assert len(list(tmp_path.glob("*.safetensors"))) == 2
    monkeypatch.setattr(transfer, "train_joint_network", None)
    assert judge_source(source, recorded, seeds=(0,), recipe=recipe, keep=tmp_path) == first
    with pytest.raises(TypeError):  # another seed has other networks
        judge_source(source, recorded, seeds=(1,), recipe=recipe, keep=tmp_path)
