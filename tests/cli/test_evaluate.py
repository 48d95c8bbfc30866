import json

import pytest


def test_figures_come_with_interval_chance_and_majority(run, tiny_folder):
    clips = "choreography:seed=2,clips=6,split=held_out,actions=wave+clap"
    code, out, _ = run("evaluate", "--dataset", clips, "--model", tiny_folder, "--json")
    figures = json.loads(out)
    assert code == 0
    assert figures["clips"] == 6
    assert figures["interval"][0] <= figures["accuracy"] <= figures["interval"][1]
    assert figures["chance"] == pytest.approx(1 / 3)
    assert {"macro_accuracy", "majority", "invalid"} <= figures.keys()


def test_a_misspelt_option_of_a_set_is_suggested(run, tiny_folder):
    code, _, err = run("evaluate", "--dataset", "choreography:sed=2", "--model", tiny_folder)
    assert code == 2
    assert "seed" in err
