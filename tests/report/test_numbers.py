from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from skelbench.confusion import ConfusionPair
from skelbench.evaluation import Evaluation
from skelbench.records import Rationale, Verdict
from skelbench.report import start_report
from skelbench.report.numbers import record_answer, record_attributions, record_evaluation, record_evidence
from skelbench.report.pairs import pair_heading, record_pair, show_confusion, show_difference


@pytest.fixture
def recorder(monkeypatch):
    monkeypatch.delenv("SKELBENCH_RECORD", raising=False)
    return start_report()


def evaluation():
    rows = [("a", "wave", "wave", True), ("b", "wave", "clap", False), ("c", "clap", "clap", True)]
    table = pd.DataFrame(rows, columns=["id", "label", "answer", "correct"])
    table = table.assign(subject=None, rejected=False, known=True, probability=0.9, margin=1.0, strangeness=np.nan)
    return Evaluation(table, ("wave", "clap"))


def values(recorder):
    return {name: number.value for name, number in recorder.numbers.items()}


def test_an_answer_is_recorded_with_its_doubts(recorder, answer):
    record_answer(recorder, answer)
    found = values(recorder)
    assert (found["answer"], found["rejected"], found["strangeness"]) == ("wave", "no", 0.4)
    assert found["probability: wave"] == 0.86


def test_an_attribution_is_recorded_with_gap_and_controls(recorder, attribution):
    record_attributions(recorder, (attribution, replace(attribution, target="wave, not clap")))
    found = values(recorder)
    assert found["attributions"] == 2 and found["wave: left_wrist"] == 2.0
    assert found["wave, not clap: drop, control random joints"] == 0.2
    assert all(number.reason for number in recorder.numbers.values() if number.kind == "absolute")


def test_what_cannot_be_measured_is_no_number(recorder, evidence):
    rationale = Rationale("measured", "phone call", (), Verdict.HOLDS)
    record_evidence(recorder, [evidence, replace(evidence, value=float("nan"))], rationale)
    assert list(values(recorder).values()) == [0.183, 0, "holds"]


def test_counts_of_an_evaluation_are_exact(recorder):
    record_evaluation(recorder, evaluation())
    found = values(recorder)
    assert (found["clips"], found["read rightly"], found["wave read as clap"]) == (3, 2, 1)
    assert recorder.numbers["wave read as clap"].kind == "exact"


def test_a_pair_tells_its_clips_its_joints_and_its_numbers(recorder, attribution):
    pair = ConfusionPair("wave", "clap", ("b",), 0.5)
    assert "wave read as clap" in pair_heading(pair).html and "50%" in pair_heading(pair).html
    assert "nearly read as" in pair_heading(replace(pair, happened=False)).html
    shown = show_difference(recorder, pair, (attribution,))
    assert shown.table["joint"].iloc[0] == "left wrist" and "completeness gaps 2.8%" in shown.caption
    assert "No clip of this pair" in show_difference(recorder, pair, ()).html
    record_pair(recorder, {"b": attribution})
    assert values(recorder)["b: wave, left_wrist"] == 2.0


def test_the_matrix_leaves_out_columns_that_stand_for_nothing(recorder):
    shown = show_confusion(recorder, evaluation())
    assert list(shown.table.columns) == ["wave", "clap"] and "2 on the diagonal, 1 beside" in shown.alt
