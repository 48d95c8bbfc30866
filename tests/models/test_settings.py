import json

import pytest

from skelbench.errors import ModelError
from skelbench.models import ModelSettings
from skelbench.models.settings import read_settings
from skelbench.records import as_json


def test_a_plain_hub_folder_gets_the_published_settings(tmp_path):
    settings = read_settings(tmp_path)
    assert (settings.frames, settings.choices, settings.score_normalisation) == (12, (), "sum")


def test_settings_survive_their_file(tmp_path):
    written = ModelSettings(name="m", choices=("wave", "clap"), frames=8, temperature=1.5)
    (tmp_path / "skelbench.json").write_text(json.dumps(as_json(written)))
    assert read_settings(tmp_path) == written


def test_an_unknown_field_is_named(tmp_path):
    (tmp_path / "skelbench.json").write_text('{"frames": 8, "sise": 112}')
    with pytest.raises(ModelError, match="does not know: sise"):
        read_settings(tmp_path)
