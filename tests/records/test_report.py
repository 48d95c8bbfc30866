from __future__ import annotations

import json

import pytest

from skelbench.errors import RecordError
from skelbench.records import (
    ReportFigure,
    ReportInput,
    ReportNumber,
    ReportParameter,
    ReportRecord,
    RunRecord,
    as_json,
    read_json,
    write_json,
)

RECORD = ReportRecord(
    status="finished",
    notebook="01_tour",
    parameters=(ReportParameter("seed", "int", 7),),
    seeds={"choreography": 7},
    versions={"skelbench": "0.1.0"},
    hardware={"cores": 2},
    inputs=(ReportInput("model", "data/models/default", "00" * 32),),
    numbers=(
        ReportNumber("clips", 40),
        ReportNumber("accuracy", 0.925, "", 1e-4, "relative"),
        ReportNumber("gap", 1.0, "nat", 0.5, "absolute", "the mean over few samplings"),
    ),
    figures=(ReportFigure("matrix", "11" * 32),),
    notes={"tuple": (1, 2)},
)


def test_a_sealed_record_comes_back_with_its_seal_intact(tmp_path):
    sealed = RECORD.sealed()
    write_json(tmp_path / "record.json", sealed)
    again = ReportRecord.read(tmp_path / "record.json")
    assert again.record_sha256 == sealed.record_sha256 == again.expected_sha256()
    assert again.numbers == RECORD.numbers
    assert again.parameters == RECORD.parameters


@pytest.mark.parametrize("field", [name for name in as_json(RECORD) if name not in ("schema", "record_sha256")])
def test_the_seal_breaks_when_any_field_is_changed(field, tmp_path):
    content = as_json(RECORD.sealed())
    content[field] = [] if isinstance(content[field], list) else {} if isinstance(content[field], dict) else "failed"
    write_json(tmp_path / "record.json", content)
    again = ReportRecord.read(tmp_path / "record.json")
    assert again.record_sha256 != again.expected_sha256()


def test_the_seal_breaks_when_one_digit_of_a_number_is_edited(tmp_path):
    write_json(tmp_path / "record.json", RECORD.sealed())
    text = (tmp_path / "record.json").read_text().replace("0.925", "0.926")
    (tmp_path / "record.json").write_text(text)
    again = ReportRecord.read(tmp_path / "record.json")
    assert again.record_sha256 != again.expected_sha256()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda content: content.update(schema="other"), "schema 'skelbench-report-1'"),
        (lambda content: content.pop("numbers"), "numbers"),
        (lambda content: content.pop("status"), "status"),
        (lambda content: content.update(surprise=1), "surprise"),
        (lambda content: content.update(numbers=3), "Expected the fields"),
        (lambda content: content["numbers"].append("x"), "Expected the fields"),
        (lambda content: content["numbers"].append({"nam": "x"}), "nam"),
    ],
)
def test_a_record_with_other_fields_is_refused_by_name(change, sentence, tmp_path):
    content = json.loads(json.dumps(as_json(RECORD)))
    change(content)
    write_json(tmp_path / "record.json", content)
    with pytest.raises(RecordError, match=sentence) as caught:
        ReportRecord.read(tmp_path / "record.json")
    assert "record.json" in str(caught.value)


@pytest.mark.parametrize("content", [[], 3, None, "text"])
def test_json_that_is_no_record_is_refused(content, tmp_path):
    write_json(tmp_path / "record.json", content)
    with pytest.raises(RecordError, match="Expected a report record"):
        ReportRecord.read(tmp_path / "record.json")


def test_a_run_is_written_as_it_is(tmp_path):
    run = RunRecord("default", "running", {"seed": 7}, {"clips": 300}, {"torch": 1}, {"torch": "2"}, {"cores": 2})
    write_json(tmp_path / "record.json", run)
    assert RunRecord(**read_json(tmp_path / "record.json")) == run
