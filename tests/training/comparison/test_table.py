import json

import numpy as np
import pytest

from skelbench.records import as_json, write_json
from skelbench.training.comparison import TestReading, comparison_table, rows_to_repeat


def opened(contest, row, seed, right):
    """Pretend that a row read the first `right` of the ten test clips rightly."""
    contest.train(contest.grid.row(row), seed)
    answers = contest.test_clips.answers
    given = [answer if number < right else 1 - answer for number, answer in enumerate(answers)]
    scores = tuple((1.0, 0.0) if one == 0 else (0.0, 1.0) for one in given)
    reading = TestReading("2026-01-02", contest.test_clips.ids, scores, 7.0)
    write_json(contest.root / row / f"seed-{seed}" / "test.json", reading)


def test_rows_come_best_first_with_the_mean_of_their_seeds(small_contest):
    opened(small_contest, "joints", 0, 6)
    opened(small_contest, "joints", 1, 4)
    opened(small_contest, "graph", 0, 9)
    table = comparison_table(small_contest, "abc")
    assert [row["name"] for row in table["rows"]] == ["graph", "joints"]
    graph, joints = table["rows"]
    assert (graph["accuracy"], joints["accuracy"]) == pytest.approx((0.9, 0.5))
    assert joints["by_seed"] == pytest.approx({"0": 0.6, "1": 0.4})
    assert joints["opened"] == ["2026-01-02", "2026-01-02"] and joints["tokens"] == 7.0
    assert graph["interval"][0] < 0.9 < graph["interval"][1]
    assert table["clips"] == 10 and table["missing"] == [] and table["commit"] == "abc"


def test_pairs_are_compared_clip_by_clip(small_contest):
    """Graph reads clips 0 to 8, joints 0 to 4: on four of ten clips they differ, always the same way."""
    opened(small_contest, "joints", 0, 5)
    opened(small_contest, "graph", 0, 9)
    table = comparison_table(small_contest)
    (pair,) = table["pairs"]
    assert (pair["first"], pair["second"], pair["difference"]) == ("graph", "joints", pytest.approx(0.4))
    assert 0 <= pair["interval"][0] < 0.4 < pair["interval"][1] < 0.8
    assert (pair["only_first"], pair["only_second"]) == (4, 0)
    assert pair["mcnemar_p"] == pytest.approx(2 / 2**4)  # four of four, either way round
    assert rows_to_repeat(table) == (["graph", "joints"] if pair["interval"][0] <= 0 else ["graph"])


def test_a_row_that_was_not_opened_is_missing_and_said_to_be(small_contest):
    opened(small_contest, "graph", 0, 9)
    table = comparison_table(small_contest)
    assert table["missing"] == ["joints"] and len(table["rows"]) == 1
    assert rows_to_repeat(table) == ["graph"]


def test_the_table_is_plain_small_and_names_no_clip(small_contest):
    opened(small_contest, "graph", 0, 9)
    text = json.dumps(as_json(comparison_table(small_contest)))
    assert len(text) < 200_000
    assert not any(name in text for name in small_contest.test_clips.ids)


def test_accuracy_by_label_by_hand(small_contest):
    opened(small_contest, "graph", 0, 9)
    answers = np.array(small_contest.test_clips.answers)
    wrong = answers[9]
    row = comparison_table(small_contest)["rows"][0]
    assert row["by_label"][small_contest.labels[wrong]] == pytest.approx(1 - 1 / (answers == wrong).sum())
    assert row["macro_accuracy"] == pytest.approx(np.mean(list(row["by_label"].values())))
