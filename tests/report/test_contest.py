"""A comparison on a page: the verdict in words, the figure, the cost, and a run folder's curves."""

import json

import pytest

from skelbench.errors import ReportError
from skelbench.records import write_json
from skelbench.report import contest, start_report
from skelbench.report.markup import Markup


def row(name, reader, accuracy, **more):
    given = {
        "name": name, "reader": reader, "accuracy": accuracy, "interval": [accuracy - 0.1, accuracy + 0.1],
        "macro_accuracy": accuracy, "by_seed": {"0": accuracy}, "by_label": {"wave": accuracy, "clap": accuracy},
        "cpu_seconds": 12.3, "parameters": 1000, "trained_parameters": 900, "tokens": 140.0, "learning_rate": 1e-3,
        "tried": {"0.001": {"accuracy": 0.5, "cpu_seconds": 2.0}}, "pretrained": "", "opened": ["2026-01-02"],
    }  # fmt: skip
    return given | more


def pair(first, second, difference, lower):
    return {"first": first, "second": second, "difference": difference, "interval": [lower, difference + 0.1]}


@pytest.fixture
def table():
    rows = [row("joints", "joint_convolution", 0.8), row("DrAction", "pictures", 0.75), row("sticks", "pictures", 0.3)]
    pairs = [
        pair("joints", "DrAction", 0.05, -0.02),
        pair("joints", "sticks", 0.5, 0.4),
        pair("DrAction", "sticks", 0.45, 0.3),
    ]
    return {
        "title": "Two labels", "rows": rows, "pairs": pairs, "missing": ["heat maps"], "clips": 40, "performances": 20,
        "labels": ["clap", "wave"], "budget": {"clips": 240, "selection_clips": 60}, "commit": "abc",
        "machine": {"machine": "x86_64", "cuda": False}, "versions": {"torch": "2.13.0"},
    }  # fmt: skip


def test_the_verdict_says_who_wins_who_may_too_and_what_pictures_cost(table):
    told = contest.contest_words(table)
    assert told[0].startswith("joints reads most: 80.0% of 40 clips (95 %: 70.0% to 90.0%); chance is 50.0%")
    assert told[1] == "Not to be told from it on these clips: DrAction."
    assert told[2].endswith("joints are 5.0% ahead (-2.0% to 15.0%).") and "(DrAction)" in told[2]
    assert told[3] == "Not trained yet: heat maps."


def test_a_winner_without_rivals_or_gaps_needs_fewer_words(table):
    one = {**table, "rows": table["rows"][:1], "pairs": [], "missing": []}
    assert len(contest.contest_words(one)) == 1


def test_rows_lie_in_the_figure_with_the_best_on_top_and_their_intervals(table):
    traces = [trace for trace in contest.contest_figure(table).data if trace.error_x.array is not None]
    assert [trace.y[0] for trace in traces] == ["sticks", "DrAction", "joints"]  # plotly draws from the bottom up
    assert traces[-1].x[0] == 0.8 and traces[-1].error_x.array[0] == pytest.approx(0.1)
    assert traces[-1].marker.symbol != traces[0].marker.symbol  # kinds differ by more than colour


def test_every_accuracy_is_recorded_and_the_caption_says_what_it_hangs_on(table):
    recorder = start_report(0)
    shown = contest.show_contest(recorder, table)
    assert recorder.numbers["comparison, DrAction: accuracy"].value == 0.75
    assert "240 clips" in shown.caption and "commit abc" in shown.caption and "2026-01-02" in shown.caption
    assert list(shown.table["reader"]) == ["joints", "DrAction", "sticks"]
    live = contest.show_contest(recorder, table, "live", live=True)
    assert recorder.numbers["live, joints: accuracy"].reason and live.name == "live"


def test_costs_and_labels_are_tables(table):
    costs, labels = contest.show_costs(table), contest.show_labels(table)
    assert "900" in costs.text and "0.001: 0.500" in costs.text and "nothing" in costs.text
    assert "wave" in labels.text and "sticks" in labels.text


def test_without_a_table_the_page_says_how_to_make_one():
    recorder = start_report(0)
    shown = contest.show_contest(recorder, None)
    assert isinstance(shown, Markup) and "skelbench train --grid" in shown.text
    assert "no verdict" in contest.show_verdict(None).text
    assert contest.show_costs(None).text == contest.show_labels(None).text == ""


def test_a_kept_table_is_found_by_grid_or_by_path(table, tmp_path, monkeypatch):
    monkeypatch.setattr(contest, "results_folder", lambda: tmp_path)
    assert contest.kept_contest(start_report(0), "mine") is None
    write_json(tmp_path / "comparison_mine.json", table)
    assert contest.kept_contest(start_report(0), "mine")["commit"] == "abc"
    assert contest.kept_contest(start_report(0), str(tmp_path / "comparison_mine.json"))["clips"] == 40
    with pytest.raises(ReportError):
        contest.kept_contest(start_report(0), str(tmp_path / "nothing.json"))


@pytest.fixture
def folder(tmp_path):
    lines = [
        {"step": n, "stage": "compare", "clips_seen": 8 * n, "loss": 4.0 / n, "accuracy": n / 10, "seconds": 0.1,
         "learning_rate": 1e-3, "render": {"depth_mix_logit": -1.1 + n / 10, "head.weight": [0.5, 0.2, -1.0, 1.0]}}
        for n in range(1, 11)
    ]  # fmt: skip
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (tmp_path / "steps.jsonl").write_text(text + '{"step": 11, "lo')  # a line that is being written
    return tmp_path


def test_a_learning_curve_reads_a_run_that_is_still_written(folder):
    recorder = start_report(0)
    shown = contest.show_learning(recorder, folder)
    assert recorder.numbers["steps"].value == 10
    assert "Over 80 clips" in shown.alt and "from 4.00" in shown.alt and "from 10%" in shown.alt
    assert list(shown.figure.data[0].y)[:2] == [4.0, 2.0]
    assert list(shown.figure.data[1].y)[:2] == pytest.approx([4.0, 3.0])  # the running mean


def test_each_render_parameter_has_a_path_and_arrays_a_band(folder):
    paths = contest.render_paths(contest.read_steps(folder))
    assert list(paths) == ["depth_mix_logit", "head.weight"]
    assert paths["depth_mix_logit"]["value"].iloc[-1] == pytest.approx(-0.1)
    assert (paths["head.weight"]["lower"].iloc[0], paths["head.weight"]["upper"].iloc[0]) == pytest.approx((0.3, 0.7))
    shown = contest.show_render_paths(start_report(0), folder)
    assert "depth_mix_logit moved farthest, by +0.9" in shown.alt and len(shown.figure.data) == 4


def test_a_run_without_render_parameters_says_so(tmp_path):
    (tmp_path / "steps.jsonl").write_text('{"step": 1, "clips_seen": 8, "loss": 1, "accuracy": 0, "render": {}}\n')
    assert "no render parameter" in contest.show_render_paths(start_report(0), tmp_path).text


def test_a_folder_that_is_no_run_is_told(tmp_path):
    with pytest.raises(ReportError, match=r"run folder with steps\.jsonl"):
        contest.read_steps(tmp_path)
    (tmp_path / "steps.jsonl").write_text("")
    with pytest.raises(ReportError, match="at least one step"):
        contest.read_steps(tmp_path)
