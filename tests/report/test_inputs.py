import numpy as np
import pytest

from skelbench.errors import FormatError, ModelError, ParameterError
from skelbench.report.inputs import check_inputs
from skelbench.report.parameters import read_schema

SOURCE = """recording = ""  # what to read [skeleton file]
model = ""  # [model folder or hub id]
data = ""  # [folder with labels.csv]
seed = 0"""


@pytest.fixture
def schema(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return read_schema("explain", SOURCE)


def check(schema, **given):
    return check_inputs(schema, schema.parse(given))


def test_empty_paths_are_left_alone(schema):
    assert check(schema) == {"recording": "", "model": "", "data": "", "seed": 0}


def test_a_recording_that_reads_keeps_a_path_relative_to_the_project(schema, tmp_path):
    np.save(tmp_path / "clip.npy", np.random.default_rng(0).normal(size=(4, 22, 3)).astype(np.float32))
    assert check(schema, recording=str(tmp_path / "clip.npy"))["recording"] == "clip.npy"


def test_one_frame_is_no_motion(schema, tmp_path):
    np.save(tmp_path / "still.npy", np.random.default_rng(0).normal(size=(1, 22, 3)).astype(np.float32))
    with pytest.raises(FormatError, match=r"at least 2 frames, still\.npy holds 1"):
        check(schema, recording="still.npy")


def test_a_model_folder_needs_a_config_and_a_data_folder_must_exist(schema, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"config\.json at 'empty'"):
        check(schema, model="empty")
    with pytest.raises(ParameterError, match="needs a folder that exists, found 'gone'"):
        check(schema, data="gone")
    assert check(schema, data="empty", model="owner/name")["data"] == "empty"


def test_a_recording_is_read_with_what_the_parameters_say_about_it(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    np.save(tmp_path / "clip.npy", np.random.default_rng(0).normal(size=(4, 22, 3)).astype(np.float32))
    schema = read_schema("skeletons", 'recording = "clip.npy"  # [skeleton file]\nclip = ""\ndetail = "body"')
    assert check(schema)["recording"] == "clip.npy"
    with pytest.raises(FormatError, match="Expected clip= for the formats"):
        check(schema, clip="second")
    with pytest.raises(FormatError, match="Expected detail= for the formats"):
        check(schema, detail="whole")
