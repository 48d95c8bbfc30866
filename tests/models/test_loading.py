import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from skelbench.errors import FormatError, ModelError
from skelbench.models import load_model, model_hash


@pytest.fixture(scope="module")
def folder(tiny_model, tmp_path_factory):
    path = tmp_path_factory.mktemp("model")
    tiny_model.save_pretrained(path, torch.float32)
    return path


def test_a_saved_model_reads_back_to_the_same_scores(folder, tiny_model, waving):
    again = load_model(folder)
    assert again.answer(waving).scores == pytest.approx(tiny_model.answer(waving).scores, abs=1e-5)
    assert not again.training
    assert not any(parameter.requires_grad for parameter in again.parameters())
    assert again.content_hash == model_hash(folder)


def test_the_folder_is_the_hubs_own_format(folder):
    assert json.loads((folder / "config.json").read_text())["model_type"] == "internvl"
    assert {"model.safetensors", "tokenizer.json", "skelbench.json", "renderer.safetensors"} <= {
        path.name for path in folder.iterdir()
    }


def test_a_changed_byte_changes_the_hash(folder, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in folder.iterdir():
        copy.joinpath(path.name).write_bytes(path.read_bytes())
    assert model_hash(copy) == model_hash(folder)
    (copy / "skelbench.json").write_bytes((copy / "skelbench.json").read_bytes() + b" ")
    assert model_hash(copy) != model_hash(folder)


def test_nothing_there_is_said(tmp_path):
    with pytest.raises(ModelError, match="model folder or a hub id"):
        load_model(tmp_path / "none")
    with pytest.raises(ModelError, match=r"config\.json"):
        load_model(tmp_path)


def test_an_older_rejection_does_not_outlive_its_figures(tiny_model, tmp_path):
    (tmp_path / "rejection.safetensors").write_bytes(b"stale")
    tiny_model.save_pretrained(tmp_path, torch.float32)
    assert load_model(tmp_path).rejection is None


def test_a_renderer_of_memory_never_written_is_refused_by_name(tiny_model, tmp_path):
    tiny_model.save_pretrained(tmp_path, torch.float32)
    state = load_file(tmp_path / "renderer.safetensors")
    state["appearance_head.0.weight"][5, 1] = 1.7e34
    save_file(state, tmp_path / "renderer.safetensors")
    with pytest.raises(
        FormatError, match=r"tensor appearance_head\.0\.weight of renderer\.safetensors, found 1 values above"
    ):
        load_model(tmp_path)
