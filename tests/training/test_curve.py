import json

import pytest

from skelbench.choreography import ACTIONS
from skelbench.datasets import made_labels
from skelbench.errors import ParameterError
from skelbench.evaluation import Interval
from skelbench.training import LACKING, TransferFigures, curve, lacking_clips, learning_curve


def styles_of(what, clips=3):
    found = {}
    for clip in lacking_clips(what, clips):
        found.setdefault(clip.label, []).append(clip.sequence.meta["style"])
    return found


def test_every_set_goes_round_the_shared_labels():
    for what in LACKING:
        made = lacking_clips(what, 8)
        shares = {"a half of the clips": 4, "a quarter of the clips": 2, "an eighth of the clips": 1}
        assert made.labels == made_labels() * shares.get(what, 8)


def test_ways_are_left_out_by_name():
    assert all(
        set(names) == {ACTIONS[label].styles[0].name} for label, names in styles_of("ways but the first").items()
    )
    for label, names in styles_of("further ways: the first seven or so").items():
        assert names == [ACTIONS[label].styles[turn % len(ACTIONS[label].styles)].name for turn in range(3)]


def test_what_is_not_lacking_is_the_same_clip():
    whole, without = (lacking_clips(what, 2)[1].sequence for what in ("nothing", "the sensor's faults"))
    assert whole.meta["style"] == without.meta["style"] and without.history == ()
    assert (
        lacking_clips("nothing", 2)[1].sequence.content_hash
        == lacking_clips("a half of the clips", 4)[1].sequence.content_hash
    )


def test_an_unknown_lack_is_refused():
    with pytest.raises(ParameterError, match="Did you mean 'cuts'"):
        lacking_clips("cut", 2)


def test_points_that_are_kept_are_not_trained_again(tmp_path, monkeypatch):
    """Training is replaced by figures made by hand."""
    trained = []

    def judge(source, recorded, **asked):
        trained.append(len(source))
        return {"utkinect": TransferFigures(Interval(0.75, 0.5, 1.0, 4), (0.75,), (), {"throw": 0.0})}

    monkeypatch.setattr(curve, "judge_source", judge)
    monkeypatch.setattr(curve, "load", lambda name, path: name)
    keep = tmp_path / "curve.json"
    found = learning_curve(tmp_path, clips=8, keep=keep)
    assert len(trained) == len(LACKING) and min(trained) == len(made_labels())
    kept = json.loads(keep.read_text())
    assert kept == found and kept["points"]["cuts"]["utkinect"]["accuracy"] == 0.75
    del kept["points"]["cuts"]
    keep.write_text(json.dumps(kept))
    assert learning_curve(tmp_path, clips=8, keep=keep) == found
    assert len(trained) == len(LACKING) + 1
    learning_curve(tmp_path, clips=16, keep=keep)
    assert len(trained) == 2 * len(LACKING) + 1
