import json

import pytest

from skelbench.evaluation import Interval
from skelbench.training import TransferFigures


def test_without_recordings_it_prints_speed_alone(run):
    code, out, _ = run("bench", "choreography", "--json")
    assert code == 0
    assert set(json.loads(out)) == {"clips_per_second"}


def test_an_unknown_split_is_refused(run):
    code, _, err = run("bench", "choreography", "--split", "train")
    assert code == 2
    assert "dev or test" in err


@pytest.mark.parametrize("given", [["--split", "dev"], ["--split", "test", "--data", "."]])
def test_figures_are_kept_of_development_recordings_alone(run, given):
    code, _, err = run("bench", "choreography", "--save", *given)
    assert code == 2
    assert "development recordings alone" in err


def test_what_is_kept_says_where_it_comes_from_and_is_small(run, tmp_path, monkeypatch):
    """Training is replaced by figures made by hand: 3 of 4 clips right."""
    figures = TransferFigures(Interval(0.75, 0.5, 1.0, 4), (0.75,), (("throw", "push", 1.0),), {"throw": 0.0})
    monkeypatch.setattr("skelbench.training.judge_transfer", lambda *a, **k: {"utkinect": figures, "nw_ucla": figures})
    monkeypatch.setattr("skelbench.training.clips_per_second", lambda: 300.0)
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    code, _, _ = run("bench", "choreography", "--data", str(tmp_path), "--seeds", "1", "--save", "--json")
    path = tmp_path / "data" / "results" / "choreography.json"
    kept = json.loads(path.read_text())
    assert code == 0 and path.stat().st_size < 200_000
    assert (kept["utkinect"]["accuracy"], kept["utkinect"]["interval"]) == (0.75, [0.5, 1.0])
    assert kept["settings"]["split"] == "dev" and kept["settings"]["seeds"] == [0]
    assert kept["settings"]["recipe"]["epochs"] == 10 and kept["commit"] and kept["versions"]["torch"]
    assert str(tmp_path) not in path.read_text()


def test_the_learning_curve_is_told_point_by_point(run, tmp_path, monkeypatch):
    seen = []

    def curve(data, **asked):
        seen.append(asked["keep"])
        return {"settings": {}, "points": {"nothing": {"utkinect": {"accuracy": 0.9}}}}

    monkeypatch.setattr("skelbench.training.learning_curve", curve)
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    code, _, err = run("bench", "choreography", "--data", str(tmp_path), "--curve")
    assert code == 0 and "without nothing: utkinect 0.900" in err
    code, out, _ = run("bench", "choreography", "--data", str(tmp_path), "--curve", "--save", "--json")
    assert code == 0 and json.loads(out)["points"]["nothing"]["utkinect"]["accuracy"] == 0.9
    kept = json.loads((tmp_path / "data" / "results" / "choreography_curve.json").read_text())
    assert kept["commit"] and kept["versions"]["torch"] and kept["points"] == json.loads(out)["points"]
    assert seen == [None, tmp_path / "data" / "results" / "choreography_curve.json"]
    assert run("bench", "choreography", "--data", str(tmp_path), "--curve", "--split", "test")[0] == 2
