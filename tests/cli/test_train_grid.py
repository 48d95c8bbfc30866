import json
from pathlib import Path

import pytest

from skelbench.errors import ParameterError
from skelbench.training import parse_paths

GRID = """
name = "tiny"
title = "Two made actions"
train = "choreography:seed=1,clips=8,actions=wave+sit down,topologies=kinect_v1,texts=no"
test = "choreography:seed=3,clips=6,split=held_out,actions=wave+sit down,topologies=kinect_v1,texts=no"
frames = 2
image_size = 56
[budget]
clips = 8
batch = 4
[[rows]]
name = "joints"
reader = "joint_convolution"
learning_rates = [0.001]
settings = { moments = 8, width = 8, dilations = [1] }
[[rows]]
name = "graph"
reader = "graph"
learning_rates = [0.001]
settings = { moments = 8, widths = [8], kernel = 3 }
"""


@pytest.fixture
def grid(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path / "build"))
    path = tmp_path / "tiny.toml"
    path.write_text(GRID)
    return path


def test_a_grid_is_trained_row_by_row_and_its_test_stays_shut_until_it_is_asked_for(grid, run, tmp_path):
    code, out, err = run("train", "--grid", grid, "--row", "graph", "--threads", 1)
    assert code == 0 and out == ""
    assert "graph, seed 0" in err and "nothing was read of the test clips" in err
    assert not list((tmp_path / "build").rglob("test.json"))
    code, out, _ = run("train", "--grid", grid, "--row", "graph", "--open-test", "--json", "--threads", 1)
    table = json.loads(out)
    assert code == 0 and table["missing"] == ["joints"]
    assert [row["name"] for row in table["rows"]] == ["graph"] and table["clips"] == 6
    assert len(list((tmp_path / "build").rglob("test.json"))) == 1


def test_a_kept_table_lies_where_the_notebook_looks(grid, run, tmp_path, monkeypatch):
    monkeypatch.setattr("skelbench.paths.results_folder", lambda: tmp_path / "results")
    code, out, _ = run("train", "--grid", grid, "--open-test", "--save", "--threads", 1)
    kept = json.loads((tmp_path / "results" / "comparison_tiny.json").read_text())
    assert code == 0 and "joints" in out and "parameters" in out
    assert kept["commit"] and kept["versions"]["torch"] and len(kept["rows"]) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--row", "joint"], "Did you mean 'joints'"),
        (["--save"], "give --open-test too"),
        (["--data", "nw_ucla"], "Expected --data NAME=PATH"),
    ],
)
def test_what_is_wrong_is_said(grid, run, words, said):
    code, _, err = run("train", "--grid", grid, *words)
    assert code == 2 and said in err


def test_folders_by_name():
    assert parse_paths(["nw_ucla=/a/b=c"]) == {"nw_ucla": Path("/a/b=c")}
    with pytest.raises(ParameterError):
        parse_paths(["=x"])
