import dataclasses

import pytest

from skelbench.errors import ModelError, ParameterError
from skelbench.records import read_json
from skelbench.training.comparison import Contest


def test_settings_are_tried_on_one_part_and_the_judged_training_takes_both(small_contest):
    row = small_contest.grid.row("joints")
    figures = small_contest.train(row, 0)
    assert figures["parameters"] == figures["trained_parameters"] > 0
    folders = {path.name for path in (small_contest.root / "joints").iterdir()}
    assert folders == {"try-0.001", "try-0.03", "seed-0"}
    tried, judged = (read_json(small_contest.root / "joints" / name / "record.json") for name in ("try-0.03", "seed-0"))
    assert (tried["data"]["clips"], judged["data"]["clips"]) == (12, 18)
    assert (tried["recipe"]["lesson"]["clips"], judged["recipe"]["lesson"]["clips"]) == (8, 24)
    assert judged["recipe"]["lesson"]["learning_rate"] == small_contest.chosen(row)
    assert judged["status"] == "finished"


def test_the_setting_that_reads_most_is_chosen_then_the_likelier(small_contest, monkeypatch):
    figures = {1e-3: {"accuracy": 0.5, "log_probability": -0.9}, 3e-2: {"accuracy": 0.5, "log_probability": -0.8}}
    monkeypatch.setattr(Contest, "choose", lambda self, row: figures)
    assert small_contest.chosen(small_contest.grid.row("joints")) == 3e-2
    figures[1e-3]["accuracy"] = 0.6
    assert small_contest.chosen(small_contest.grid.row("joints")) == 1e-3


def test_nothing_is_chosen_where_there_is_nothing_to_choose_on(small_grid, tmp_path):
    rows = tuple(dataclasses.replace(row, learning_rates=(1e-3,)) for row in small_grid.rows)
    contest = Contest(dataclasses.replace(small_grid, rows=rows, choose=""), tmp_path)
    contest.train(rows[0], 0)
    assert {path.name for path in (tmp_path / "joints").iterdir()} == {"seed-0"}


def test_the_test_is_opened_by_a_trained_row_and_once(small_contest, monkeypatch):
    row = small_contest.grid.row("graph")
    with pytest.raises(ModelError, match="not trained to its end"):
        small_contest.open_test(row, 0)
    small_contest.train(row, 0)
    reading = small_contest.open_test(row, 0)
    assert len(reading.scores) == len(reading.ids) == 10
    assert all(best in (0, 1) for best in reading.best())
    monkeypatch.setattr("skelbench.training.comparison.contest.read_all", None)  # a second reading would fail
    again = small_contest.open_test(row, 0)
    assert [list(row) for row in again.scores] == [list(row) for row in reading.scores]


def test_choosing_and_training_open_no_test_clip(small_grid, tmp_path):
    contest = Contest(dataclasses.replace(small_grid, test="folder"), tmp_path)  # a source that cannot be loaded
    contest.train(small_grid.row("graph"), 0)
    with pytest.raises(ParameterError, match="needs the path of a folder"):
        contest.open_test(small_grid.row("graph"), 0)


def test_a_folder_of_other_settings_is_not_taken_for_ones_own(small_contest):
    row = small_contest.grid.row("graph")
    small_contest.train(row, 0)
    small_contest.grid = dataclasses.replace(small_contest.grid, image_size=64)
    with pytest.raises(ParameterError, match="holds a training of other settings or clips"):
        small_contest.train(row, 0)


def test_a_seed_gives_the_same_weights_to_the_same_row(small_contest):
    import torch

    row = small_contest.grid.row("joints")
    first, again, other = (small_contest.reader(row, seed).state_dict() for seed in (4, 4, 5))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)


@pytest.mark.realdata
def test_nw_ucla_by_subject_keeps_people_apart_and_repeats_out(real_data, tmp_path):
    """s01 to s05 teach, s06 chooses, s07 to s10 judge; 95 of the 1484 clips repeat another's skeleton."""
    from skelbench.training.comparison import read_grid

    contest = Contest(read_grid("nw_ucla"), tmp_path, {"nw_ucla": real_data / "nw_ucla"})
    people = [{entry.subject for entry in draws.sets[0].entries}
              for draws in (contest._learning, contest._choosing, contest.test_clips)]  # fmt: skip
    assert people == [{"s01", "s02", "s03", "s04", "s05"}, {"s06"}, {"s07", "s08", "s09", "s10"}]
    assert len(contest._learning) + len(contest._choosing) + len(contest.test_clips) == 1484 - 95
    assert len(contest.labels) == 10
