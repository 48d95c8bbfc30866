import json

import pytest

from skelbench.cli.bench_motion import chosen_renderer, motion
from skelbench.errors import ParameterError

CLIPS = "choreography:seed=40,clips=2,topologies=kinect_v2"


def run(**changes):
    motion(
        **{
            "weights": None,
            "model": None,
            "renderer": "draction",
            "clips": CLIPS,
            "path": None,
            "factor": 2.0,
            "size": 48,
            "json": True,
        }
        | changes
    )


def test_figures_stand_alone_on_stdout(capsys):
    run()
    figures = json.loads(capsys.readouterr().out)
    assert figures["renderer"] == "a new DrAction" and len(figures["clips"]) == 2
    assert 0 < figures["mean"]["everywhere"] < figures["mean"]["lit"] < figures["largest"] <= 1


def test_faster_is_told_in_words(capsys, tiny_folder):
    run(json=False, factor=4.0, model=tiny_folder)
    assert "tiny, velocity times 4: lit pixels change by " in capsys.readouterr().out


@pytest.mark.parametrize("name", ["strokes", "sticks", "trajectories"])
def test_strokes_and_the_pictures_with_velocity_tell_it(name, capsys):
    run(renderer=name)
    assert json.loads(capsys.readouterr().out)["mean"]["lit"] > 0.004


def test_heat_maps_are_blind_to_it(capsys):
    run(renderer="heatmaps")
    assert json.loads(capsys.readouterr().out)["largest"] < 1e-6


def test_one_renderer_at_a_time(tmp_path):
    with pytest.raises(ParameterError, match="found both"):
        chosen_renderer(tmp_path, tmp_path)


@pytest.mark.realdata
def test_released_weights_are_named_by_their_file(capsys, reference_data):
    run(weights=reference_data / "draction" / "draction_candidate_02.safetensors")
    figures = json.loads(capsys.readouterr().out)
    assert figures["renderer"] == "draction_candidate_02"
    assert figures["mean"]["lit"] <= 0.002
