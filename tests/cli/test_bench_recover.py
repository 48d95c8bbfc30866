import json

import pytest

from skelbench.cli.bench_recover import recover
from skelbench.errors import ParameterError


def run(**changes):
    settings = {
        "weights": None, "model": None, "renderer": "draction",
        "clips": "choreography:seed=41,clips=1,topologies=kinect_v2", "path": None,
        "offset_cm": 4.0, "size": 48, "steps": 30, "seed": 0, "json": True,
    }  # fmt: skip
    recover(**settings | changes)


def test_errors_shrink_and_every_joint_has_its_own(capsys):
    run()
    figures = json.loads(capsys.readouterr().out)
    start, found = figures["at the start"], figures["recovered"]
    assert start["median_depth_cm"] == pytest.approx(0.6745 * 4, rel=0.25)
    assert found["median_in_plane_cm"] < 0.7 * start["median_in_plane_cm"]
    assert len(found["by_joint_cm"]) == 25


def test_people_read_medians_and_the_worst_joints(capsys):
    run(json=False, steps=2)
    told = capsys.readouterr().out
    assert "at the start  median" in told and "a new DrAction; worst joints: " in told


def test_clips_of_several_topologies_are_refused():
    with pytest.raises(ParameterError, match="clips of one topology"):
        run(clips="choreography:seed=41,clips=8,topologies=mixed", steps=1)
