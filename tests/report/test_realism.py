"""Realism on a page: figures with their tables, what is furthest apart, and the transfer table where there is one."""

import json

import numpy as np
import pandas as pd
import pytest

from skelbench.evaluation import MOTION_UNITS
from skelbench.report import start_report
from skelbench.report.markup import Markup
from skelbench.report.realism import (
    cumulative_grid,
    distance_bars,
    quartile_table,
    show_actions,
    show_comparison,
    show_curve,
    show_distributions,
    show_transfer,
)


def table(name, label, values):
    return pd.DataFrame({"id": "x", "set": name, "label": label, **dict.fromkeys(MOTION_UNITS, values)})


@pytest.fixture
def made():
    return pd.concat(
        [table("choreography", "walk", [1.0, 2.0, 3.0]), table("choreography", "wave", [5.0, np.nan, 7.0])]
    )


@pytest.fixture
def both(made):
    return pd.concat([made, table("utkinect", "walk", [1.0, 2.0, 3.0]), table("utkinect", "wave hands", [8.0, 9.0])])


def test_a_line_climbs_from_one_clip_to_all_of_them(made):
    figure = cumulative_grid(made)
    assert len(figure.data) == len(MOTION_UNITS)
    assert list(figure.data[0].x) == [1.0, 2.0, 3.0, 5.0, 7.0]
    assert list(figure.data[0].y) == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])


def test_sets_differ_by_more_than_colour(both):
    lines = {trace.name: trace.line for trace in cumulative_grid(both).data}
    assert set(lines) == {"made", "utkinect"} and lines["made"].dash != lines["utkinect"].dash


def test_the_table_counts_known_values_alone(made):
    first = quartile_table(made).iloc[0]
    assert (first["set"], first["clips"], first["50%"], first["unit"]) == ("made", 5, 3.0, "m/s")


def test_every_quartile_is_recorded(made):
    recorder = start_report(0)
    shown = show_distributions(recorder, made)
    assert recorder.numbers["made: hand speed, 50%"].value == 3.0
    assert len(recorder.numbers) == 3 * len(MOTION_UNITS)
    assert "6 clips of 1 sets" in shown.alt


def test_actions_stand_by_their_median(made):
    shown = show_actions(start_report(0), made, "hand speed")
    assert list(shown.figure.data[0].y) == ["walk", "wave"] and list(shown.figure.data[0].median) == [2.0, 6.0]
    assert shown.table["label"].tolist() == ["wave", "walk"]
    assert "2 m/s (walk) to 6 m/s (wave)" in shown.alt


def test_what_is_furthest_apart_stands_on_top(both):
    recorder = start_report(0)
    shown = show_comparison(recorder, both)
    assert recorder.numbers["utkinect, wave hands: hand speed, distance"].value == 1.0
    assert recorder.numbers["utkinect: median distance"].value == 0.5  # half of them 1, half 0
    assert shown.figure.data[0].y[-1] == "wave hands (utkinect): hand speed"
    assert "median 6 made and 8.5 recorded" in shown.alt
    assert len(distance_bars(shown.table, most=3).data[0].x) == 3


def test_without_recordings_a_sentence_says_so(made):
    recorder = start_report(0)
    shown = show_comparison(recorder, made)
    assert isinstance(shown, Markup) and "No recordings were given" in shown.text and not recorder.numbers


def test_a_missing_transfer_table_says_how_to_make_it(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    recorder = start_report(0)
    shown = show_transfer(recorder)
    assert "skelbench bench choreography --data FOLDER --split dev --save" in shown.html
    assert "data/results/choreography.json" in shown.text and not recorder.inputs


def test_a_kept_transfer_table_is_shown_and_recorded(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    found = {
        "accuracy": 0.75, "interval": [0.5, 1.0], "clips": 4, "by_seed": [0.5, 1.0],
        "confusions": [["throw", "push", 1.0]],
    }  # fmt: skip
    settings = {"clips_an_action": 2, "generator": 4, "split": "dev"}
    (tmp_path / "data" / "results").mkdir(parents=True)
    path = tmp_path / "data" / "results" / "choreography.json"
    path.write_text(json.dumps({"commit": "abc", "settings": settings, "utkinect": found}))
    recorder = start_report(0)
    shown = show_transfer(recorder)
    assert recorder.numbers["transfer to utkinect: accuracy"].value == 0.75
    assert recorder.inputs["transfer table"].path == "data/results/choreography.json"
    assert "throw as push (1.0)" in shown.html and "commit abc" in shown.html


def test_a_missing_curve_says_how_to_make_it(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    shown = show_curve(start_report(0))
    assert "skelbench bench choreography --data FOLDER --curve --save" in shown.html


def test_a_kept_curve_says_what_is_lost(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    (tmp_path / "data" / "results").mkdir(parents=True)
    settings = {"clips_an_action": 2, "generator": 5, "split": "dev", "recipe": {"networks": 1}}
    points = {what: {"utkinect": {"accuracy": share}} for what, share in (("nothing", 0.75), ("cuts", 0.5))}
    path = tmp_path / "data" / "results" / "choreography_curve.json"
    path.write_text(json.dumps({"settings": settings, "points": points}))
    recorder = start_report(0)
    shown = show_curve(recorder)
    assert recorder.numbers["without cuts: utkinect"].value == 0.5
    assert "0.25" in shown.html and "generator version 5" in shown.html
