"""The notebooks as they are kept: clean sources that read like a page, and parameters a driver can check."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from skelbench.report.catalogue import find_notebook, list_notebooks
from skelbench.report.inputs import check_inputs

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))
REPORTS = ("index", "tour", "skeletons", "train_and_compare", "confusions", "explain", "reasons", "realism")


def cells(name, kind):
    notebook = nbformat.read(FOLDER / name, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


@pytest.mark.parametrize("name", NAMES)
def test_a_source_carries_no_outputs_and_no_long_or_defining_cell(name):
    for cell in cells(name, "code"):
        assert not cell.outputs and cell.execution_count is None
        assert len(cell.source.splitlines()) <= 15
        tree = ast.parse(cell.source)
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_one_title_and_headings_in_order(name):
    lines = "\n".join(cell.source for cell in cells(name, "markdown")).splitlines()
    levels = [len(line) - len(line.lstrip("#")) for line in lines if line.startswith("#")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_names_no_folder_of_any_machine(name):
    text = (FOLDER / name).read_text()
    assert not any(piece in text for piece in ("/home/", "/Users/", "/root", str(FOLDER.parent), "%pip", "!pip"))


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_s_parameters_can_be_checked_and_each_says_what_it_is(name):
    schema = find_notebook(name).schema
    assert all(parameter.help for parameter in schema.parameters)
    assert "seed" in schema
    assert check_inputs(schema, schema.parse({})) == schema.parse({}), (
        "the defaults are there and are shown as they are"
    )


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_begins_its_record_after_the_parameters_and_ends_it_last(name):
    code = cells(find_notebook(name).path.name, "code")
    assert "parameters" in code[0].metadata["tags"]
    assert "start_report(seed)" in code[1].source and code[-1].source == "recorder.finish()"


def test_the_reports_are_listed_in_the_order_of_the_story():
    assert [notebook.name for notebook in list_notebooks()] == list(REPORTS)


def test_the_index_links_every_notebook_there_is():
    text = "\n".join(cell.source for cell in cells("00_index.ipynb", "markdown"))
    assert [name for name in NAMES if f"({name})" not in text] == ["00_index.ipynb"]
