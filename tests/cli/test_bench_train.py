import json

import pytest

_RECIPE = """
name = "tiny"
seed = 3
data = "choreography:seed=1,clips=32,split=train,actions=trained,topologies=kinect_v2"
held_out = "choreography:seed=2,clips=8,split=held_out,actions=trained,topologies=kinect_v2"
[model]
width = 48
layers = 1
frames = 2
image_size = 56
vocabulary = 384
[[stages]]
name = "read"
task = "choose_label"
trains = ["render", "vision", "project", "language"]
clips = 4
batch = 2
learning_rate = 1e-3
"""


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_text(_RECIPE)
    return path


def test_a_step_is_split_into_parts_that_add_up(run, recipe):
    code, out, err = run("bench", "train", recipe, "--steps", 1, "--patches", "all", "--json")
    assert code == 0, err
    found = json.loads(out)
    parts = [found[part] for part in ("made", "drawn", "seen", "read", "backward", "optimised")]
    assert min(parts) >= 0
    assert found["all"] == pytest.approx(sum(parts))
    assert found["patches"] == "all"


def test_patches_of_another_name_are_refused(run, recipe):
    code, _, err = run("bench", "train", recipe, "--patches", "some")
    assert code == 2
    assert "'foreground' or 'all'" in err
