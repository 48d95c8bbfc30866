from dataclasses import replace

import pytest

from skelbench.records import Driving, Truth
from skelbench.report import start_report
from skelbench.report.sections import (
    show_answer,
    show_controls,
    show_joints,
    show_map,
    show_strangeness,
    show_truth,
)


@pytest.fixture
def recorder(monkeypatch):
    monkeypatch.delenv("SKELBENCH_RECORD", raising=False)
    return start_report()


def test_every_section_records_its_figure_with_words_and_a_table(recorder, answer, attribution):
    shown = [
        show_answer(recorder, answer), show_strangeness(recorder, answer), show_map(recorder, (attribution,)),
        show_joints(recorder, (attribution,)), show_controls(recorder, (attribution,)),
    ]  # fmt: skip
    assert list(recorder.figures) == ["answer", "strangeness", "map", "joints", "controls"]
    assert all(figure.alt and figure.table is not None and len(figure.table) for figure in shown)


def test_a_second_attribution_has_names_of_its_own(recorder, attribution):
    both = (attribution, replace(attribution, target="wave, not clap"))
    assert [show_map(recorder, both, place).name for place in (0, 1)] == ["map", "map-2"]
    assert "wave, not clap" in show_joints(recorder, both, 1).alt


def test_nothing_is_explained_where_no_choice_fits(recorder):
    for show in (show_map, show_joints, show_controls):
        assert "there is no answer to explain" in show(recorder, ()).html
    assert recorder.figures == {}


def test_a_model_without_rejection_and_an_attribution_without_controls_say_so(recorder, answer, attribution):
    assert "not judged" in show_strangeness(recorder, replace(answer, rejection=None)).html
    assert "unknown" in show_controls(recorder, (replace(attribution, controls=()),)).html


def test_the_truth_stands_beside_the_attribution(attribution):
    truth = Truth(
        "wave", driving=(Driving("left_wrist", 0.0, 0.4, "decides"), Driving("head", 0.0, 0.4, "accompanies"))
    )
    page = show_truth((attribution,), truth).html
    assert page.index("left wrist") < page.index("decides") < page.index("accompanies")
    assert "No truth is known" in show_truth((attribution,), None).html
    assert "no answer to explain" in show_truth((), truth).html
