import json
import random

import numpy as np
import plotly.graph_objects as go
import pytest

from skelbench.errors import ParameterError, ReportError
from skelbench.report.recorder import RECORD_VARIABLE, Tolerance, start_report


@pytest.fixture
def recorder(tmp_path, monkeypatch):
    monkeypatch.setenv(RECORD_VARIABLE, str(tmp_path / "recorded.json"))
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    return start_report(seed=5)


def test_counts_are_exact_and_other_numbers_within_a_ten_thousandth(recorder):
    recorder.number("clips", np.int64(12))
    recorder.number("share", 0.5)
    assert (recorder.numbers["clips"].value, recorder.numbers["clips"].kind) == (12, "exact")
    assert (recorder.numbers["share"].tolerance, recorder.numbers["share"].kind) == (1e-4, "relative")


def test_half_the_last_printed_digit_is_allowed_and_says_so(recorder):
    recorder.number("accuracy", 93.75, "%", Tolerance.printed(1))
    number = recorder.numbers["accuracy"]
    assert (number.tolerance, number.kind) == (0.05, "absolute")
    assert "1 decimals" in number.reason


def test_a_wide_tolerance_needs_a_reason(recorder):
    with pytest.raises(ReportError, match="more than usual: say why"):
        recorder.number("gap", 0.2, "nat", Tolerance(0.1, "relative"))
    recorder.number("gap", 0.2, "nat", Tolerance(0.1, "relative", "threads add in any order"))
    assert recorder.numbers["gap"].reason


def test_a_name_is_given_once(recorder):
    recorder.number("a", 1)
    with pytest.raises(ReportError, match="recorded already"):
        recorder.number("a", 2)
    recorder.source("clips", "choreography:seed=1", "0" * 64)
    with pytest.raises(ReportError, match="recorded already"):
        recorder.source("clips", "choreography:seed=2", "0" * 64)


def test_a_figure_needs_words_and_shows_them_with_its_table(recorder):
    with pytest.raises(ReportError, match="a text that says what it shows"):
        recorder.figure("bars", go.Figure(), alt=" ")
    shown = recorder.figure("bars", go.Figure(go.Bar(y=[1])), alt="one <bar>")
    assert 'role="img" aria-label="one &lt;bar&gt;"' in shown.html
    assert len(recorder.figures["bars"].sha256) == 64


def test_the_record_s_file_is_always_up_to_date(recorder, tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "weights").write_bytes(b"w")
    assert recorder.input("model", "model") == tmp_path / "model"
    kept = json.loads((tmp_path / "recorded.json").read_text())
    assert kept["inputs"][0]["path"] == "model" and kept["finished"] is False
    assert list(kept["notes"]["files"]["model"]) == ["weights"]
    assert kept["versions"]["numpy"] == np.__version__
    recorder.finish()
    assert json.loads((tmp_path / "recorded.json").read_text())["finished"] is True


def test_the_seed_decides_what_is_random():
    start_report(seed=4)
    first = random.random(), float(np.random.random())
    start_report(seed=4)
    assert (random.random(), float(np.random.random())) == first


def test_without_a_driver_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.delenv(RECORD_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    start_report().number("a", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_set_of_clips_is_noted_by_its_motions_and_a_folder_by_its_files(recorder, tmp_path):
    clips = recorder.clips("clips", "choreography:seed=5,clips=2")
    assert len(clips) == 2 and recorder.inputs["clips"].path == "choreography:seed=5,clips=2"
    with pytest.raises(ParameterError, match="needs the path"):
        recorder.clips("others", "folder")
    with pytest.raises(ReportError, match="nothing lies there"):
        recorder.clips("others", "folder", "gone")
