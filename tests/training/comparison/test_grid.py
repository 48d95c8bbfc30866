import dataclasses

import pytest

from skelbench.errors import ParameterError, UnknownNameError
from skelbench.training.comparison import Budget, Grid, Row, read_grid


def test_the_grid_of_nw_ucla_is_by_subject_and_gives_every_row_the_same():
    grid = read_grid("nw_ucla")
    assert [source.rpartition("=")[2] for source in (grid.train, grid.choose, grid.test)] == ["train", "choose", "test"]
    assert all("by_subject" in source for source in (grid.train, grid.choose, grid.test))
    assert len({len(row.learning_rates) for row in grid.rows}) == 1
    assert {row.reader for row in grid.rows} == {"joint_convolution", "graph", "coordinates", "pictures"}


@pytest.mark.parametrize("name", ["small", "nw_ucla"])
def test_grids_that_ship_build_every_reader(name):
    from skelbench.models.baselines import new_baseline
    from skelbench.skeleton import KINECT_V1

    for row in read_grid(name).rows:
        assert new_baseline(row.reader, ("a", "b"), KINECT_V1, row.settings).labels == ("a", "b")


def test_rows_must_try_as_many_settings_as_each_other(small_grid):
    uneven = (*small_grid.rows, Row("third", "graph", (1e-3,)))
    with pytest.raises(ParameterError, match=r"as many learning_rates as the others, found .*'third': 1"):
        dataclasses.replace(small_grid, rows=uneven)
    with pytest.raises(ParameterError, match="one, where nothing is chosen"):
        dataclasses.replace(small_grid, choose="")


def test_rows_have_different_names_and_known_readers():
    row = Row("a", "graph", (1e-3,))
    with pytest.raises(ParameterError, match="needs rows of different names"):
        Grid("g", "", "x", "y", (row, row), Budget(8))
    with pytest.raises(UnknownNameError, match="No reader is called 'grap'"):
        Grid("g", "", "x", "y", (Row("a", "grap", (1e-3,)),), Budget(8))


def test_a_row_is_found_by_name_and_has_a_folder(small_grid):
    assert small_grid.row("joints").reader == "joint_convolution"
    assert Row("Graph (ST-GCN)", "graph", (1e-3,)).slug == "graph--st-gcn-"
    with pytest.raises(ParameterError, match="Did you mean 'joints'"):
        small_grid.row("joint")


def test_what_is_wrong_with_a_grid_is_said(tmp_path):
    with pytest.raises(ParameterError, match="grids that ship: nw_ucla"):
        read_grid("nothing")
    wrong = tmp_path / "g.toml"
    wrong.write_text('name = "x"\n[budget]\nclipz = 3\n')
    with pytest.raises(ParameterError, match="Did you mean 'clips'"):
        read_grid(wrong)
    wrong.write_text('name = "x"\n[budget]\nclips = 3\n')
    with pytest.raises(ParameterError, match=r"comparison's grid in g\.toml"):
        read_grid(wrong)
