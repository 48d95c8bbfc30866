import dataclasses
import json

import pytest

from skelbench.models import load_model
from skelbench.training import calibrate_saved, make_model, read_recipe


@pytest.mark.slow
def test_a_recipe_becomes_a_model_folder_with_figures(tiny_recipe, tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path / "build"))
    recipe = dataclasses.replace(tiny_recipe, path=read_recipe("default").path)
    figures = make_model(recipe, tmp_path / "model", threads=1, show_progress=False)
    assert 0 <= figures["held_out_accuracy"] <= 1
    model = load_model(tmp_path / "model")
    assert model.rejection is not None
    record = json.loads((tmp_path / "build" / "runs" / "tiny" / "record.json").read_text())
    assert record["status"] == "finished"
    first = (tmp_path / "model" / "model.safetensors").read_bytes()
    again = calibrate_saved(recipe, tmp_path / "model", tmp_path / "again", show_progress=False)
    assert again["by_class"] == figures["by_class"]
    assert again["threshold"] == pytest.approx(figures["threshold"])
    assert (tmp_path / "again" / "model.safetensors").read_bytes() == first
