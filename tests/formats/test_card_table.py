from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording
from skelbench.formats.card_file import parse_card
from skelbench.formats.card_table import read_table


@pytest.fixture
def values(tmp_path):
    """`values(text, table)`: what a text holds by a card for two joints in pixels whose [table] is given."""

    def make(text, table, time="fps = 10"):
        (tmp_path / "card.toml").write_text(
            f'topology = {{joints = ["a", "b"]}}\nspace = {{unit = "px"}}\ntime = {{{time}}}\ntable = {{{table}}}\n'
        )
        (tmp_path / "t.txt").write_text(text)
        return read_table(Recording(tmp_path / "t.txt"), parse_card(Recording(tmp_path / "card.toml")))

    return make


@pytest.mark.parametrize(("mark", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), (" ", "white space")])
def test_the_delimiter_is_found_and_said_or_given(values, mark, name):
    text = mark.join("1234") + "\n" + mark.join("5678") + "\n"
    found = values(text, "")
    assert found.values[:, 0].tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    assert found.guesses == (f"columns are parted by {name}: the card does not say",) and found.lines == [1, 2]
    given = "\\t" if mark == "\t" else mark
    assert values(text, f'delimiter = "{given}"').guesses == ()


def test_people_joints_and_values_stand_in_the_order_of_the_axes(values):
    row = "1 2 3 4 5 6 7 8"
    assert values(row, "people = 2").values[0].tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    swapped = values(row, 'people = 2, axes = "D J P"').values[0]
    assert swapped.tolist() == [[[1, 5], [3, 7]], [[2, 6], [4, 8]]]


def test_columns_by_name_may_stand_anywhere_and_people_have_numbers(values):
    header = "B2y,frame,a1x,a1y,b1x,b1y,a2x,a2y,b2x"
    found = values(
        f"{header}\n8,40,1,2,3,4,5,6,7\n", 'people = 2, columns = "{joint}{person}{value}"', 'column = "frame"'
    )
    assert found.values[0].tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    assert found.times.tolist() == [40]


def test_a_skipped_value_takes_its_column_along(values):
    assert values("1 2 9 3 4 9", 'values = ["x", "y", "-"]').values.shape == (1, 1, 2, 2)
    header = "ax ay bx by\n"
    found = values(f"{header}1 2 3 4\n", 'values = ["x", "-", "y"], columns = "{joint}{value}", delimiter = " "')
    assert found.values[0, 0].tolist() == [[1, 2], [3, 4]]


def test_the_time_may_be_a_column_by_its_number(values):
    assert values("0.5 1 2 3 4", "skip_columns = 1", "column = 1").times.tolist() == [0.5]
    with pytest.raises(FormatError, match="time in column 6 by the card, found 5 columns"):
        values("0.5 1 2 3 4", "skip_columns = 1", "column = 6")


@pytest.mark.parametrize(
    ("text", "table", "words"),
    [
        ("1 2 3\n", "", r"0 columns to skip and 4 .* found 3 columns"),
        ("1 2 3 4 5\n", "", r"0 columns to skip and 4 .* found 5 columns"),
        ("1 2 3 4\n", "header_rows = 1", "rows of numbers after 1 header rows, found 1"),
        ("# only\n\n", 'comment = "#"', "found 0 rows in all"),
        ("a,b\n1,2\n", 'columns = "{joint}.{value}"', "Expected a column 'a.x' in the header"),
        ("ax,ay,bx,by\n1,2\n", 'columns = "{joint}{value}"', "Expected 4 columns, found 2"),
        ("1 2 3 4\n1 2 1e10 4\n", "", r"coordinate, found 1e\+10.*line 2"),
    ],
)
def test_what_does_not_fit_the_card_is_refused(values, text, table, words):
    with pytest.raises(FormatError, match=words):
        values(text, table)


def test_an_array_needs_a_time_for_every_frame(tmp_path):
    (tmp_path / "card.toml").write_text(
        'topology = {joints = ["a"]}\nspace = {unit = "px"}\ntime = {column = "t"}\ntable = {array = "p"}\n'
    )
    card = parse_card(Recording(tmp_path / "card.toml"))
    np.savez(tmp_path / "x.npz", p=np.ones((3, 1, 2)), t=np.arange(2.0))
    with pytest.raises(FormatError, match="a time for each, found 3 frames"):
        read_table(Recording(tmp_path / "x.npz"), card)
    np.save(tmp_path / "x.npy", np.ones((3, 1, 2)))
    with pytest.raises(FormatError, match="Expected the time column 't'"):
        read_table(Recording(tmp_path / "x.npy"), card)
