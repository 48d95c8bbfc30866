from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from skelbench.cli.bench import app
from skelbench.errors import FormatError


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    result = CliRunner().invoke(app, ["golden", str(tmp_path / "gone")])
    assert isinstance(result.exception, FormatError)
    assert "found no folder" in str(result.exception)


@pytest.mark.realdata
def test_golden_prints_a_figure_for_every_key_of_every_case(reference_data):
    result = CliRunner().invoke(app, ["golden", str(reference_data / "draction"), "--json"])
    assert result.exit_code == 0
    cases = json.loads(result.stdout)["cases"]
    assert set(cases) == {"absent_c1", "hml_c1", "one_c1", "two_c1"}
    assert all(key.startswith(("frames", "grad_")) for figures in cases.values() for key in figures)
    assert cases["two_c1"]["frames112"] < 1e-5
    assert cases["two_c1"]["grad_poses"] < 2e-5
